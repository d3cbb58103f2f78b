"""What hides or erases words for good, and who looked at what is hidden."""
