"""Who there is: people, their posts and firms, invitations, leaves, groups."""
