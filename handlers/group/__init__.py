"""What is said in groups, and what of it goes on in private."""
