"""What the doors other than a contact's chat keep: visits, meetings, groups' mentions, the policy library."""
