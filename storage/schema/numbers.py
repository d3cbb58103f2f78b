"""What is made of numbers and kept: published digests, where each was sent and who has read it; and which ledgers left."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.schema.columns import BigInt, Moment, a_json, an_id, metadata

digests = Table(
    "digests",
    metadata,
    an_id(),
    Column("number", Integer, nullable=False, unique=True),  # 第 N 号, without gaps
    Column("period", String, nullable=False),
    Column("first", sa.Date, nullable=False),
    Column("scope", String, nullable=False),
    Column("cutoff", Moment, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("head_event", BigInt, nullable=False),  # the last event it counts; 0: there was none
    Column("head_hash", String, nullable=False),
    a_json("facts"),
    UniqueConstraint("period", "first", "scope"),
    Index("ix_digests_made_at", "made_at"),
)

digest_sendings = Table(
    "digest_sendings",
    metadata,
    Column("digest", BigInt, ForeignKey("digests.id"), primary_key=True),
    Column("to", String, primary_key=True),  # a chat's id, or a destination of the outbox, as "mirror:name"
    Index("ix_digest_sendings_to", "to"),
)

digest_reads = Table(
    "digest_reads",
    metadata,
    Column("digest", BigInt, ForeignKey("digests.id"), primary_key=True),
    Column("person", BigInt, ForeignKey("people.id"), primary_key=True),
    Column("at", Moment, nullable=False),
)

exports = Table(  # each ledger that left as a file: who asked for it, and for which tickets
    "exports",
    metadata,
    an_id(),
    Column("person", BigInt, ForeignKey("people.id")),  # null: the command line
    Column("at", Moment, nullable=False),
    Column("since", sa.Date),
    Column("until", sa.Date),
    Column("unit", String),
    Column("state", String),
    Column("reason", Text),  # null: names and phones were masked
)
