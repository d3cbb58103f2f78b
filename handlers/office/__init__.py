"""What the office and the leaders say and press."""
