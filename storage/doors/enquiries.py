"""Questions put to the policy library (政策咨询): what was found for each, whether it helped, and how many came to what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.schema import enquiries, tickets

DRAFT = "ask-"
"""How the form of a question is called that was no form before."""

_ADD = insert(enquiries).returning(enquiries.c.id)
_GET = select(
    enquiries.c.id,
    enquiries.c.person,
    enquiries.c.question,
    enquiries.c.found,
    enquiries.c.draft,
    enquiries.c.helped_at,
).where(enquiries.c.id == bindparam("which"))
_NAME = update(enquiries).where(enquiries.c.id == bindparam("which"))
_HELPED = update(enquiries).where(enquiries.c.id == bindparam("which"), enquiries.c.helped_at.is_(None))
_FORGET = update(enquiries).where(enquiries.c.person == bindparam("whose")).values(question=None)
_COUNT = (
    select(
        func.count(),
        func.count().filter(enquiries.c.is_answered),
        func.count(enquiries.c.helped_at),
        func.count(tickets.c.id.distinct()),
    )
    .select_from(enquiries.outerjoin(tickets, tickets.c.draft == enquiries.c.draft))
    .where(enquiries.c.at >= bindparam("start"), enquiries.c.at < bindparam("end"))
)


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question as it is kept; ``found`` are entries' ids, best first. ``question`` is nothing once erased by law."""

    id: int
    person: int | None
    question: str | None
    found: list[int]
    draft: str
    helped_at: datetime | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many questions of a time were asked, found an entry, were said to be helped by it, and became tickets."""

    asked: int = 0
    answered: int = 0
    helped: int = 0
    filed: int = 0


def add(
    conn: Connection,
    question: str,
    found: list[int],
    *,
    person: int | None,
    channel: str,
    draft: str | None,
    now: datetime,
) -> int:
    """Keep a question, and give its id; without a ``draft`` that has it for its words it gets the name of one."""
    values = {"person": person, "channel": channel, "at": now, "question": question, "found": found}
    which = int(conn.execute(_ADD, values | {"is_answered": bool(found), "draft": draft or ""}).scalar_one())
    if draft is None:
        conn.execute(_NAME, {"which": which, "draft": f"{DRAFT}{which}"})
    return which


def get(conn: Connection, which: int) -> Enquiry | None:
    """The question by id."""
    row = conn.execute(_GET, {"which": which}).first()
    return Enquiry(*row) if row else None


def helped(conn: Connection, which: int, *, now: datetime) -> None:
    """An entry was said to have helped; the first time counts."""
    conn.execute(_HELPED, {"which": which, "helped_at": now})


def forget(conn: Connection, person: int) -> None:
    """Erase what somebody asked; that it was asked still counts."""
    conn.execute(_FORGET, {"whose": person})


def count(conn: Connection, start: datetime, end: datetime) -> Count:
    """Those of a time, the end left out; what became a ticket since counts too."""
    return Count(*conn.execute(_COUNT, {"start": start, "end": end}).one())
