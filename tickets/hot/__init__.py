"""热点: the problems of a period that several enterprises have at once, and the categories that rise.

No I/O; what may be read is the office's affair."""
