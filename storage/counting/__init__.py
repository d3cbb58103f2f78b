"""Counting what stood at a cut-off: covering queries, a statement each."""
