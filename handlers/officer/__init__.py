"""What an officer or a unit's lead says and presses."""
