"""What is wrong with the chain of events: which were altered, slipped in or taken out, as far as the chain tells it.

Each event holds the hash of the one before; the end of the chain is kept beside it. Who hashes everything anew up to that end
leaves no trace here: published digests hold what the chain was like when they were made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.engine import reading
from storage.schema import EPOCH, chain, events, tickets
from storage.tickets.events import GENESIS, hash_of
from tickets.replay import moves_between

PAGE = 5000
_PAGE = select(events).where(events.c.id > bindparam("after")).order_by(events.c.id).limit(PAGE)
_END = select(chain.c.head).where(chain.c.id == 1)
_HASH = select(events.c.hash).where(events.c.id == bindparam("which"))
_WITH_HASH = select(events.c.id).where(events.c.hash == bindparam("hash"))
_BETWEEN = (
    select(events.c.id, events.c.name, events.c.at, events.c.ticket, tickets.c.number)
    .outerjoin(tickets, tickets.c.id == events.c.ticket)
    .where(events.c.id > bindparam("after"), events.c.id <= bindparam("until"))
    .order_by(events.c.id)
)
_STANDING = select(tickets.c.id, tickets.c.number, tickets.c.version, tickets.c.state)
_NOTHING: dict[str, Any] = {"ticket": 0, "at": EPOCH, "name": "", "to_state": "", "round": 0, "version": 0}
_NOTHING |= {"facts": {"unread": True}}
_FROM_ELSEWHERE = frozenset({"callback_answered", "remarked"})
"""Events that tell of an earlier round, whatever the ticket has come to since."""
_STAND_ALONE = frozenset({"reported"})
"""Events that follow from nothing: what a ledger reports came in with its end, and both are told as of the same version."""


class Sort(StrEnum):
    """What was done to the history."""

    ALTERED = "altered"
    INSERTED = "inserted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Fault:
    """One event that was altered or inserted, or the events ``first`` to ``last`` that are missing there.

    Of a missing one, ``name`` is what it can have been, and ``number`` whose, where the events around it tell; ``last`` is
    ``None`` at the end of the history, where nobody knows how many followed.
    """

    sort: Sort
    first: int
    last: int | None
    name: str | None = None
    number: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Gap:
    """What a ticket's own events leave out: somewhere after one event and before another."""

    after: int
    before: int | None
    ticket: int
    names: tuple[str, ...]


@dataclass(slots=True)
class _Link:
    id: int = 0
    hash: str = GENESIS
    computed: str = GENESIS


def whole(conn: Connection, after: int = 0) -> Iterator[dict[str, Any]]:
    """All events after that one, in the order of the chain."""
    while page := reading.rows(conn, _PAGE, {"after": after}):
        yield from map(_sound, page)
        after = page[-1]["id"]


def _sound(row: dict[str, Any]) -> dict[str, Any]:
    """With nothing in the place of what an event cannot say: its hash tells that it did not."""
    blank = {name: nothing for name, nothing in _NOTHING.items() if not isinstance(row[name], type(nothing))}
    return row | blank if blank else row


def faults(conn: Connection) -> list[Fault]:
    """Every one that can be told, in the order of the chain; none when the whole chain holds."""
    found: list[tuple[int, Sort, int, int | None]] = []  # noticed at which event; what; from which event to which
    lives: dict[int, tuple[int, int, str | None]] = {}
    gaps: list[_Gap] = []
    last = _Link()
    for row in whole(conn):
        computed = hash_of(row)
        is_as_written = computed == row["hash"]
        if not is_as_written:
            found.append((row["id"], Sort.ALTERED, row["id"], row["id"]))
        if row["previous"] not in {last.hash, last.computed}:
            _unlinked(conn, found, last, row["id"], row["previous"], is_as_written=is_as_written)
        _follow(lives, gaps, row)
        last = _Link(row["id"], row["hash"], computed)
    end = conn.execute(_END).scalar() or GENESIS
    standing = (
        {row.id: row for row in conn.execute(_STANDING)} if found or end not in {last.hash, last.computed} else {}
    )
    gaps += [
        _Gap(id, None, which, moves_between(state, standing[which].state))
        for which, (id, version, state) in lives.items()
        if which in standing and standing[which].version > version
    ]
    if end not in {last.hash, last.computed}:
        _cut_off(conn, found, last, end, gaps)
    in_order = sorted(found, key=lambda each: each[2])
    return [
        fault for _, sort, first, last_one in in_order for fault in _told(conn, sort, first, last_one, gaps, standing)
    ]


