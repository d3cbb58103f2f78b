"""What there is: tickets with their history, words and files, callbacks, and what is asked about them."""
