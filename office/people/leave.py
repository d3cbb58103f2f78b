"""Leave of an officer (请假与代办): asked for, ended early, and what the clock does when one begins and ends.

While it holds, its officer gets nothing new. Somebody of the unit stands in for them, or their tickets wait, or go back.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from office import tell
from office.handling import dispatch, handover
from office.people import at_work, in_private
from office.supervision import untended
from storage.clock import alarms
from storage.clock.alarms import Alarm
from storage.listing import lists
from storage.people import leaves, people
from tickets import leave as rules
from tickets.city import City
from tickets.leave import Leave
from tickets.lifecycle import WORKED
from tickets.notices import Notice
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket

BEGINS, ENDS, OVER, UNTENDED = "leave_begins", "leave_ends", "leave_over", "leave_untended"
"""The alarms of a leave, by its id: from when and until when it holds; what is said of it when business opens."""


def today(conn: Connection, city: City, *, now: datetime) -> date:
    """The day that it is in the city."""
    return city.calendar.day(now)


def standing(conn: Connection, city: City, *, by: Person) -> dict[str, Any] | None:
    """The person's own leave that is planned or in force, and how many tickets they have in hand."""
    leave = leaves.of(conn, by.id)
    return _facts(conn, leave) | {"count": len(lists.in_hand(conn, by.id))} if leave is not None else None


def choices(conn: Connection, city: City, first: date, last: date, *, by: Person, now: datetime) -> dict[str, Any]:
    """What goes with the question for a substitute: from when until when, who may, how many tickets are in hand."""
    found = colleagues(conn, city, first, last, by=by, now=now)
    begins_at, ends_at = rules.span(first, last, city.calendar, now=now)
    return {
        "begins_at": begins_at.isoformat(),
        "ends_at": ends_at.isoformat(),
        "colleagues": [[each.id, each.name] for each in found],
        "count": len(lists.in_hand(conn, by.id)),
    }


def colleagues(conn: Connection, city: City, first: date, last: date, *, by: Person, now: datetime) -> list[Person]:
    """Who may stand in from the first day to the last. Raises what ``rules.span`` does, and ``leave_stands``."""
    if not by.units():
        raise Refusal("not_for_you")
    begins_at, ends_at = rules.span(first, last, city.calendar, now=now)
    if leaves.of(conn, by.id) is not None:
        raise Refusal("leave_stands")
    busy = frozenset(each.person for each in leaves.within(conn, sorted(by.units()), begins_at, ends_at))
    found = {each.id: each for unit in sorted(by.units()) for each in people.officers(conn, unit)}
    return rules.may_stand_in(by, found.values(), busy)


def take(
    conn: Connection,
    city: City,
    first: date,
    last: date,
    substitute: int | None = None,
    *,
    by: Person,
    now: datetime,
    keeps: bool = True,
) -> Leave:
    """Put a leave down from the first day to the last, both included; one of today begins at once.

    Without a substitute what is in hand waits for the officer, or goes back to the unit unless one ``keeps`` it. The unit's
    lead is told, and so is who stands in. Raises ``Refusal``: ``cannot_stand_in``, and what ``colleagues`` does.
    """
    if substitute not in {None, *(each.id for each in colleagues(conn, city, first, last, by=by, now=now))}:
        raise Refusal("cannot_stand_in")
    begins_at, ends_at = rules.span(first, last, city.calendar, now=now)
    which = leaves.write(conn, by.id, begins_at, ends_at, substitute=substitute, keeps=keeps)
    leave = leaves.get(conn, which)
    alarms.plan(conn, ENDS, which, ends_at)
    told = _facts(conn, leave) | {"count": len(lists.in_hand(conn, by.id))}
    for each in at_work.superiors(conn, by.units(), but=by.id):
        if each.id != substitute:
            in_private.to_person(conn, city, each, Notice("leave_told", facts=told), now=now)
    if substitute is not None:
        in_private.to_person(conn, city, people.get(conn, substitute), Notice("standing_in", facts=told), now=now)
    if begins_at > now:
        alarms.plan(conn, BEGINS, which, begins_at)
    else:
        _begin(conn, city, leave, now=now)
    return leaves.get(conn, which)


