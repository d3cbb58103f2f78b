"""What comes in and goes out: updates, half-filled forms, notices, and the messages that show them."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from storage.schema.columns import BigInt, Moment, a_json, an_id, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Index("ix_inbox_at", "at"),
)

laid_aside = Table(
    "laid_aside",
    metadata,
    Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    a_json("body"),
    Column("error", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("done_at", Moment),
)

drafts = Table(
    "drafts",
    metadata,
    Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("user", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("step", String),
    a_json("data"),
    Column("at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    an_id(),
    Column("chat", sa.BigInteger),  # null: it goes to a destination
    Column("destination", String),  # another system, as "mirror:name" or "webhook:name"
    Column("kind", String, nullable=False),
    a_json("facts"),
    Column("card", String),
    Column("fresh", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("quiet", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("ticket", BigInt),
    Column("person", BigInt),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("done", String),  # null: waiting; "sent", "replaced", "failed", "cancelled"
    Column("done_at", Moment),
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Index("ix_outbox_ticket", "ticket", "created_at"),
)

cards = Table(
    "cards",
    metadata,
    Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("card", String, primary_key=True),
    Column("message", sa.BigInteger, nullable=False),
    Column("ticket", BigInt),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_cards_ticket", "ticket"),
    Index("ix_cards_card", "card"),
)

messages = Table(
    "messages",
    metadata,
    Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("outbox", BigInt),  # what the bot said
    Column("text", BigInt, ForeignKey("texts.id")),  # what somebody wrote
    Column("ticket", BigInt),
    Column("at", Moment, nullable=False),
    Index("ix_messages_outbox", "outbox"),
    Index("ix_messages_text", "text"),
)
