"""今日待办 at its hour on working days: one message to everybody who has something in hand or late, else nothing.

The morning's alarm fans out into one for each person, so that no transaction is long and a crash repeats none.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts
from office.people import in_private
from storage.clock import alarms
from storage.clock.alarms import Alarm
from storage.listing import lists
from storage.people import people
from tickets import morning
from tickets.city import City
from tickets.days import packed
from tickets.notices import Notice
from tickets.people import Person
from tickets.ticket import Ticket

MORNING, OF_ONE = "morning", "morning_of"

SHOWN = 4
"""Tickets that the message shows; a fifth would not fit on a phone with the rest."""


def plan(conn: Connection, city: City, *, now: datetime) -> None:
    """Have the next morning's list come at the hour that is configured; one that came already does not come again."""
    alarms.drop_all(conn, MORNING)
    day, at = morning.next_morning(now, city.today_at, city.calendar)
    while alarms.was_struck(conn, MORNING, int(packed(day))):
        day, at = morning.next_morning(at, city.today_at, city.calendar)
    alarms.plan(conn, MORNING, int(packed(day)), at)


def begin(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """The hour has come: everybody who may have something waiting gets an alarm of their own, due at once."""
    plan(conn, city, now=now)
    if not morning.is_pointless(alarm.at, now=now):
        for person in people.with_work(conn):
            alarms.plan(conn, OF_ONE, person, alarm.at)


def tell_one(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """One person's list, unless they are away, or there is nothing, or it comes too late to be of use."""
    person = people.get(conn, alarm.about)
    if not person.is_present or morning.is_pointless(alarm.at, now=now):
        return
    told = today(conn, city, person, now=now)
    if told["count"] or told["unit_late"]:
        in_private.to_person(conn, city, person, Notice("today", facts=told, card="today", fresh=True), now=now)


def today(conn: Connection, city: City, person: Person, *, now: datetime) -> dict[str, Any]:
    """What waits for a person today: late ones first, then what is due soonest; a lead's unit's late ones counted."""
    own: dict[str, Any] = {"person": person.id, "units": sorted(person.works_in()), "now": now}
    own["principals"] = sorted(person.stands_in_for)
    found = lists.page(conn, "todo", number=0, **own)[:SHOWN]
    rows = [_row(conn, city, ticket, person, now=now) for ticket in found]
    return {
        "at": now.isoformat(),
        "count": lists.count(conn, "todo", **own),
        "late": lists.count(conn, "todo_late", **own),
        "unit_late": lists.count(conn, "late", units=sorted(person.leads()), now=now),
        "rows": rows,
        "is_more": lists.count(conn, "todo", **own) > len(rows),
        "choices": [[row["id"], row["number"]] for row in rows],
    }


def _row(conn: Connection, city: City, ticket: Ticket, person: Person, *, now: datetime) -> dict[str, Any]:
    seen = facts.on_a_list(conn, city, ticket, by=person, now=now)
    return {name: seen[name] for name in ("id", "number", "state", "is_late", "days_left", "due_at", "excerpt")}
