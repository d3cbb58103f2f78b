"""The doors other than a contact's own chat: grievances logged on somebody's behalf, imported, sent in by other systems."""
