"""What is written to other systems: mirrors of digests, and status messages. In their formats, signed their way."""
