"""Somebody leaves a unit (移除): their tickets go back to its pool, their cards and commands are gone, nobody is left waiting."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import tell
from office.handling import dispatch, handover
from office.people import in_private, leave, roster, staff
from storage.listing import lists
from storage.people import leaves, people
from storage.post import drafts, messages
from storage.tickets import tickets
from tickets.city import City
from tickets.lifecycle import WORKED
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role


def weigh(conn: Connection, city: City, person: int, unit: str, *, by: Person) -> dict[str, Any]:
    """What removing somebody would do: name, unit, how many tickets go back, whether no officer would be left.

    Raises ``Refusal``: ``office_only``, ``no_such_unit``, ``left_already``.
    """
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    others = [each for each in people.holders(conn, Role.OFFICER, unit) if each.id != person]
    return roster.person(conn, city, person, unit, by=by) | {"is_last": not others}


def remove(conn: Connection, city: City, person: int, unit: str, *, by: Person, now: datetime) -> dict[str, Any]:
    """Take somebody's posts in the unit; what they have in hand there waits to be claimed, in so far as it is worked on.

    What is escalated or parked finds its officer gone when it goes on. Gives, and raises, what ``weigh`` does.
    """
    told = weigh(conn, city, person, unit, by=by)
    before = people.get(conn, person)
    found = roster.in_hand(conn, before, unit)
    people.dismiss(conn, person, unit)
    after = people.get(conn, person)
    _end_leaves(conn, city, after, now=now)
    for ticket in found:
        if ticket.state in WORKED:
            handover.vacate(conn, city, ticket.id, by=by, now=now)
    dispatch.offer_what_lies(conn, city, [unit], now=now)
    staff.show_menu(conn, after, now=now)
    in_private.to_person(conn, city, after, Notice("removed", facts=told), now=now)
    _retire_cards(conn, city, after, now=now)
    _end_form(conn, after, now=now)
    if told["is_last"]:
        _tell_of_the_last(conn, city, unit, told, now=now)
    return told


def _end_leaves(conn: Connection, city: City, person: Person, *, now: datetime) -> None:
    """Their own leave is over with their last post; nobody whom they share no unit with is stood in for any more."""
    own = leaves.of(conn, person.id)
    if own is not None and not person.units():
        leave.over(conn, city, own, now=now)
    leave.nobody_stands_in(conn, city, person, now=now)


def _retire_cards(conn: Connection, city: City, person: Person, *, now: datetime) -> None:
    """The cards in their chat say that the tickets are handled elsewhere; a contact's own cards stay what they are."""
    if person.telegram_id is not None:
        for which in messages.tickets_lying(conn, person.telegram_id):
            tell.refresh_one(conn, city, tickets.get(conn, which), person.telegram_id, now=now)


def _end_form(conn: Connection, person: Person, *, now: datetime) -> None:
    """With the last post ends what was being filled in for it; who has a firm may be writing for that."""
    if person.telegram_id is not None and not person.is_staff and person.enterprise is None:
        drafts.put(conn, person.telegram_id, person.telegram_id, None, {}, now=now)


def _tell_of_the_last(conn: Connection, city: City, unit: str, told: dict[str, Any], *, now: datetime) -> None:
    waiting = {"waiting": len(lists.waiting(conn, unit))}
    hearers = [*people.holders(conn, Role.UNIT_LEAD, unit), *people.holders(conn, Role.OFFICE)]
    for each in {each.id: each for each in hearers}.values():
        in_private.to_person(conn, city, each, Notice("no_officers_left", facts=told | waiting), now=now)
