"""What is counted: digests and statistics."""
