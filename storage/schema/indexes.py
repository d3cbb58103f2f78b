"""The partial indexes: what they cover, in the order the schema makes them.

They live apart from the tables because naming a condition for PostgreSQL loads its dialect, and only who makes or compares
the schema needs to know them.
"""

import sqlalchemy as sa
from sqlalchemy import Index

from storage.schema import alarms, callbacks, deadlines, leaves, outbox, people, receipts, requests, stays

WAITING, FAILED, PAUSED, OPEN, UNDECIDED, NOT_OVER = (
    "done IS NULL",
    "done = 'failed'",
    "state = 'awaiting_enterprise'",
    "done_at IS NULL",
    "decision IS NULL",
    "ended_at IS NULL",
)
TO_A_DESTINATION = "destination IS NOT NULL"
UNTOLD, WRITTEN_DOWN = "told_at IS NULL", "telegram_id IS NULL"
LATE = "state IN ('dispatched', 'in_progress') AND (until IS NULL OR until > due_at)"
ESCALATED = "state = 'escalated'"
TO_PHONE = "settled_at IS NULL AND solved IS NULL AND phone_from IS NOT NULL"


def _where(name: str, condition: str, *columns: sa.Column[object]) -> Index:
    return Index(name, *columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


PARTIAL = (
    _where("ix_receipts_waiting", UNTOLD, receipts.c.from_at),
    _where("ix_people_written_down", WRITTEN_DOWN, people.c.phone),
    _where("ix_stays_paused", PAUSED, stays.c.since, stays.c.until, stays.c.ticket, stays.c.state),
    _where(
        "ix_stays_late", LATE, stays.c.due_at, stays.c.since, stays.c.until, stays.c.ticket, stays.c.unit, stays.c.state
    ),
    _where("ix_stays_escalated", ESCALATED, stays.c.since, stays.c.until, stays.c.ticket, stays.c.unit, stays.c.state),
    _where("ix_deadlines_open", OPEN, deadlines.c.at),
    _where("ix_callbacks_to_phone", TO_PHONE, callbacks.c.phone_from),
    _where("ix_requests_waiting", UNDECIDED, requests.c.asked_at),
    _where("ix_alarms_open", OPEN, alarms.c.at),
    _where("ix_leaves_person", NOT_OVER, leaves.c.person),
    _where("ix_leaves_substitute", NOT_OVER, leaves.c.substitute),
    _where("ix_outbox_waiting", WAITING, outbox.c.chat, outbox.c.id),
    _where("ix_outbox_due", WAITING, outbox.c.due_at, outbox.c.id),
    _where("ix_outbox_card", WAITING, outbox.c.card),
    _where("ix_outbox_failed", FAILED, outbox.c.id),
    _where("ix_outbox_destination", TO_A_DESTINATION, outbox.c.destination, outbox.c.id),
    _where("ix_outbox_parcels", f"{TO_A_DESTINATION} AND {WAITING}", outbox.c.destination, outbox.c.id),
)
