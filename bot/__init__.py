"""Runs it: command line, config, wiring, poll loop, sender, clock. The only room that knows every other."""
