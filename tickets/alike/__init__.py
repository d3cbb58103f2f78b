"""How alike two grievances are: what each is about, read from its words by tables, and how much of that both share.

One way of judging it for the duplicate warning, for what may be merged and for a digest's 热点. No I/O; what may be read by
whom is not known here.
"""
