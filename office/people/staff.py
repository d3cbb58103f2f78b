"""Who holds which post: appointed, with the menu and the telephone number that go with it."""

from datetime import datetime

from sqlalchemy import Connection

from office import tell
from storage.people import people
from tickets import access, identity
from tickets.city import City
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role


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


def seat_admins(conn: Connection, city: City, person: Person, *, now: datetime) -> Person:
    """Whom the configuration names as admin holds the office from the first message on."""
    if person.telegram_id in city.admins and not person.holds(Role.OFFICE):
        return appoint(conn, person, Role.OFFICE, None, now=now)
    return person