def told(conn: Connection, altered: list[int]) -> list[Fault]:
    """These events as altered ones."""
    return [fault for each in altered for fault in _told(conn, Sort.ALTERED, each, each, [], {})]


def hash_at(conn: Connection, event: int) -> str | None:
    """The hash that the event has now, of the chain's beginning for 0; ``None`` when there is no such event."""
    return GENESIS if event == 0 else conn.execute(_HASH, {"which": event}).scalar()


def _unlinked(
    conn: Connection,
    found: list[tuple[int, Sort, int, int | None]],
    last: _Link,
    id: int,
    previous: str,
    *,
    is_as_written: bool,
) -> None:
    """The event does not follow the last one: something was slipped in between, taken out, or hashed anew."""
    if (anchor := _with_hash(conn, previous)) is not None and anchor < last.id:
        found[:] = [each for each in found if not anchor < each[0] <= last.id]
        found.append((id, Sort.INSERTED, anchor + 1, last.id))
    elif not is_as_written:
        return
    elif id > last.id + 1:
        found.append((id, Sort.MISSING, last.id + 1, id - 1))
    elif not any(which == last.id for _, _, which, _ in found):
        found.append((id, Sort.ALTERED, last.id, last.id))


def _cut_off(
    conn: Connection, found: list[tuple[int, Sort, int, int | None]], last: _Link, end: str, gaps: list[_Gap]
) -> None:
    """The last event is not the end of the chain: more was slipped in after it, or followed; or it was hashed anew."""
    if (anchor := _with_hash(conn, end)) is not None:
        found[:] = [each for each in found if not anchor < each[0] <= last.id]
        found.append((last.id + 1, Sort.INSERTED, anchor + 1, last.id))
    elif any(gap.before is None for gap in gaps) or last.id == 0:
        found.append((last.id + 1, Sort.MISSING, last.id + 1, None))
    elif not any(which == last.id for _, _, which, _ in found):
        found.append((last.id + 1, Sort.ALTERED, last.id, last.id))


def _with_hash(conn: Connection, hash: str) -> int | None:
    return 0 if hash == GENESIS else conn.execute(_WITH_HASH, {"hash": hash}).scalar()


def _follow(lives: dict[int, tuple[int, int, str | None]], gaps: list[_Gap], row: dict[str, Any]) -> None:
    """Whether the ticket's events go on from one another: each from the state and the version of the one before."""
    id, version, state = lives.get(row["ticket"], (0, -1, None))
    is_next = row["version"] <= version + 1 and (row["from_state"] == state or row["name"] in _FROM_ELSEWHERE)
    if not is_next and row["name"] not in _STAND_ALONE:
        gaps.append(_Gap(id, row["id"], row["ticket"], moves_between(state, row["from_state"])))
    lives[row["ticket"]] = (row["id"], max(version, row["version"]), row["to_state"])


def _told(
    conn: Connection, sort: Sort, first: int, last: int | None, gaps: list[_Gap], standing: dict[int, Any]
) -> Iterator[Fault]:
    if sort is not Sort.MISSING:
        for row in reading.rows(conn, _BETWEEN, {"after": first - 1, "until": last}):
            yield Fault(sort, row["id"], row["id"], row["name"], row["number"], row["at"])
        return
    here = [
        gap
        for gap in gaps
        if gap.after < first and (gap.before is None if last is None else (gap.before or first) > last)
    ]
    if not here:
        yield Fault(sort, first, last)
    for gap in here:
        number = standing[gap.ticket].number if gap.ticket in standing else None
        yield Fault(sort, first, last, " / ".join(gap.names) or None, number)
