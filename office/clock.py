"""What is due by now: the clock's tick runs ordinary verbs, one deadline a transaction, each once."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from office import answers, callback, dispatch, sent, supervise
from storage import deadlines
from storage.deadlines import Deadline
from tickets.agenda import RUNGS, Due
from tickets.city import City

Strike = Callable[[Connection, City, Deadline, datetime], None]


def due(conn: Connection, city: City, *, now: datetime) -> list[Deadline]:
    """The deadlines that have come, oldest first."""
    return deadlines.due(conn, now=now)


def strike(conn: Connection, city: City, deadline: Deadline, *, now: datetime) -> bool:
    """Do what falls due; ``False`` when another process or an earlier tick has done it."""
    if not deadlines.finish(conn, deadline.id, now=now):
        return False
    STRIKES[deadline.kind](conn, city, deadline, now)
    return True


def _liaison_first(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    dispatch.offer_to_unit(conn, city, deadline.ticket, now=now)


def _callback(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    callback.send(conn, city, deadline.ticket, now=now)


def _settle(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    answers.settle_if_due(conn, city, deadline.ticket, now=now)


STRIKES: dict[str, Strike] = {
    **dict.fromkeys(RUNGS, supervise.climb),
    Due.TOTAL: supervise.escalate_overlong,
    Due.CLAIM: supervise.assign_unclaimed,
    Due.LIAISON_FIRST: _liaison_first,
    Due.CALLBACK: _callback,
    Due.SETTLE: _settle,
    Due.TAKE_BACK: sent.keep,
}
"""What each kind of deadline does."""
