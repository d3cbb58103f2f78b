"""Published digests, as they were made: nothing here changes one. Where each was sent, and who has read it, stands beside.

Numbers run without gaps: they are given out under a lock that lasts until the transaction ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, select

from storage.engine import reading
from storage.engine.upsert import insert
from storage.schema import EPOCH, counters, digest_reads, digest_sendings, digests, events, people
from storage.tickets.events import head_of_chain
from tickets.periods import PeriodKind

_SERIAL = "digests"
_COUNT = insert(counters).values(name=_SERIAL, value=bindparam("by"))
_LOCK = _COUNT.on_conflict_do_update(
    index_elements=[counters.c.name], set_={"value": counters.c.value + _COUNT.excluded.value}
).returning(counters.c.value)
_LAST_EVENT = select(func.coalesce(func.max(events.c.id), 0))
_SELECT = select(digests)
_ONE = _SELECT.where(digests.c.id == bindparam("which"))
_NUMBERED = _SELECT.where(digests.c.number == bindparam("number"))
_OF = _SELECT.where(
    digests.c.period == bindparam("kind"), digests.c.first == bindparam("first"), digests.c.scope == bindparam("scope")
)
_ALL = _SELECT.order_by(digests.c.number)
_OF_SCOPE = _SELECT.where(digests.c.period == bindparam("kind"), digests.c.scope == bindparam("scope")).order_by(
    digests.c.first
)
_OF_LATE = and_(digests.c.made_at >= bindparam("since"), digests.c.scope == bindparam("scope"))
_SINCE = _SELECT.where(_OF_LATE).order_by(digests.c.number.desc())
_SENT_THERE = (
    select(digests.c.id)
    .join(digest_sendings, digest_sendings.c.digest == digests.c.id)
    .where(digest_sendings.c.to == bindparam("whom"))
)
_LAST_SENT_THERE = _SENT_THERE.with_only_columns(func.max(digests.c.made_at))
_ROUND_SENT_THERE = _SENT_THERE.where(digests.c.made_at > bindparam("after")).order_by(digests.c.number)
_NUMBERS = select(digests.c.number)
_GIVEN = select(counters.c.value).where(counters.c.name == _SERIAL)
_KEEP = insert(digests).returning(digests)
_SEND = insert(digest_sendings).on_conflict_do_nothing()
_SENT_TO = select(digest_sendings.c.to).where(digest_sendings.c.digest == bindparam("which"))
_READ = insert(digest_reads).on_conflict_do_nothing()
_READERS = (
    select(digest_reads.c.person, people.c.name, digest_reads.c.at)
    .join(people, people.c.id == digest_reads.c.person)
    .where(digest_reads.c.digest == bindparam("which"))
    .order_by(digest_reads.c.at, digest_reads.c.person)
)
_IDS_SINCE = select(digests.c.id).where(_OF_LATE)

_MORNING = timedelta(hours=12)
"""Within so long the digests of a morning are made, however many parts of the city have one."""


@dataclass(frozen=True, slots=True)
class Published:
    """A digest under its ``number``; ``scope`` is the text form. ``head_event`` is the last event it counts, 0 for none."""

    id: int
    number: int
    period: PeriodKind
    first: date
    scope: str
    cutoff: datetime
    made_at: datetime
    head_event: int
    head_hash: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who has read a digest, and when."""

    person: int
    name: str
    at: datetime


def get(conn: Connection, which: int) -> Published | None:
    """The digest with that id."""
    return _published(conn.execute(_ONE, {"which": which}).first())


def numbered(conn: Connection, number: int) -> Published | None:
    """第 N 号."""
    return _published(conn.execute(_NUMBERED, {"number": number}).first())


def of(conn: Connection, kind: PeriodKind, first: date, scope: str) -> Published | None:
    """The digest of the period that begins on that day."""
    return _published(conn.execute(_OF, {"kind": kind.value, "first": first, "scope": scope}).first())


def of_scope(conn: Connection, kind: PeriodKind, scope: str) -> list[Published]:
    """All of that kind and scope, the oldest period first."""
    return [_of_row(row) for row in conn.execute(_OF_SCOPE, {"kind": kind.value, "scope": scope})]


