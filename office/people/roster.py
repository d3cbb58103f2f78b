"""The roster (人员名册): who is in which unit, as the office and the unit's lead look it up."""

from typing import Any

from sqlalchemy import Connection

from storage.listing import lists
from storage.people import groups, leaves, liaisons, people
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket


def units(conn: Connection, city: City, *, by: Person) -> list[dict[str, str | int]]:
    """Every unit, to a lead those they lead, with how many officers and leads it has: key, name, officers, leads, has_group."""
    seen = [unit for unit in city.units if by.holds(Role.OFFICE) or unit.key in by.leads()]
    if not seen:
        raise Refusal("office_only")
    counts = {(unit, role): count for unit, role, count in people.headcount(conn)}
    return [
        {
            "key": unit.key,
            "name": unit.name,
            "officers": counts.get((unit.key, Role.OFFICER), 0),
            "leads": counts.get((unit.key, Role.UNIT_LEAD), 0),
            "has_group": int(groups.of_unit(conn, unit.key) is not None),
        }
        for unit in seen
    ]


def members(conn: Connection, city: City, unit: str, *, by: Person) -> dict[str, Any]:
    """The people of a unit: id, name, whether they lead it, until when they are away, whether they can be reached."""
    found = _people(conn, city, unit, by=by)
    away = {each.person: each for each in leaves.in_force(conn, [unit])}
    rows = [
        {
            "id": each.id,
            "name": each.name,
            "is_lead": each.holds(Role.UNIT_LEAD, unit),
            "away_until": away[each.id].ends_at.isoformat() if each.id in away else None,
            "is_reachable": each.is_reachable,
        }
        for each in found
    ]
    return {
        "unit_key": unit,
        "unit": city.unit[unit].name,
        "people": rows,
        "choices": [[each.id, each.name] for each in found],
    }


def person(conn: Connection, city: City, who: int, unit: str, *, by: Person) -> dict[str, Any]:
    """Somebody of a unit, for the office and who leads it: name, tickets in hand, firms to look after.

    Raises ``Refusal``: ``office_only``, ``no_such_unit``, ``left_already``.
    """
    found = member(conn, city, who, unit, by=by)
    return {
        "person_id": who,
        "is_lead": found.holds(Role.UNIT_LEAD, unit),
        "unit_key": unit,
        "name": found.name,
        "unit": city.unit[unit].name,
        "count": len(in_hand(conn, found, unit)),
        "firms": liaisons.count(conn, who),
        "may_remove": by.holds(Role.OFFICE),
    }


def member(conn: Connection, city: City, who: int, unit: str, *, by: Person) -> Person:
    """The person of that id, when they are of the unit. Raises what ``person`` does."""
    found = next((each for each in _people(conn, city, unit, by=by) if each.id == who), None)
    if found is None:
        raise Refusal("left_already", unit=unit)
    return found


def in_hand(conn: Connection, person: Person, unit: str) -> list[Ticket]:
    """What the person has to work on for that unit."""
    return [ticket for ticket in lists.in_hand(conn, person.id) if ticket.unit == unit]


def _people(conn: Connection, city: City, unit: str, *, by: Person) -> list[Person]:
    """The officers and leads of a unit, for the office and its lead. Raises ``Refusal``: ``office_only``, ``no_such_unit``."""
    if not by.holds(Role.OFFICE) and unit not in by.leads():
        raise Refusal("office_only")
    if unit not in city.unit:
        raise Refusal("no_such_unit", unit=unit)
    return people.officers(conn, unit)
