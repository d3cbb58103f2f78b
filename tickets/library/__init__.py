"""The policy library's rules: what an entry is, and which words mean the same."""
