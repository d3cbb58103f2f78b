"""What is read in a browser: links and their log."""