def every(conn: Connection) -> list[Published]:
    """All of them, by number; of one in which somebody wrote what can't be read, no more than its number, if that."""
    return [_of(row if _is_whole(row) else _nothing(row)) for row in reading.rows(conn, _ALL)]


def made_since(conn: Connection, scope: str, since: datetime) -> list[Published]:
    """Those of the scope made since then, the newest first."""
    return [_of_row(row) for row in conn.execute(_SINCE, {"scope": scope, "since": since})]


def newest_sent(conn: Connection, to: str) -> list[int]:
    """The ids of the newest that was put on its way there, and of all others of the same morning, in their order."""
    last = conn.execute(_LAST_SENT_THERE, {"whom": to}).scalar()
    return list(conn.execute(_ROUND_SENT_THERE, {"whom": to, "after": last - _MORNING}).scalars()) if last else []


def missing(conn: Connection) -> list[int]:
    """The numbers that were given out and whose digest is gone."""
    given = conn.execute(_GIVEN).scalar() or 0
    return sorted(set(range(1, given + 1)) - set(conn.execute(_NUMBERS).scalars()))


def lock(conn: Connection) -> None:
    """Whoever publishes too waits until this transaction ends."""
    conn.execute(_LOCK, {"by": 0})


def head(conn: Connection) -> tuple[int, str]:
    """The last event and its hash."""
    return int(conn.execute(_LAST_EVENT).scalar_one()), head_of_chain(conn)


def keep(
    conn: Connection,
    kind: PeriodKind,
    first: date,
    scope: str,
    facts: Mapping[str, Any],
    *,
    cutoff: datetime,
    head: tuple[int, str],
    now: datetime,
) -> Published:
    """Publish it under the next number. ``lock`` first, and look that there is none yet."""
    row = {
        "number": conn.execute(_LOCK, {"by": 1}).scalar_one(),
        "period": kind.value,
        "first": first,
        "scope": scope,
        "cutoff": cutoff,
        "made_at": now,
        "head_event": head[0],
        "head_hash": head[1],
        "facts": dict(facts),
    }
    return _of_row(conn.execute(_KEEP, row).one())


def send(conn: Connection, digest: int, to: str) -> bool:
    """Write down that it goes there; ``False`` when it was put on its way there before."""
    return conn.execute(_SEND, {"digest": digest, "to": to}).rowcount == 1


def sent_to(conn: Connection, digest: int) -> set[str]:
    """Where it was put on its way to."""
    return set(conn.execute(_SENT_TO, {"which": digest}).scalars())


def ids_since(conn: Connection, scope: str, since: datetime) -> list[int]:
    """The ids of a scope's made since then; the digests themselves are large."""
    return list(conn.execute(_IDS_SINCE, {"scope": scope, "since": since}).scalars())


def read(conn: Connection, digest: int, person: int, *, now: datetime) -> bool:
    """Somebody has read it; ``False`` when they had said so before."""
    return conn.execute(_READ, {"digest": digest, "person": person, "at": now}).rowcount == 1


def readers(conn: Connection, digest: int) -> list[Reader]:
    """Who has read it, the first first."""
    return [Reader(*row) for row in conn.execute(_READERS, {"which": digest})]


def _is_whole(row: Mapping[str, Any]) -> bool:
    has_numbers = isinstance(row["number"], int) and isinstance(row["head_event"], int)
    is_of_a_kind = row["period"] in frozenset(PeriodKind) and isinstance(row["facts"], dict)
    return has_numbers and is_of_a_kind and None not in row.values()


def _nothing(row: dict[str, Any]) -> dict[str, Any]:
    number = row["number"] if isinstance(row["number"], int) else 0
    nothing = {"period": PeriodKind.WEEK.value, "first": date.min, "cutoff": EPOCH, "made_at": EPOCH}
    return row | nothing | {"number": number, "head_event": 0, "facts": {}}


def _published(row: Row[Any] | None) -> Published | None:
    return _of_row(row) if row is not None else None


def _of_row(row: Row[Any]) -> Published:
    return _of(dict(row._mapping))


def _of(values: dict[str, Any]) -> Published:
    return Published(**(values | {"period": PeriodKind(values["period"])}))
