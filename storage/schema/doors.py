"""What the doors keep of their own: groups' mentions, ledgers' reports, calls, visits, meetings, the policy library."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from storage.schema.columns import BigInt, Moment, a_json, an_id, metadata

mentions = Table(  # where in a group a ticket was written
    "mentions",
    metadata,
    Column("ticket", BigInt, ForeignKey("tickets.id"), primary_key=True),
    Column("chat", sa.BigInteger, nullable=False),
    Column("message", sa.BigInteger),  # null: the group has moved, and its messages have other numbers
    Index("ix_mentions_chat", "chat"),
)

reports = Table(  # what a ledger said came of it: a unit's word, never an enterprise's
    "reports",
    metadata,
    Column("ticket", BigInt, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("solved", String),  # null: the ledger does not say
    Column("satisfaction", String),
)

receipts = Table(  # of callers whom no message reaches: read out at once, or by telephone
    "receipts",
    metadata,
    Column("ticket", BigInt, ForeignKey("tickets.id"), primary_key=True),
    Column("from_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("told_by", BigInt, ForeignKey("people.id")),
)

visits = Table(  # 联企走访: somebody of the staff was at an enterprise
    "visits",
    metadata,
    an_id(),
    Column("source", String, nullable=False, unique=True),  # the form, or the ledger's row: told twice, still one visit
    Column("enterprise", BigInt, ForeignKey("enterprises.id"), nullable=False),
    Column("officer", BigInt, ForeignKey("people.id"), nullable=False),
    Column("unit", String),  # whose people the officer was of then; null: nobody's that is known
    Column("is_liaison", sa.Boolean, nullable=False),  # whether the firm was the officer's own then
    Column("visited_on", sa.Date, nullable=False),
    Column("note", Text),  # null when nothing was noted, or once erased by law
    Column("latitude", sa.Float),
    Column("longitude", sa.Float),
    Column("created_at", Moment, nullable=False),
    Index("ix_visits_visited_on", "visited_on"),
    Index("ix_visits_officer", "officer", "visited_on"),
    Index("ix_visits_enterprise", "enterprise", "visited_on"),
)

visit_problems = Table(  # what became a ticket of what a visit found
    "visit_problems",
    metadata,
    Column("ticket", BigInt, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("visit", BigInt, ForeignKey("visits.id"), nullable=False),
    Index("ix_visit_problems_visit", "visit"),
)

visit_files = Table(  # what was photographed of the visit itself; a problem's pictures are its ticket's
    "visit_files",
    metadata,
    an_id(),
    Column("visit", BigInt, ForeignKey("visits.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("file_id", String, nullable=False),
    Column("file_unique_id", String, nullable=False),
    Index("ix_visit_files_visit", "visit"),
)

meetings = Table(  # 三会: grievances are noted in it, read back, and handed out together
    "meetings",
    metadata,
    an_id(),
    Column("name", String, nullable=False),
    Column("sub_channel", String),
    Column("held_on", sa.Date, nullable=False),
    a_json("leaders"),
    Column("keeper", BigInt, ForeignKey("people.id"), nullable=False),  # the only one who writes in it while it is open
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),  # null: it collects
    Column("handed_at", Moment),  # when its first items became tickets
    Column("reported_at", Moment),  # its own digest went out by itself
    UniqueConstraint("name", "held_on"),
)

meeting_items = Table(  # a grievance noted in a meeting; once it is a ticket, its words are the ticket's alone
    "meeting_items",
    metadata,
    an_id(),
    Column("meeting", BigInt, ForeignKey("meetings.id"), nullable=False),
    Column("said", Text),
    Column("text", Text),
    Column("firm", String),
    Column("enterprise", BigInt, ForeignKey("enterprises.id")),
    Column("is_new", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("promise", Text),
    Column("leader", String),
    Column("due_on", sa.Date),
    Column("is_dateless", sa.Boolean, nullable=False, server_default=sa.false()),
    a_json("files"),
    Column("chat", sa.BigInteger, nullable=False),
    Column("message", sa.BigInteger, nullable=False),
    Column("goes_on_after", sa.BigInteger),  # seconds since 1970: the message was so long that more of it may follow
    Column("at", Moment, nullable=False),
    Column("ticket", BigInt, ForeignKey("tickets.id"), unique=True),
    Index("ix_meeting_items_meeting", "meeting"),
    Index("ix_meeting_items_chat_message", "chat", "message"),
)

promises = Table(  # what a leader promised about a ticket
    "promises",
    metadata,
    an_id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("meeting", BigInt, ForeignKey("meetings.id"), nullable=False),
    Column("leader", String, nullable=False),
    Column("text", BigInt, ForeignKey("texts.id"), nullable=False),
    Column("due_at", Moment),  # null: no day was set
    Index("ix_promises_ticket", "ticket"),
    Index("ix_promises_meeting", "meeting"),
)

policies = Table(  # what the library answers with; storage.doors.policy_index has the words it is found by
    "policies",
    metadata,
    an_id(),
    Column("key", String, nullable=False, unique=True),  # what makes it the same entry when a file is read again
    Column("title", String, nullable=False),
    Column("questions", Text, nullable=False, server_default=""),  # how people ask for it, a line each
    Column("body", Text, nullable=False),
    Column("source", String, nullable=False, server_default=""),
    Column("issued_on", sa.Date),
    Column("category", String, nullable=False, server_default=""),
    Column("region", String, nullable=False, server_default=""),  # by name; empty: everywhere
    Column("valid_until", sa.Date),
    Column("state", String, nullable=False),
    Column("ticket", BigInt, ForeignKey("tickets.id")),  # whose answer it was
    Column("offered_by", BigInt, ForeignKey("people.id")),
    Column("decided_by", BigInt, ForeignKey("people.id")),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_policies_state", "state", "id"),
    Index("ix_policies_ticket", "ticket"),
)

enquiries = Table(  # a question put to the library (政策咨询)
    "enquiries",
    metadata,
    an_id(),
    Column("person", BigInt, ForeignKey("people.id")),
    Column("channel", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("question", Text),  # null once erased by law
    a_json("found", server_default="[]"),  # the entries, best first
    Column("is_answered", sa.Boolean, nullable=False),
    Column("helped_at", Moment),
    Column("draft", String, nullable=False),  # the form that it becomes when no answer helps
    Index("ix_enquiries_at", "at"),
    Index("ix_enquiries_person", "person"),
)
