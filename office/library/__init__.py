"""The policy library (政策库): questions put to it, what its entries say, and how answers come into it."""
