"""What is read in a browser: the links to it, and who opened them when."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, String, Table

from storage.schema.columns import BigInt, Moment, an_id, metadata

links = Table(
    "links",
    metadata,
    an_id(),
    Column("token", String, nullable=False, unique=True),  # a digest of it: the link itself is never kept
    Column("what", String, nullable=False),  # what it opens, as ``tickets.links`` writes it
    Column("person", BigInt, ForeignKey("people.id")),  # whose it is; null: made at the command line
    Column("expires_at", Moment, nullable=False),
    Column("is_one_time", sa.Boolean, nullable=False),
    Column("used_at", Moment),  # of a one-time link: when it was spent
)

link_views = Table(
    "link_views",
    metadata,
    an_id(),
    Column("link", BigInt, ForeignKey("links.id"), nullable=False),
    Column("what", String, nullable=False),  # the page itself, or a list behind one of its numbers
    Column("at", Moment, nullable=False),
)
