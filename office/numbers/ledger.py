"""The ledger (台账) that leaves the house: a row a ticket, with all its dates, answers and whether it was on time.

``tickets.exporting`` says what of it is masked. Who writes the file asks for page after page.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from storage.listing import ledger as listing
from storage.listing.ledger import PAGE, PageEnd
from tickets import exporting
from tickets.city import City, name_in
from tickets.exporting import Asked, Personal
from tickets.identity import show_phone
from tickets.people import Person
from tickets.periods import midnight, window_over
from tickets.refusal import Refusal
from tickets.terms import Kind, Role

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in plain values, moments aware; ``after`` is where the next page begins, ``None`` when this was the last."""

    rows: tuple[dict[str, Any], ...]
    after: PageEnd | None


def page(
    conn: Connection, city: City, asked: Asked, *, after: PageEnd | None = None, by: Person, now: datetime
) -> Page:
    """The next rows of the ledger, as of now.

    Raises ``Refusal``: ``office_only``, ``no_such_unit``, ``export_reversed``, ``reason_unfit``.
    """
    _may(city, asked, by)
    found = listing.page(
        conn,
        **_bounds(city, asked),
        after=after,
        cutoff=now,
        contestable_since=window_over(now, city.clocks.contest_window, city.calendar),
    )
    words = listing.written(conn, [row.id for row in found]) if found else {}
    rows = tuple(_row(city, row, words.get(row.id, {}), asked, now) for row in found)
    return Page(rows, PageEnd(found[-1].accepted_at, found[-1].id) if len(found) == PAGE else None)


def count(conn: Connection, city: City, asked: Asked, *, by: Person) -> int:
    """How many rows it has. Raises like ``page``."""
    _may(city, asked, by)
    return listing.count(conn, **_bounds(city, asked))


def _may(city: City, asked: Asked, by: Person) -> None:
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    if asked.unit is not None and asked.unit not in city.unit:
        raise Refusal("no_such_unit", unit=asked.unit)
    exporting.check(asked)


def _bounds(city: City, asked: Asked) -> dict[str, Any]:
    zone = city.calendar.zone
    since = midnight(asked.since, zone) if asked.since else EVER[0]
    until = midnight(asked.until + timedelta(days=1), zone) if asked.until else EVER[1]
    return {"since": since, "until": until, "unit": asked.unit, "state": asked.state.value if asked.state else None}


KEPT = (
    "number", "accepted_at", "channel", "sub_channel", "kind", "state", "closing", "officer", "round", "returns",
    "extensions", "extended_days", "dispatched_at", "claim_due_at", "claimed_at", "promised_at", "due_at", "resolved_at",
    "asked_at", "outcome", "solved", "satisfaction", "contacted", "settled_at", "closed_at", "is_urgent", "is_complex",
    "is_confidential",
)  # fmt: skip
"""Columns that are given as they are kept."""


def _row(city: City, row: Any, words: dict[str, list[str]], asked: Asked, now: datetime) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in KEPT}
    held = exporting.held_back(
        Kind(row.kind), is_confidential=row.is_confidential, is_withheld=row.is_withheld, about_unit=row.about_unit
    )
    text = "\n".join([*words.get("grievance", []), *words.get("material", [])])
    result = words["result"][-1] if row.resolved_at is not None and words.get("result") else ""
    personal = exporting.shown(
        Personal(row.firm, row.uscc, row.person, show_phone(row.phone) if row.phone else None, text, result),
        held,
        asked,
    )
    return kept | {
        "channel": name_in(city.channel, row.channel) or row.channel,
        "category": name_in(city.category, row.category) or row.category,
        "region": name_in(city.region, row.region) or row.region,
        "chain": name_in(city.chain, row.chain) or row.chain,
        "unit": name_in(city.unit, row.unit) or row.unit,
        "about_unit": name_in(city.unit, row.about_unit) or row.about_unit,
        "on_time": _on_time(row, now),
        "held": held.value if held is not None and not personal.text else None,
        "firm": personal.firm,
        "uscc": personal.uscc,
        "person": personal.person,
        "phone": personal.phone,
        "text": personal.text,
        "result": personal.result,
    }


def _on_time(row: Any, now: datetime) -> str | None:
    """Against the first promise, as 按期办结率 has it; ``None`` for what that rate leaves out."""
    if not row.is_live or row.has_left:
        return None
    if row.promised_at >= now:
        return "running"
    return "kept" if row.is_kept else "missed"
