"""What falls due, and what is counted or known once."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from storage.schema.columns import BigInt, Moment, an_id, metadata

deadlines = Table(
    "deadlines",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("about", BigInt, nullable=False, server_default="0"),  # of several of a ticket: the support's id
    Column("round", Integer, nullable=False),
    Column("done_at", Moment),
    Column("done", String),  # "struck", or "dropped" when it no longer mattered
    UniqueConstraint("ticket", "kind", "about", "at"),
)

alarms = Table(
    "alarms",
    metadata,
    an_id(),
    Column("kind", String, nullable=False),
    Column("about", BigInt, nullable=False),  # whatever the kind is about: a leave's id, a day as 20261123
    Column("at", Moment, nullable=False),
    Column("done_at", Moment),
    UniqueConstraint("kind", "about"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)

known = Table(
    "known",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("head", String, nullable=False),
)
