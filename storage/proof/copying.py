"""A copy of the city beside the database, as the history alone makes it, up to an event: what counts in both counts alike.

In memory, and gone afterwards. What is in no event (visits, questions to the library, groups) is copied as it is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, StaticPool, Table, bindparam, create_engine, delete, insert, select, true, update

from storage.engine.reading import UNREADABLE
from storage.proof import chain
from storage.schema import (
    callbacks,
    enquiries,
    enterprises,
    events,
    groups,
    metadata,
    reports,
    stays,
    tickets,
    visit_problems,
    visits,
)
from tickets.calendar import Calendar
from tickets.replay import Life, begun
from tickets.ticket import STRETCH

_BESIDE: tuple[tuple[Table, Any], ...] = (
    (visits, visits.c.created_at <= bindparam("known_by")),
    (visit_problems, true()),
    (enterprises, true()),
    (enquiries, enquiries.c.at <= bindparam("known_by")),
    (groups, groups.c.since <= bindparam("known_by")),
)
"""What is counted and is in no event, and how much of it there was at a moment."""


_DRAFTS = select(tickets.c.id.label("of"), tickets.c.draft.label("was")).join(
    enquiries, enquiries.c.draft == tickets.c.draft
)
_DRAFT = update(tickets).where(tickets.c.id == bindparam("of")).values(draft=bindparam("was"))


class Copy:
    """The city that the events make, event by event; ``conn`` is to be read only.

    Events whose facts are of no ticket that there can be are ``unread``, and change nothing.
    """

    def __init__(self, source: Connection, conn: Connection, calendar: Calendar) -> None:
        self._source, self.conn, self._calendar = source, conn, calendar
        self.lives: dict[int, Life] = {}
        self.unread: list[int] = []
        self.count = 0
        self._events = chain.whole(source)
        self._ahead: dict[str, Any] | None = next(self._events, None)

    def up_to(self, head: int | None, known_by: datetime | None = None) -> None:
        """Go on to that event, the end by default; and have the rest as it was at ``known_by``. There is no way back."""
        taken: list[dict[str, Any]] = []
        while self._ahead is not None and (head is None or self._ahead["id"] <= head):
            row = self._ahead
            self.count += 1
            try:
                if (life := self.lives.get(row["ticket"])) is None:
                    self.lives[row["ticket"]] = begun(row)
                else:
                    life.go_on(row)
                taken.append(row)
            except UNREADABLE:
                self.unread.append(row["id"])
            self._ahead = next(self._events, None)
            if len(taken) == chain.PAGE:
                self._write(taken)
        self._write(taken)
        if known_by is not None:
            self._beside(known_by)

    def _write(self, taken: list[dict[str, Any]]) -> None:
        if not taken:
            return
        changed = sorted({row["ticket"] for row in taken})
        self.conn.execute(insert(events), taken)
        taken.clear()
        for table in (stays, callbacks, reports):
            self.conn.execute(
                delete(table).where(table.c.ticket == bindparam("of")), [{"of": each} for each in changed]
            )
        self.conn.execute(delete(tickets).where(tickets.c.id == bindparam("of")), [{"of": each} for each in changed])
        rows = [(which, self.lives[which]) for which in changed]
        self._put(tickets, [asdict(life.ticket) | standing(life, self._calendar) for _, life in rows])
        self._put(stays, [row | {"ticket": which} for which, life in rows for row in stretches(life)])
        self._put(callbacks, [row | {"ticket": which} for which, life in rows for row in life.callbacks.values()])
        self._put(reports, [row | {"ticket": which} for which, life in rows if (row := life.reported) is not None])

    def _put(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.conn.execute(insert(table), rows)

    def _beside(self, known_by: datetime) -> None:
        for table, was_there in _BESIDE:
            self.conn.execute(delete(table))
            rows = self._source.execute(select(table).where(was_there), {"known_by": known_by}).mappings()
            self._put(table, [dict(row) for row in rows])
        for draft in self._source.execute(_DRAFTS).mappings():
            self.conn.execute(_DRAFT, dict(draft))


@contextmanager
def copy_of(source: Connection, calendar: Calendar) -> Iterator[Copy]:
    """A copy of nothing yet."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.connect() as conn:
            metadata.create_all(conn)
            yield Copy(source, conn, calendar)
    finally:
        engine.dispose()


def standing(life: Life, calendar: Calendar) -> dict[str, Any]:
    """What a ticket's row says of it beside its fields: since when it stands as it does, and the year it counts in."""
    return {"since": life.stretches[-1][0], "year": calendar.day(life.ticket.accepted_at).year}


def stretches(life: Life) -> list[dict[str, Any]]:
    """The rows of a life's stretches, each up to the next."""
    ends = [since for since, _ in life.stretches[1:]]
    return [
        {name: getattr(ticket, name) for name in STRETCH} | {"since": since, "until": until}
        for (since, ticket), until in zip(life.stretches, [*ends, None], strict=True)
    ]
