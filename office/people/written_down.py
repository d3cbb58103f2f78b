"""Firms and staff by what others call them, written down where the books have none: staff until they come to the bot."""

from datetime import datetime

from sqlalchemy import Connection

from storage.people import enterprises, people, unseated
from tickets.people import Person
from tickets.refusal import Refusal


def firm(conn: Connection, name: str, uscc: str | None = None, *, now: datetime) -> int:
    """The firm of that code, which is valid, or else of exactly that name; written down when there is none."""
    known = enterprises.by_uscc(conn, uscc) if uscc else None
    known = known if known is not None else enterprises.named(conn, name)
    if known is not None:
        return known
    code = {"uscc": uscc, "uscc_is_verified": True} if uscc else {}
    return enterprises.found(conn, name, now=now, **code)


def of_staff(conn: Connection, name: str, phone: str | None, *, now: datetime) -> int:
    """The one of the staff whom a ledger names: by the number, or else by the name; written down when nobody is.

    Raises ``Refusal("officer_unsure")`` when several have that name and no number tells them apart.
    """
    found = find(conn, name, phone)
    return found if found is not None else people.write_down(conn, name, phone, None, now=now)


def find(conn: Connection, name: str, phone: str | None) -> int | None:
    """The same, of those who are known; ``None`` when nobody is."""
    if phone is not None and (known := unseated.reached_at(conn, phone)):
        return next((each.id for each in known if each.is_seated), known[0].id)
    namesakes = unseated.named(conn, name)
    if phone is not None:
        namesakes = [each for each in namesakes if each.phone is None]
    seated = [each for each in namesakes if each.is_seated]
    those = seated or namesakes
    if len(those) > 1:
        raise Refusal("officer_unsure", name=name)
    return those[0].id if those else None


def for_post(conn: Connection, name: str, phone: str | None, unit: str | None, *, now: datetime) -> int:
    """The one whom a roster seats in the unit: a name alone is theirs only who is nowhere else.

    Raises ``Refusal("officer_unsure")``.
    """
    found = find(conn, name, phone)
    if found is None:
        return people.write_down(conn, name, phone, None, now=now)
    if phone is None and unseated.places(conn, found) - {unit or ""}:
        raise Refusal("officer_unsure", name=name)
    if phone is not None and people.get(conn, found).phone is None:
        people.change(conn, found, phone=phone)
    return found


def arrive(conn: Connection, written: int, person: Person) -> None:
    """Who was written down opened their link: what waited for them is theirs."""
    if person.phone is None and (phone := people.get(conn, written).phone) is not None:
        people.change(conn, person.id, phone=phone)
    unseated.hand_on(conn, written, person.id)
