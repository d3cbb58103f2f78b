"""Digests go out: published at their time, or as soon as somebody is there after it, and put on their way to everybody.

An alarm looks at a period of a kind. Of each part of the city there is one digest; where it was put on its way to is written
down with it, so a second look, or a second process, sends nothing twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from office import tell
from office.numbers import chats, mirrored, publishing, readers
from office.numbers.publishing import Unpublished
from storage.clock import alarms
from storage.clock.alarms import Alarm
from storage.engine.tally import Tally
from storage.numbers import digests
from storage.numbers.digests import Published
from storage.people import people
from storage.post import parcels
from tickets.city import City
from tickets.people import Person
from tickets.periods import Period, PeriodKind
from tickets.scopes import WHOLE_CITY, Scope
from tickets.sending import Sending, is_heard, next_period
from tickets.terms import Role

LOOK = {kind: f"digest_{kind}" for kind in PeriodKind}
"""The alarm that looks at a period, by its kind; it is about the period's first day, as 20261116."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat or a mirror's name, and when it is to have the digest; ``person`` for a leader's own chat."""

    at: datetime
    chat: int = 0
    mirror: str = ""
    person: Person | None = None

    @property
    def name(self) -> str:
        """What is written down of it."""
        return f"mirror:{self.mirror}" if self.mirror else str(self.chat)


def plan(conn: Connection, city: City, *, now: datetime) -> None:
    """Have the coming period of each kind looked at in its time. One whose time passed while nobody was there stays due."""
    for kind in PeriodKind:
        sendings = _of(city, kind)
        if not sendings:
            alarms.drop_all(conn, LOOK[kind])
            continue
        alarms.drop_later(conn, LOOK[kind], now=now)
        if not alarms.is_planned(conn, LOOK[kind]):
            _plan(conn, city, next_period(kind, sendings, now, city.calendar), now=now)


def to_count(conn: Connection, city: City, alarm: Alarm, *, now: datetime) -> Tally[Unpublished] | None:
    """The digest that is to be counted before the next ``look``; ``None`` when that one finds published what it sends."""
    period = period_of(city, alarm)
    scope, made = next(iter(_waiting(conn, city, period, _due(city, period, now)).items()), (None, None))
    if scope is None or made is not None:
        return None
    return publishing.tally(city, period=period, scope=scope, now=now)


def look(conn: Connection, city: City, alarm: Alarm, counted: Unpublished | None, *, now: datetime) -> None:
    """Publish what was counted, and send one digest of those whose time has come; the others, and later what is still to come,
    are looked at again.
    """
    period = period_of(city, alarm)
    due = _due(city, period, now)
    made = publishing.publish(conn, counted) if counted is not None else None
    waiting = _waiting(conn, city, period, due)
    ready = made or next(filter(None, waiting.values()), None)
    if ready is not None:
        _send(conn, city, ready, due, now=now)
    if made is not None and made.scope == str(WHOLE_CITY):
        readers.begin(conn, city, made, now=now)
    if any(ready is None or str(scope) != ready.scope for scope in waiting):
        alarms.plan(conn, alarm.kind, alarm.about, alarm.at)
        return
    is_done = len(due) == len(_of(city, period.kind))
    _plan(conn, city, period.after() if is_done else period, now=now)


def period_of(city: City, alarm: Alarm) -> Period:
    """What such an alarm looks at."""
    kind = next(each for each in PeriodKind if LOOK[each] == alarm.kind)
    return Period.of(kind, date.fromisoformat(str(alarm.about)), city.calendar.zone)


def _waiting(conn: Connection, city: City, period: Period, due: Iterable[Sending]) -> dict[Scope, Published | None]:
    """The parts of those that are due whose digest is not published, or not on its way to everybody who is to have it."""
    made = {each.scope: publishing.published(conn, period, each.scope) for each in due}
    return {scope: one for scope, one in made.items() if one is None or _unsent(conn, city, one, due)}


def _unsent(conn: Connection, city: City, made: Published, due: Iterable[Sending]) -> list[Recipient]:
    """Who is to have the digest by now and was not sent it."""
    sent = digests.sent_to(conn, made.id)
    period = Period(made.period, made.first, city.calendar.zone)
    found: dict[str, Recipient] = {}
    for each in due:
        if str(each.scope) == made.scope:
            for one in _recipients(conn, each, each.moment(period, city.calendar)):
                found.setdefault(one.name, one)
    return [one for name, one in found.items() if name not in sent]


def _recipients(conn: Connection, sending: Sending, at: datetime) -> Iterable[Recipient]:
    yield from (Recipient(at, chat=chat) for chat in sending.to)
    yield from (Recipient(at, mirror=name) for name in sending.mirrors)
    if sending.scope == WHOLE_CITY:
        for leader in people.holders(conn, Role.LEADER):
            if leader.telegram_id is not None and leader.is_reachable:
                yield Recipient(at, chat=leader.telegram_id, person=leader)


def _send(conn: Connection, city: City, made: Published, due: Iterable[Sending], *, now: datetime) -> None:
    for each in _unsent(conn, city, made, due):
        if not digests.send(conn, made.id, each.name):
            continue
        if each.mirror:
            parcels.post(conn, each.name, mirrored.KIND, mirrored.totals(publishing.facts_of(made)), now=now)
        else:
            _to_chat(conn, city, made, each, now=now)


def _to_chat(conn: Connection, city: City, made: Published, to: Recipient, *, now: datetime) -> None:
    """In quiet hours of one's own it waits for the end of them."""
    quiet = to.person.quiet if to.person is not None else None
    held = quiet.until(now, city.calendar) if quiet is not None else None
    is_quiet = not is_heard(to.at, held or now, city.calendar)
    notice = replace(readers.message(made.id), quiet=is_quiet, due_at=held)
    person = to.person.id if to.person is not None else None
    tell.say(conn, chats.now_at(conn, to.chat), notice, now=now, person=person)


def _plan(conn: Connection, city: City, period: Period, *, now: datetime) -> None:
    """Set the alarm for the period's first moment that has not come, or for its earliest."""
    moments = [each.moment(period, city.calendar) for each in _of(city, period.kind)]
    at = min((moment for moment in moments if moment > now), default=min(moments))
    alarms.plan(conn, LOOK[period.kind], int(f"{period.first:%Y%m%d}"), at)


def _due(city: City, period: Period, now: datetime) -> list[Sending]:
    return [each for each in _of(city, period.kind) if each.moment(period, city.calendar) <= now]


def _of(city: City, kind: PeriodKind) -> tuple[Sending, ...]:
    return tuple(each for each in city.sendings if each.period is kind)
