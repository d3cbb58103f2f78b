"""What people say to each other through a ticket."""
