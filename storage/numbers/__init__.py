"""Published digests: what was made, where it was sent, who has read it."""
