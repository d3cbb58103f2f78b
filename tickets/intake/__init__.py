"""What comes in by doors other than a contact's chat, read and judged without knowing where it lies."""
