"""What comes in and goes out: updates, half-filled forms, notices, and the messages that show them."""
