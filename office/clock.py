"""What is due by now: the clock's tick runs ordinary verbs, one deadline or alarm a transaction, each once."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from office.asking import approvals, questions, support
from office.callbacks import callback, pursue, remarks, revisit, settling
from office.handling import dispatch, parking
from office.intake import author
from office.masking import mending
from office.meetings import promises, report
from office.numbers import readers, sending
from office.numbers.publishing import Unpublished
from office.people import forget, in_private, leave
from office.supervision import escalate, morning, supervise
from office.talking import sent
from storage.clock import alarms, deadlines
from storage.clock.alarms import Alarm
from storage.clock.deadlines import Deadline
from storage.engine.tally import Tally
from storage.people import people
from storage.tickets import callbacks, tickets
from tickets.agenda import RUNGS, SUPPORT_RUNGS, Due
from tickets.city import City
from tickets.notices import Notice
from tickets.terms import Role

Row = Deadline | Alarm
Strike = Callable[[Connection, City, Deadline, datetime], None]
Ring = Callable[[Connection, City, Alarm, datetime], None]

LOOKS = frozenset(sending.LOOK.values())
"""Alarms that look whether a digest is to be published and sent: only before these there may be something ``to_count``."""

ROOM = 100
"""How many are looked up at once."""


def due(conn: Connection, city: City, *, now: datetime, but: frozenset[Row] = frozenset()) -> list[Row]:
    """The deadlines of tickets and the alarms that have come, oldest first, ``but`` some."""
    room = ROOM + len(but)
    found: list[Row] = [*deadlines.due(conn, now=now, room=room), *alarms.due(conn, now=now, room=room)]
    return sorted((row for row in found if row not in but), key=lambda row: row.at)[:ROOM]


def to_count(conn: Connection, city: City, row: Row, *, now: datetime) -> Tally[Unpublished] | None:
    """What is to be counted before the row is struck: that may take seconds, and no transaction is to wait for it."""
    return sending.to_count(conn, city, row, now=now) if isinstance(row, Alarm) and row.kind in LOOKS else None


def strike(conn: Connection, city: City, row: Row, counted: Unpublished | None, *, now: datetime) -> bool:
    """Do what falls due, with what was counted for it; ``False`` when another process or an earlier tick has done it."""
    if isinstance(row, Alarm):
        if not alarms.finish(conn, row.id, now=now):
            return False
        if row.kind in LOOKS:
            sending.look(conn, city, row, counted, now=now)
        else:
            RINGS[row.kind](conn, city, row, now)
    else:
        tickets.get_to_change(conn, row.ticket)  # before the deadline, as people's moves do: else the two lock up
        if not deadlines.finish(conn, row.id, now=now):
            return False
        STRIKES[row.kind](conn, city, row, now)
    return True


def tell_failed(conn: Connection, city: City, row: Row, again_at: datetime, *, now: datetime) -> None:
    """Tell the office what could not be done for a bug, and when it is tried again: a ticket's step, a digest, something else."""
    number, period = None, None
    if isinstance(row, Deadline):
        number = tickets.get(conn, row.ticket).number
    elif row.kind in LOOKS:
        period = sending.period_of(city, row).facts
    facts = {"number": number, "period": period, "again_at": again_at.isoformat()}
    notice = Notice("deadline_failed", facts=facts, card="deadline_failed", fresh=True)
    for person in people.holders(conn, Role.OFFICE):
        in_private.to_person(conn, city, person, notice, now=now)


def _liaison_first(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    dispatch.offer_to_unit(conn, city, deadline.ticket, now=now)


def _callback(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    callback.send(conn, city, deadline.ticket, now=now)


def _ask_another(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    asked = callbacks.of_round(conn, deadline.ticket, deadline.round)
    if asked is not None:
        callback.ask_another(conn, city, asked.id, now=now)


def _settle(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    settling.settle_if_due(conn, city, deadline.ticket, now=now)


STRIKES: dict[str, Strike] = {
    **dict.fromkeys(RUNGS, supervise.climb),
    Due.TOTAL: supervise.escalate_overlong,
    Due.CLAIM: supervise.assign_unclaimed,
    Due.LIAISON_FIRST: _liaison_first,
    Due.CALLBACK: _callback,
    Due.ASK_ANOTHER: _ask_another,
    Due.CALLBACK_REMINDER: pursue.remind,
    Due.PHONE: pursue.leave_to_the_phone,
    Due.UNREACHED: pursue.end_unreached,
    Due.SETTLE: _settle,
    Due.INSTRUCT: escalate.remind,
    Due.REVIEW: parking.review,
    Due.SUMMARY: remarks.summarise,
    Due.REVISIT: revisit.send,
    Due.TAKE_BACK: sent.keep,
    Due.MENDED: mending.report,
    Due.QUESTION: questions.run_out,
    Due.QUESTION_SOON: questions.remind,
    Due.APPROVAL: approvals.waits_long,
    Due.APPROVAL_LATE: approvals.waits_long,
    Due.AUTHOR: author.list_unopened,
    Due.AUTHOR_GONE: author.give_up,
    **dict.fromkeys(SUPPORT_RUNGS, support.climb),
    **dict.fromkeys((Due.PROMISE_SOON, Due.PROMISE), promises.remind),
    Due.MEETING_ENDED: report.ended,
}
"""What each kind of deadline does."""

RINGS: dict[str, Ring] = {
    leave.BEGINS: leave.begin,
    leave.ENDS: leave.end,
    leave.OVER: leave.welcome,
    leave.UNTENDED: leave.tell_untended,
    morning.MORNING: morning.begin,
    morning.OF_ONE: morning.tell_one,
    forget.WISH: forget.look_again,
    forget.FAREWELL: forget.forget_farewell,
    readers.UNREAD: readers.remind,
    report.REPORT: report.ring,
}
"""What each kind of alarm does, but those of ``LOOKS``."""
