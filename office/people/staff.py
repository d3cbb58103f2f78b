"""The office's people: invitations, appointments, the roster."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from office import tell
from office.people import written_down
from storage.people import groups, invitations, people
from tickets import access, clocks, identity
from tickets.city import City
from tickets.clocks import Duration
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import STAFF, Role

COMMAND_LINE = Person(id=0, name="command line", posts=frozenset({(Role.OFFICE, None)}))
"""Who invites from the command line: whoever can read the database may also appoint."""

FOR_THREE_DAYS = Duration(3, "d")

OF_A_UNIT = frozenset({Role.OFFICER, Role.UNIT_LEAD})


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time invitation: the token goes into a link and is never kept."""

    token: str
    role: Role
    unit: str | None
    expires_at: datetime


def invite(
    conn: Connection,
    city: City,
    role: Role,
    *,
    by: Person,
    now: datetime,
    unit: str | None = None,
    name: str | None = None,
    expires: Duration = FOR_THREE_DAYS,
    person: int | None = None,
) -> Invitation:
    """Make an invitation for a staff member, who may be written down already as ``person``.

    Raises ``Refusal``: ``office_only``, ``no_such_unit``, ``not_a_staff_role``.
    """
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    if role not in STAFF:
        raise Refusal("not_a_staff_role")
    if role in OF_A_UNIT and unit not in city.unit:
        raise Refusal("no_such_unit", unit=unit)
    made = Invitation(
        secrets.token_urlsafe(12),
        role,
        unit if role in OF_A_UNIT else None,
        clocks.after(now, expires, city.calendar),
    )
    invitations.write(
        conn,
        made.token,
        role=role,
        unit=made.unit,
        name=name,
        by=by.id,
        expires_at=made.expires_at,
        now=now,
        person=person,
    )
    return made


def accept(conn: Connection, city: City, token: str, *, by: Person, now: datetime) -> Person:
    """Use an invitation; returns the person with the new post.

    Raises ``Refusal``: ``invitation_unknown``, ``invitation_yours``, ``invitation_used``, ``invitation_expired``.
    """
    kept = invitations.find(conn, token)
    if kept is None:
        raise Refusal("invitation_unknown")
    if kept["used_by"] == by.id:
        raise Refusal("invitation_yours")
    if kept["used_at"] is not None:
        raise Refusal("invitation_used")
    if now > kept["expires_at"]:
        raise Refusal("invitation_expired")
    if not invitations.use(conn, kept["id"], by.id, now=now):
        raise Refusal("invitation_used")
    if kept["name"]:
        people.change(conn, by.id, name=kept["name"])
    if kept["person"] not in {None, by.id}:
        written_down.arrive(conn, kept["person"], by)
    return appoint(conn, by, Role(kept["role"]), kept["unit"] or None, now=now)


def appoint(conn: Connection, person: Person, role: Role, unit: str | None, *, now: datetime) -> Person:
    """Give a person a post and the menu that goes with it."""
    people.appoint(conn, person.id, role, unit, now=now)
    appointed = people.get(conn, person.id)
    show_menu(conn, appointed, now=now)
    return appointed


def keep_phone(conn: Connection, city: City, typed: str, *, by: Person) -> None:
    """Keep the number of somebody on the staff, so that no contact can leave it for theirs.

    Raises ``Refusal``: ``phone_not_chinese``, ``office_only`` to who is not staff.
    """
    if not by.is_staff:
        raise Refusal("office_only")
    people.change(conn, by.id, phone=identity.read_phone(typed))


def show_menu(conn: Connection, person: Person, *, now: datetime) -> None:
    """Set the command menu of the person's private chat to what the person may do."""
    if person.telegram_id is not None:
        facts = {"commands": access.commands_of(person)}
        tell.say(conn, person.telegram_id, Notice("menu", facts=facts), now=now)


def roster(conn: Connection, city: City, *, by: Person) -> list[dict[str, str | int]]:
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


def units(conn: Connection, city: City, *, by: Person) -> list[tuple[str, str]]:
    """Key and name of every unit that somebody may be invited to, or a group be bound to. Raises ``Refusal("office_only")``."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    return [(unit.key, unit.name) for unit in city.units]


def members(conn: Connection, city: City, unit: str, *, by: Person) -> list[Person]:
    """The officers and leads of a unit, for the office and its lead. Raises ``Refusal``: ``office_only``, ``no_such_unit``."""
    if not by.holds(Role.OFFICE) and unit not in by.leads():
        raise Refusal("office_only")
    if unit not in city.unit:
        raise Refusal("no_such_unit", unit=unit)
    return people.officers(conn, unit)


def seat_admins(conn: Connection, city: City, person: Person, *, now: datetime) -> Person:
    """Whom the configuration names as admin holds the office from the first message on."""
    if person.telegram_id in city.admins and not person.holds(Role.OFFICE):
        return appoint(conn, person, Role.OFFICE, None, now=now)
    return person


def unit_names(conn: Connection, city: City, keys: list[str]) -> list[str]:
    """The units' names, for people to read."""
    return [city.unit[key].name for key in keys if key in city.unit]
