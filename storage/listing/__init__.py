"""Tickets as people look for them: found, listed, counted at a glance."""
