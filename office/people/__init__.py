"""Who works for the mechanism, who speaks for an enterprise, who is away, and where the bot reaches them."""
