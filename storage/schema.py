"""Every table, once. Migrations lead to exactly this; a test compares them on both engines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BigInt = sa.BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as microseconds since 1970: exact, sortable and the same on both engines."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuse naive datetimes: a moment without a zone is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        delta = value - EPOCH
        return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Give it back aware, in UTC."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Keys(TypeDecorator[tuple[str, ...]]):
    """Keys of the configuration, several in one column, in the order they were given."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Join them."""
        return None if value is None else ",".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Part them again."""
        return None if value is None else tuple(filter(None, value.split(",")))


def _id() -> Column[int]:
    return Column("id", BigInt, primary_key=True, autoincrement=True)


def _json(name: str, **options: Any) -> Column[Any]:
    return Column(name, sa.JSON(), nullable=False, **options)


# --- who ------------------------------------------------------------------------------------------------------------

people = Table(
    "people",
    metadata,
    _id(),
    Column("telegram_id", sa.BigInteger, unique=True),
    Column("name", String, nullable=False),
    Column("username", String),
    Column("phone", String),
    Column("profile_asked_at", Moment),
    Column("is_reachable", sa.Boolean, nullable=False, server_default=sa.true()),
    Column("quiet", String),  # quiet hours of one's own, as 22:00-08:00
    Column("joined", BigInt, ForeignKey("people.id")),  # who this person, written down by an operator, turned out to be
    Column("enterprise", BigInt, ForeignKey("enterprises.id", name="fk_people_enterprise_enterprises", use_alter=True)),
    Column("became", BigInt, ForeignKey("people.id")),  # who was written down, and then came to the bot as another row
    Column("created_at", Moment, nullable=False),
    Index("ix_people_name", "name"),
    Index("ix_people_phone", "phone"),
)

posts = Table(
    "posts",
    metadata,
    Column("person", BigInt, ForeignKey("people.id"), primary_key=True),
    Column("role", String, primary_key=True),
    Column("unit", String, primary_key=True, server_default=""),
    Column("since", Moment, nullable=False),
    Index("ix_posts_unit_role", "unit", "role"),
)

chain_offices = Table(  # which unit is whose office, as the configuration had it at the last start
    "chain_offices",
    metadata,
    Column("chain", String, primary_key=True),
    Column("unit", String, nullable=False),
    Index("ix_chain_offices_unit", "unit"),
)

enterprises = Table(
    "enterprises",
    metadata,
    _id(),
    Column("name", String, nullable=False),
    Column("uscc", String, unique=True),
    Column("uscc_is_verified", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("region", String),
    Column("chain", String),
    Column("liaison", BigInt, ForeignKey("people.id")),
    Column("created_at", Moment, nullable=False),
    Index("ix_enterprises_name", "name"),
    Index("ix_enterprises_liaison", "liaison"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("enterprise", BigInt, ForeignKey("enterprises.id"), primary_key=True),
    Column("person", BigInt, ForeignKey("people.id"), primary_key=True),
    Column("is_confirmed", sa.Boolean, nullable=False),
    Column("since", Moment, nullable=False),
    Column("confirmed_by", BigInt, ForeignKey("people.id")),
    Index("ix_memberships_person", "person"),
)

invitations = Table(
    "invitations",
    metadata,
    _id(),
    Column(
        "token", String, nullable=False, unique=True
    ),  # a digest of it: the link itself is shown once and never kept
    Column("role", String, nullable=False),
    Column("unit", String, nullable=False, server_default=""),
    Column("name", String),
    Column("person", BigInt, ForeignKey("people.id")),  # who was written down before they had Telegram
    Column("created_at", Moment, nullable=False),
    Column("created_by", BigInt),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", BigInt, ForeignKey("people.id")),
    Column("used_at", Moment),
)

leaves = Table(
    "leaves",
    metadata,
    _id(),
    Column("person", BigInt, ForeignKey("people.id"), nullable=False),
    Column("begins_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("substitute", BigInt, ForeignKey("people.id")),
    Column("keeps", sa.Boolean, nullable=False),  # where nobody stands in: what is in hand waits for the officer
    Column("begun_at", Moment),
    Column("ended_at", Moment),
)

replies = Table(  # 常用答复 of an officer's own
    "replies",
    metadata,
    _id(),
    Column("person", BigInt, ForeignKey("people.id"), nullable=False),
    Column("move", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Index("ix_replies_person", "person"),
)

erasures = Table(  # who wanted somebody's personal data erased by law (删除我的信息)
    "erasures",
    metadata,
    _id(),
    Column("person", BigInt, ForeignKey("people.id"), nullable=False),
    Column("asked_by", BigInt, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("reason", Text),  # of the office, for somebody who phoned
    Column("done_at", Moment),  # null: something of theirs is not over yet
    Column("dropped_at", Moment),  # they thought better of it
    Index("ix_erasures_person", "person"),
)

groups = Table(
    "groups",
    metadata,
    Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
    Column("title", String, nullable=False),
    Column("unit", String, unique=True),  # whose own group it is; the enterprises' groups have one of the next two
    Column("region", String),
    Column("chain", String),
    Column("is_member", sa.Boolean, nullable=False, server_default=sa.true()),
    Column("since", Moment, nullable=False),
)

# --- what ------------------------------------------------------------------------------------------------------------

tickets = Table(
    "tickets",
    metadata,
    _id(),
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
    _json("because", server_default="[]"),
    Index("ix_tickets_filed_by_state", "filed_by", "state"),
    Index("ix_tickets_enterprise", "enterprise"),
    Index("ix_tickets_lead", "lead"),
    Index("ix_tickets_officer_state", "officer", "state"),
    Index("ix_tickets_unit_state", "unit", "state"),
    Index("ix_tickets_state_accepted_at", "state", "accepted_at"),
    Index("ix_tickets_accepted_at", "accepted_at"),
    Index("ix_tickets_promised_at", "promised_at"),
)

mentions = Table(  # where in a group a ticket was written
    "mentions",
    metadata,
    Column("ticket", BigInt, ForeignKey("tickets.id"), primary_key=True),
    Column("chat", sa.BigInteger, nullable=False),
    Column("message", sa.BigInteger),  # null: the group has moved, and its messages have other numbers
    Index("ix_mentions_chat", "chat"),
)

events = Table(
    "events",
    metadata,
    _id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("name", String, nullable=False),
    Column("by", BigInt, nullable=False),
    Column("on_behalf_of", BigInt),
    Column("from_state", String),
    Column("to_state", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    _json("facts"),
    Column("text_digest", String),  # salted: the words themselves are in texts and may be erased by law
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False, unique=True),
    Index("ix_events_ticket_id", "ticket", "id"),
    Index("ix_events_at", "at"),
    Index("ix_events_name_at", "name", "at"),
    Index("ix_events_ticket_name_at", "ticket", "name", "at"),
)

texts = Table(
    "texts",
    metadata,
    _id(),
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
    _id(),
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
    _id(),
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
    Index("ix_stays_ticket_since", "ticket", "since"),
    Index("ix_stays_due_at", "due_at", "since"),
    Index("ix_stays_claim_due_at", "claim_due_at", "since", "until"),
)

reports = Table(  # what a ledger said came of it: a unit's word, never an enterprise's
    "reports",
    metadata,
    Column("ticket", BigInt, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("solved", String),  # null: the ledger does not say
    Column("satisfaction", String),
)

callbacks = Table(
    "callbacks",
    metadata,
    _id(),
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
    _json("skipped", server_default="[]"),
    Column("answered_at", Moment),
    Column("settled_at", Moment),
    Column("outcome", String),
    Column("answered_by", BigInt),
    UniqueConstraint("ticket", "round"),
    Index("ix_callbacks_settled_at", "settled_at"),
)

calls = Table(  # the office's attempts to get a callback's answer by phone
    "calls",
    metadata,
    _id(),
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
    _id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("person", BigInt, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("answer", String),
    Column("answered_at", Moment),
    Column("answered_by", BigInt),
    UniqueConstraint("ticket", "round"),
)

deadlines = Table(
    "deadlines",
    metadata,
    _id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("about", BigInt, nullable=False, server_default="0"),  # of several of a ticket: the support's id
    Column("round", Integer, nullable=False),
    Column("done_at", Moment),
    Column("done", String),  # "struck", or "dropped" when it no longer mattered
    UniqueConstraint("ticket", "kind", "about", "at"),
)

receipts = Table(  # of callers whom no message reaches: read out at once, or by telephone
    "receipts",
    metadata,
    Column("ticket", BigInt, ForeignKey("tickets.id"), primary_key=True),
    Column("from_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("told_by", BigInt, ForeignKey("people.id")),
)

supports = Table(  # what a unit that does not lead was asked to do for a ticket
    "supports",
    metadata,
    _id(),
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
    _id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("asked_by", BigInt, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("text", BigInt, ForeignKey("texts.id")),
    _json("facts"),
    Column("decided_at", Moment),
    Column("decided_by", BigInt),
    Column("decision", String),  # null: it waits; "granted", "refused", "dropped" when it no longer mattered
    Index("ix_requests_ticket", "ticket"),
)

visits = Table(  # 联企走访: somebody of the staff was at an enterprise
    "visits",
    metadata,
    _id(),
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
    _id(),
    Column("visit", BigInt, ForeignKey("visits.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("file_id", String, nullable=False),
    Column("file_unique_id", String, nullable=False),
    Index("ix_visit_files_visit", "visit"),
)

meetings = Table(  # 三会: grievances are noted in it, read back, and handed out together
    "meetings",
    metadata,
    _id(),
    Column("name", String, nullable=False),
    Column("sub_channel", String),
    Column("held_on", sa.Date, nullable=False),
    _json("leaders"),
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
    _id(),
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
    _json("files"),
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
    _id(),
    Column("ticket", BigInt, ForeignKey("tickets.id"), nullable=False),
    Column("meeting", BigInt, ForeignKey("meetings.id"), nullable=False),
    Column("leader", String, nullable=False),
    Column("text", BigInt, ForeignKey("texts.id"), nullable=False),
    Column("due_at", Moment),  # null: no day was set
    Index("ix_promises_ticket", "ticket"),
    Index("ix_promises_meeting", "meeting"),
)

alarms = Table(
    "alarms",
    metadata,
    _id(),
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

# --- the policy library ------------------------------------------------------------------------------------------------

policies = Table(  # what the library answers with; storage.policy_index has the words it is found by
    "policies",
    metadata,
    _id(),
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
    _id(),
    Column("person", BigInt, ForeignKey("people.id")),
    Column("channel", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("question", Text),  # null once erased by law
    _json("found", server_default="[]"),  # the entries, best first
    Column("is_answered", sa.Boolean, nullable=False),
    Column("helped_at", Moment),
    Column("draft", String, nullable=False),  # the form that it becomes when no answer helps
    Index("ix_enquiries_at", "at"),
    Index("ix_enquiries_person", "person"),
)

# --- in and out -------------------------------------------------------------------------------------------------------

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
    _json("body"),
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
    _json("data"),
    Column("at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("chat", sa.BigInteger),  # null: it goes to a destination
    Column("destination", String),  # another system, as "mirror:name" or "webhook:name"
    Column("kind", String, nullable=False),
    _json("facts"),
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
