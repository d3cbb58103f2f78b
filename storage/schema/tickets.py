"""What there is: tickets with their history, words and files, callbacks, and what is asked about them."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from storage.schema.columns import BigInt, Keys, Moment, a_json, an_id, metadata

tickets = Table(
    "tickets",
    metadata,
    an_id(),
    Column("number", String, nullable=False, unique=True),
    Column("draft", String, unique=True),  # the form it was submitted from: pressed twice, still one ticket
    Column("version", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("sub_channel", String),
    Column("category", String),
    Column("region", String),
    Column("chain", String),
    Column("enterprise", BigInt, ForeignKey("enterprises.id")),
    Column("filed_by", BigInt, ForeignKey("people.id")),
    Column("logged_by", BigInt, ForeignKey("people.id")),
    Column("unit", String),
    Column("officer", BigInt, ForeignKey("people.id")),
    Column("about_unit", String),
    Column("is_confidential", sa.Boolean, nullable=False),
    Column("is_urgent", sa.Boolean, nullable=False),
    Column("is_withheld", sa.Boolean, nullable=False),  # the unit sees the office's wording, never the filer's
    Column("is_complex", sa.Boolean, nullable=False),
    Column("awaits_author", sa.Boolean, nullable=False, server_default=sa.false()),  # written in a group, firm unknown
    Column("round", Integer, nullable=False),
    Column("returns", Integer, nullable=False),
    Column("pauses", Integer, nullable=False),  # of the round
    Column("extensions", Integer, nullable=False),
    Column("extended_days", Integer, nullable=False),  # working days, all extensions together
    Column("contested", sa.Boolean, nullable=False),
    Column("leaves_cohort", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("since", Moment, nullable=False),  # of its last stay: since when it stands as it does
    Column("year", Integer, nullable=False),  # of the local day it was accepted on: what is counted 年度
    Column("accepted_at", Moment, nullable=False),
    Column("clock_began_at", Moment),  # of an imported ticket, whose 登记时间 lies before
    Column("promised_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("claim_due_at", Moment),
    Column("dispatched_at", Moment),
    Column("claimed_at", Moment),
    Column("given_at", Moment),
    Column("resolved_at", Moment),
    Column("callback_sent_at", Moment),
    Column("closed_at", Moment),
    Column("closing", String),
    Column("paused_at", Moment),
    Column("review_at", Moment),
    Column("urged_at", Moment),
    Column("lead", BigInt, ForeignKey("tickets.id")),
    Column("supporting", Keys, nullable=False, server_default=""),
    Column("suggested_unit", String),
    a_json("because", server_default="[]"),
    Index("ix_tickets_filed_by_state", "filed_by", "state"),
    Index("ix_tickets_enterprise", "enterprise"),
    Index("ix_tickets_lead", "lead"),
    Index("ix_tickets_officer_state", "officer", "state"),
    Index("ix_tickets_unit_state", "unit", "state"),
    Index("ix_tickets_state_accepted_at", "state", "accepted_at"),
    Index("ix_tickets_state_due_at", "state", "due_at", "region"),
    Index("ix_tickets_accepted_at", "accepted_at", "id", "region", "closing"),  # the last two for the board alone
    Index("ix_tickets_promised_at", "promised_at"),
    Index("ix_tickets_year_since", "year", "since", "accepted_at"),
    # Of a whole year, read in order: every column that the year to date is counted by.
    Index(
        "ix_tickets_year",
        "year",
        "unit",
        "channel",
        "region",
        "closing",
        "since",
        "leaves_cohort",
        "state",
        "promised_at",
        "chain",
    ),
)

events = Table(
    "events",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("name", String, nullable=False),
    Column("by", BigInt, nullable=False),
    Column("on_behalf_of", BigInt),
    Column("from_state", String),
    Column("to_state", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    a_json("facts"),
    Column("text_digest", String),  # salted: the words themselves are in texts and may be erased by law
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False, unique=True),
    Index("ix_events_ticket_id", "ticket", "id"),
    Index("ix_events_at", "at"),
    Index("ix_events_name_at", "name", "at", "ticket", "round"),
    Index("ix_events_ticket_name_at", "ticket", "name", "at"),
)

texts = Table(
    "texts",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("event", BigInt, ForeignKey("events.id"), nullable=False),
    Column("author", BigInt),
    # "grievance", "material", "brief", "note", "message", "result", "remark", "reason", "grounds", "instruction", "again",
    # "promise", "public"
    Column("purpose", String, nullable=False),
    Column("body", Text),  # null once erased by law
    Column("salt", LargeBinary, nullable=False),
    Column("replaces", BigInt, ForeignKey("texts.id")),
    Column("erased_at", Moment),
    Index("ix_texts_ticket_id", "ticket", "id"),
    Index("ix_texts_event", "event"),
    Index("ix_texts_replaces", "replaces"),
)

attachments = Table(
    "attachments",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("event", BigInt, ForeignKey("events.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("file_id", String, nullable=False),
    Column("file_unique_id", String, nullable=False),
    Column("name", String),
    Column("album", String),
    Index("ix_attachments_ticket", "ticket"),
)

stays = Table(
    "stays",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),  # null: it stands so now
    Column("state", String, nullable=False),
    Column("closing", String),
    Column("unit", String),
    Column("officer", BigInt),
    Column("round", Integer, nullable=False),
    Column("due_at", Moment),
    Column("claim_due_at", Moment),
    Column("resolved_at", Moment),
    Column("leaves_cohort", sa.Boolean, nullable=False, server_default=sa.false()),
    # All that counting asks of a stretch, so that it never turns to the table: millions are looked up for one digest.
    Index(
        "ix_stays_ticket",
        "ticket",
        "since",
        "until",
        "state",
        "closing",
        "unit",
        "round",
        "leaves_cohort",
        "resolved_at",
        postgresql_include=["id"],  # SQLite's indexes hold it anyway
    ),
    Index("ix_stays_due_at", "due_at", "since", "until", "state", "round", "ticket", postgresql_include=["id"]),
    Index("ix_stays_claim_due_at", "claim_due_at", "since", "until", "state", "officer", "ticket"),
)

callbacks = Table(
    "callbacks",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("unit", String),
    Column("officer", BigInt),
    Column("person", BigInt, ForeignKey("people.id")),
    Column("asked_at", Moment, nullable=False),
    Column("phone_from", Moment),  # null: not the office's to phone yet
    Column("phoned_by", BigInt, ForeignKey("people.id")),
    Column("pushed", Integer, nullable=False, server_default="0"),  # how often a missing attempt was told
    Column("solved", String),
    Column("satisfaction", String),
    Column("satisfaction_at", Moment),
    Column("contacted", String),
    Column("contacted_at", Moment),
    Column("wants_rework", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("remark", BigInt, ForeignKey("texts.id")),
    Column("remark_to", String),
    a_json("skipped", server_default="[]"),
    Column("answered_at", Moment),
    Column("settled_at", Moment),
    Column("outcome", String),
    Column("answered_by", BigInt),
    UniqueConstraint("ticket", "round"),
    # All that counting asks of a callback.
    Index(
        "ix_callbacks_settled_at",
        "settled_at",
        "ticket",
        "round",
        "unit",
        "outcome",
        "solved",
        "satisfaction",
        "satisfaction_at",
        "contacted",
        "contacted_at",
        "wants_rework",
    ),
)

calls = Table(  # the office's attempts to get a callback's answer by phone
    "calls",
    metadata,
    an_id(),
    Column("callback", BigInt, ForeignKey("callbacks.id"), nullable=False),
    Column("person", BigInt, ForeignKey("people.id")),  # whose number it was
    Column("by", BigInt, ForeignKey("people.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("is_reached", sa.Boolean, nullable=False),
    Column("words", BigInt, ForeignKey("texts.id")),  # who answered, and what they said
    Index("ix_calls_callback", "callback"),
)

revisits = Table(
    "revisits",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("person", BigInt, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("answer", String),
    Column("answered_at", Moment),
    Column("answered_by", BigInt),
    UniqueConstraint("ticket", "round"),
)

supports = Table(  # what a unit that does not lead was asked to do for a ticket
    "supports",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("unit", String, nullable=False),
    Column("asked_by", BigInt, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("text", BigInt, ForeignKey("texts.id"), nullable=False),
    Column("answered_at", Moment),
    Column("answered_by", BigInt, ForeignKey("people.id")),
    Column("answer", BigInt, ForeignKey("texts.id")),
    Column("withdrawn_at", Moment),  # the ticket went elsewhere, or was done without it
    Index("ix_supports_ticket", "ticket"),
    Index("ix_supports_asked_at", "asked_at"),
)

requests = Table(  # what is asked of the office: a late return, an extension, a complex case
    "requests",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("asked_by", BigInt, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("text", BigInt, ForeignKey("texts.id")),
    a_json("facts"),
    Column("decided_at", Moment),
    Column("decided_by", BigInt),
    Column("decision", String),  # null: it waits; "granted", "refused", "dropped" when it no longer mattered
    Index("ix_requests_ticket", "ticket"),
)
