"""A line of a ledger as a grievance: what its cells say of the firm, the words, the dates and the outcome.

Refuses what cannot be read, cell by cell, so that whoever keeps the ledger can mend it. It knows no database.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from tickets import firm_names, identity, routing
from tickets.city import City
from tickets.intake import cells
from tickets.intake.ledgers import LEDGERS, Ledger, Row
from tickets.refusal import Refusal
from tickets.terms import Kind, Satisfaction, Solved

T = TypeVar("T")

LONGEST_SOURCE = 30
HOTLINE, VISIT = LEDGERS["hotline"], LEDGERS["visit"]


@dataclass(frozen=True, slots=True)
class Report:
    """What the ledger says came of it: its own word, which is never the enterprise's."""

    solved: Solved | None = None
    satisfaction: Satisfaction | None = None
    result: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One grievance of a ledger. ``number`` is the ledger's own, or a digest of what the line is about.

    ``report`` is ``None`` while nothing came of it yet: then it is a live one. ``phone`` is E.164.
    """

    channel: str
    number: str
    firm: str
    uscc: str | None
    caller: str
    phone: str | None
    text: str
    kind: Kind
    category: str | None
    category_is_sure: bool
    sub_channel: str | None
    unit: str | None
    registered_at: datetime
    report: Report | None


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """One visit of a ledger, with the problem of that line, if it found one. ``phone`` is the officer's."""

    source: str
    visited_on: date
    officer: str
    phone: str | None
    firm: str
    uscc: str | None
    note: str | None
    problem: Entry | None


def hotline(row: Row, city: City, *, now: datetime) -> Entry:
    """A line of a hotline's ledger. Raises ``Refusal`` with the cell that cannot be read."""
    require(HOTLINE, row)
    text = "\n".join(part for part in (_beside(row.get("title", ""), row["text"]), row["text"]) if part)
    registered_at = _moment(HOTLINE, row, "registered_at", city, now)
    assert registered_at is not None
    firm, report = firm_name(row["firm"]), _report(HOTLINE, row, city, registered_at, now)
    number = row.get("external", "").strip()
    return Entry(
        channel="hotline",
        number=number or digest(row["registered_at"], firm, row.get("phone", ""), text),
        firm=firm,
        uscc=None,
        caller=row.get("caller", "")[:LONGEST_SOURCE],
        phone=phone(row.get("phone", ""), must_be_one=report is None),
        text=text,
        kind=_kind(row),
        **_about(row, text, city),
        sub_channel=_sub_channel(row.get("source", ""), "hotline", city),
        registered_at=registered_at,
        report=report,
    )


def visit(row: Row, city: City, *, now: datetime) -> VisitEntry:
    """A line of a ledger of visits. Raises ``Refusal`` with the cell that cannot be read."""
    require(VISIT, row)
    at = _moment(VISIT, row, "visited_on", city, now)
    assert at is not None
    firm, officer, day = firm_name(row["firm"]), row["officer"][:LONGEST_SOURCE], city.calendar.day(at)
    mobile = phone(row.get("officer_phone", ""), must_be_one=False)
    code = uscc(row.get("uscc", ""))
    source = digest(day.isoformat(), officer, mobile or "", firm)
    problem = None
    if not cells.is_empty(text := row.get("problem", "")):
        problem = Entry(
            channel="visit",
            number=digest(source, text),
            firm=firm,
            uscc=code,
            caller="",
            phone=None,
            text=text,
            kind=Kind.REQUEST,
            **_about(row, text, city),
            sub_channel=None,
            registered_at=at,
            report=_report(VISIT, row, city, at, now),
        )
    note = row.get("note", "")
    return VisitEntry(f"ledger:{source}", day, officer, mobile, firm, code, note or None, problem)


def digest(*parts: str) -> str:
    """A number for what has none of its own: the same words, the same number."""
    return "#" + hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:24]


def require(ledger: Ledger, row: Row) -> None:
    """Refuse a line that lacks what it must have, or has a cell that nobody would read."""
    for key, cell in row.items():
        if len(cell) > cells.LONGEST:
            raise Refusal("cell_too_long", column=ledger.name(key), length=len(cell), limit=cells.LONGEST)
    for column in ledger.needed:
        if cells.is_empty(row[column.key]):
            raise Refusal("cell_empty", column=column.name)


def firm_name(cell: str) -> str:
    """The firm's name as it is kept."""
    return firm_names.read(cell, shortest=firm_names.SHORTEST_WRITTEN)


def phone(cell: str, *, must_be_one: bool) -> str | None:
    """The number in its one form; ``None`` when there is none, or when nobody will be called and it cannot be read."""
    if cells.is_empty(cell):
        return None
    return identity.read_phone(cell) if must_be_one else identity.normal_phone(cell)


def uscc(cell: str) -> str | None:
    """The code when its check digit fits: by any other no firm is found."""
    checked = identity.check_uscc(cell)
    return checked.value if checked.is_valid else None


def _beside(title: str, text: str) -> str:
    """The title, when the words do not say the same."""
    return "" if title in text else title


def _moment(ledger: Ledger, row: Row, key: str, city: City, now: datetime) -> datetime | None:
    cell = row.get(key, "")
    if cells.is_empty(cell):
        return None
    at = cells.moment(cell, city.calendar.zone)
    if at is None:
        raise Refusal("date_unread", column=ledger.name(key), typed=cell[:20])
    if at > now:
        raise Refusal("date_to_come", column=ledger.name(key), typed=cell[:20])
    return at.astimezone(UTC)


def _report(ledger: Ledger, row: Row, city: City, registered_at: datetime, now: datetime) -> Report | None:
    done_at = _moment(ledger, row, "done_at", city, now)
    day = city.calendar.day
    if done_at is not None and day(done_at) < day(registered_at):
        raise Refusal("dates_reversed", column=ledger.name("done_at"))
    result = row["result"] if cells.is_outcome(row.get("result", "")) else ""
    solved = _choice(ledger, row, "solved", cells.solved)
    satisfaction = _choice(ledger, row, "satisfaction", cells.satisfaction)
    if done_at is None and not result and solved is None:
        return None
    return Report(solved, satisfaction, result, max(done_at, registered_at) if done_at else None)


def _choice(ledger: Ledger, row: Row, key: str, read: Callable[[str], T | None]) -> T | None:
    cell = row.get(key, "")
    if not cells.is_outcome(cell):
        return None
    said = read(cell)
    if said is None:
        raise Refusal("choice_unread", column=ledger.name(key), typed=cell[:20])
    return said


def _kind(row: Row) -> Kind:
    return cells.kind(row.get("kind", "")) or Kind.REQUEST


def _about(row: Row, text: str, city: City) -> dict[str, Any]:
    """The category that the ledger names, or the words do; the unit, when it is one of ours."""
    named = next((each.key for each in city.categories if row.get("category") in {each.name, each.key}), None)
    guessed, is_guess = named, False
    if named is None:
        guessed, is_guess = routing.categorise(text, city.keywords)
    unit = next((each.key for each in city.unit.values() if row.get("unit") in {each.name, each.key}), None)
    return {"category": guessed, "category_is_sure": not is_guess, "unit": unit}


def _sub_channel(source: str, channel: str, city: City) -> str | None:
    """The configured name that the ledger's own source fits, or its own words."""
    known = city.sub_channels.get(channel, ())
    return next(
        (name for name in known if source and (source in name or name in source)), source[:LONGEST_SOURCE] or None
    )