def begin(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """The first day has come."""
    _begin(conn, city, leaves.get(conn, alarm.about), now=now)


def end(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """The last day is over."""
    leave = leaves.get(conn, alarm.about)
    if over(conn, city, leave, now=now) and leave.begun_at is not None:
        alarms.plan(conn, OVER, leave.id, city.calendar.next_open(now))


def welcome(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """The first morning after a leave: the officer hears how much waits."""
    officer = people.get(conn, leaves.get(conn, alarm.about).person)
    if not officer.is_away and officer.units():
        in_private.to_person(
            conn, city, officer, Notice("leave_over", facts={"count": len(lists.in_hand(conn, officer.id))}), now=now
        )


def tell_untended(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """What an officer on leave has in hand lies there: who is in charge of them is told, unless somebody saw to it."""
    leave = leaves.get(conn, alarm.about)
    officer = people.get(conn, leave.person)
    if leave.ended_at is None and leave.substitute is None:
        untended.tell_superiors(conn, city, officer, "leave", now=now)


def come_back(conn: Connection, city: City, *, by: Person, now: datetime) -> Leave:
    """Back early, or not going at all. Raises ``Refusal("no_leave")`` to who has none."""
    leave = leaves.of(conn, by.id)
    if leave is None or not over(conn, city, leave, now=now):
        raise Refusal("no_leave")
    told = _facts(conn, leave)
    hearers = at_work.superiors(conn, by.units(), but=by.id)
    hearers += [people.get(conn, leave.substitute)] if leave.substitute is not None else []
    for each in {each.id: each for each in hearers}.values():
        in_private.to_person(conn, city, each, Notice("leave_ended", facts=told), now=now)
    return leave


def over(conn: Connection, city: City, leave: Leave, *, now: datetime) -> bool:
    """The leave holds no longer; ``False`` when it was over."""
    if not leaves.end(conn, leave.id, now=now):
        return False
    alarms.drop(conn, BEGINS, leave.id)
    alarms.drop(conn, ENDS, leave.id)
    officer = people.get(conn, leave.person)
    dispatch.offer_what_lies(conn, city, sorted(officer.works_in()), now=now)
    _refresh(conn, city, lists.in_hand(conn, officer.id), now=now)
    return True


def nobody_stands_in(conn: Connection, city: City, person: Person, *, now: datetime) -> None:
    """Who stood in is away, or gone: who is in charge is told of each leave that they stand in for now.

    Whether they may stand in for one that is yet to begin is seen when it begins.
    """
    for leave in leaves.by_substitute(conn, person.id):
        if leave.begun_at is not None and not _may_still(person, people.get(conn, leave.person)):
            _nobody(conn, city, leave, now=now)


def _begin(conn: Connection, city: City, leave: Leave, *, now: datetime) -> None:
    if leave.ends_at <= now or not leaves.begin(conn, leave.id, now=now):
        return
    officer = people.get(conn, leave.person)
    nobody_stands_in(conn, city, officer, now=now)
    found = lists.in_hand(conn, officer.id)
    if leave.substitute is not None and not _may_still(people.get(conn, leave.substitute), officer):
        _nobody(conn, city, leave, now=now)
    elif leave.substitute is None and not leave.keeps:
        for ticket in found:
            if ticket.state in WORKED:
                handover.vacate(conn, city, ticket.id, by=CLOCK, now=now)
    dispatch.offer_what_lies(conn, city, sorted(officer.works_in()), now=now)
    _refresh(conn, city, found, now=now)


def _may_still(substitute: Person, officer: Person) -> bool:
    return substitute.is_present and not substitute.units().isdisjoint(officer.units())


def _nobody(conn: Connection, city: City, leave: Leave, *, now: datetime) -> None:
    leaves.without_substitute(conn, leave.id)
    alarms.plan(conn, UNTENDED, leave.id, city.calendar.next_open(now))


def _refresh(conn: Connection, city: City, found: list[Ticket], *, now: datetime) -> None:
    """Whose a ticket is to work on has changed, and so have the buttons on its cards."""
    for ticket in found:
        tell.refresh(conn, city, ticket, now=now)


def _facts(conn: Connection, leave: Leave) -> dict[str, Any]:
    return {
        "name": people.name(conn, leave.person),
        "begins_at": leave.begins_at.isoformat(),
        "ends_at": leave.ends_at.isoformat(),
        "substitute": people.name(conn, leave.substitute) or None,
        "keeps": leave.keeps,
        "has_begun": leave.begun_at is not None,
    }
