"""What a contact of an enterprise says and presses."""
