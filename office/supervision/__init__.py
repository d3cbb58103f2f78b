"""Who is late is pushed, step by step, up to the leaders; and what comes back down from them."""
