"""What proves the history: its chain, the words beside it, and what is kept and counted held against it."""
