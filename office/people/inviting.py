"""One-time invitations: whom the office lets in, to which post, and until when."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from office.people import staff, written_down
from storage.people import invitations, people
from tickets import clocks
from tickets.city import City
from tickets.clocks import Duration
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import STAFF, Role

FOR_THREE_DAYS = Duration(3, "d")

OF_A_UNIT = frozenset({Role.OFFICER, Role.UNIT_LEAD})


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time invitation: the token goes into a link and is never kept."""

    token: str
    role: Role
    unit: str | None
    expires_at: datetime


def units(conn: Connection, city: City, *, by: Person) -> list[tuple[str, str]]:
    """Key and name of every unit that somebody may be invited to, or a group be bound to. Raises ``Refusal("office_only")``."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    return [(unit.key, unit.name) for unit in city.units]


def unit_names(conn: Connection, city: City, keys: list[str]) -> list[str]:
    """The units' names, for people to read."""
    return city.unit_names(keys)


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
    return staff.appoint(conn, by, Role(kept["role"]), kept["unit"] or None, now=now)
