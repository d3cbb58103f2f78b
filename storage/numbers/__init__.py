"""What is made of numbers and kept: published digests and what came in after them, and which ledgers left as files."""
