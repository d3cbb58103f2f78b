"""One file per revision, named by its number. Written once, never changed after a release."""
