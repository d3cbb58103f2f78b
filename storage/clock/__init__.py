"""What falls due, and what is known once."""
