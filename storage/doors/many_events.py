"""Many events at once, for ledgers that are brought in: the same records and the same chain as ``events.append``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from storage.schema import chain, events, texts
from storage.tickets.events import Text, hash_of, lock_head, record_of, text_row
from tickets.people import Person
from tickets.terms import State
from tickets.ticket import Ticket

_APPEND = insert(events).returning(events.c.id, sort_by_parameter_order=True)
_WRITE = insert(texts)
_MOVE_HEAD = update(chain).where(chain.c.id == 1).values(head=bindparam("end"))


@dataclass(frozen=True, slots=True)
class Happened:
    """One event, as ``events.append`` takes it."""

    ticket: Ticket
    name: str
    from_state: State | None
    facts: Mapping[str, Any]
    text: Text | None = None
    on_behalf_of: int | None = None


def append(conn: Connection, happened: Sequence[Happened], *, by: Person, now: datetime) -> None:
    """Append events in that order, in a few statements however many they are."""
    head, rows, salts = lock_head(conn), [], []
    for each in happened:
        told = (each.from_state, each.facts, each.text, each.on_behalf_of)
        record, salt = record_of(each.ticket, each.name, by, now, *told)
        record["previous"] = head
        head = record["hash"] = hash_of(record)
        rows.append(record)
        salts.append(salt)
    ids = list(conn.execute(_APPEND, rows).scalars())
    conn.execute(_MOVE_HEAD, {"end": head})
    written = zip(happened, rows, ids, salts, strict=True)
    words = [text_row(each.text, record, event, salt) for each, record, event, salt in written if each.text]
    if words:
        conn.execute(_WRITE, words)
