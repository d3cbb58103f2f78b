"""What is kept beside the history, held against what the history tells: tickets, their stretches, callbacks, ledgers' reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, select

from storage.engine import reading
from storage.proof.copying import standing, stretches
from storage.schema import callbacks, reports, stays, tickets
from tickets.calendar import Calendar
from tickets.replay import Life
from tickets.ticket import STRETCH

TICKET = (
    "number", "version", "state", "kind", "channel", "sub_channel", "category", "region", "chain", "unit", "officer", "round",
    "accepted_at", "promised_at", "due_at", "claim_due_at", "resolved_at", "closing", "leaves_cohort",
    "extensions",
)  # fmt: skip
STANDING = ("since", "year")
CALLBACK = (
    "unit", "officer", "asked_at", "solved", "satisfaction", "satisfaction_at", "contacted", "contacted_at", "wants_rework",
    "settled_at", "outcome",
)  # fmt: skip
_TICKETS = select(tickets.c.id, *(tickets.c[name] for name in (*TICKET, *STANDING))).order_by(tickets.c.id)
_STRETCHES = select(stays).order_by(stays.c.ticket, stays.c.id)
_CALLBACKS = select(callbacks).order_by(callbacks.c.ticket, callbacks.c.round)
_REPORTS = select(reports)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A value that is kept and is another in the history: whose, in which table and row, what, and both values."""

    number: str
    table: str
    row: str
    name: str
    kept: Any
    told: Any


def deviations(conn: Connection, lives: Mapping[int, Life], calendar: Calendar) -> Iterator[Deviation]:
    """All of them, ticket by ticket; a ticket with no event at all deviates by its number, and so does one that is gone."""
    kept_stays, kept_callbacks = _by_ticket(conn, _STRETCHES), _by_ticket(conn, _CALLBACKS)
    kept_reports = _by_ticket(conn, _REPORTS)
    gone = dict(lives)
    for row in reading.rows(conn, _TICKETS):
        life = gone.pop(row["id"], None)
        number = row["number"]
        if life is None:
            yield Deviation(number, "tickets", "", "number", number, None)
            continue
        told = {name: getattr(life.ticket, name) for name in TICKET} | standing(life, calendar)
        yield from _compared(number, "tickets", "", row, told, (*TICKET, *STANDING))
        for n, (kept, stretch) in enumerate(zip_longest(kept_stays.get(row["id"], []), stretches(life)), 1):
            yield from _compared(number, "stays", str(n), kept, stretch, (*STRETCH, "since", "until"))
        asked = {each["round"]: each for each in kept_callbacks.get(row["id"], [])}
        for round in sorted(asked.keys() | life.callbacks.keys()):
            pair = asked.get(round), life.callbacks.get(round)
            yield from _compared(number, "callbacks", str(round), *pair, CALLBACK)
        yield from _compared(
            number, "reports", "", next(iter(kept_reports.get(row["id"], [])), None), life.reported, ("solved",)
        )
    for which, life in sorted(gone.items()):
        yield Deviation(life.ticket.number or f"Ticket {which}", "tickets", "", "number", None, life.ticket.number)


def _by_ticket(conn: Connection, statement: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in reading.rows(conn, statement):
        found.setdefault(row["ticket"], []).append(row)
    return found


def _compared(
    number: str,
    table: str,
    row: str,
    kept: Mapping[str, Any] | None,
    told: Mapping[str, Any] | None,
    names: tuple[str, ...],
) -> Iterator[Deviation]:
    if kept is None and told is None:
        return
    if kept is None or told is None:
        yield Deviation(number, table, row, "", kept is not None, told is not None)
        return
    for name in names:
        if kept[name] != told[name]:
            yield Deviation(number, table, row, name, kept[name], told[name])
