"""Whose enterprise is whose to look after (联企): the office, or the lead of an officer's unit, gives one and takes it back."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.people import in_private, own_firms
from storage.people import enterprises, liaisons, people
from tickets.city import City, name_in
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role


def of_officer(conn: Connection, city: City, who: int, which: int, *, by: Person) -> dict[str, Any]:
    """The firms of an officer, a page of them, with whose they are. Raises ``Refusal``: ``office_only``, ``left_already``."""
    officer, unit = _officer(conn, who, by)
    found = own_firms.listed(conn, city, who, which)
    choices = [[row["id"], row["firm"]] for row in found["rows"]]
    return found | {"person_id": who, "name": officer.name, "unit_key": unit, "choices": choices}


def one_of_officer(conn: Connection, city: City, who: int, firm: int, *, by: Person) -> dict[str, Any]:
    """One of them. Raises ``Refusal("bad_button")`` when it is not theirs any more, and what ``of_officer`` does."""
    officer, _ = _officer(conn, who, by)
    name = enterprises.name_of(conn, firm, liaison=who)
    if name is None:
        raise Refusal("bad_button")
    return {"person_id": who, "firm_id": firm, "name": officer.name, "firm": name}


def weigh(conn: Connection, city: City, who: int, firm: int, *, by: Person) -> dict[str, Any]:
    """The firm, and who looks after it now, when that is somebody else who still holds a post.

    Raises ``Refusal``: ``firm_is_theirs``, ``firm_is_another_units`` to a lead, and what ``of_officer`` does.
    """
    officer, unit = _officer(conn, who, by)
    row = enterprises.get(conn, firm)
    facts = {
        "firm": row["name"],
        "firm_id": firm,
        "name": officer.name,
        "person_id": who,
        "unit_key": unit,
        "now": None,
    }
    if row["liaison"] == who:
        raise Refusal("firm_is_theirs", firm=row["name"], name=officer.name)
    present = people.get(conn, row["liaison"]) if row["liaison"] is not None else None
    if present is None or not present.units():
        return facts
    if not by.holds(Role.OFFICE) and present.units().isdisjoint(by.leads()):
        unit_now = name_in(city.unit, min(present.units())) or ""
        raise Refusal("firm_is_another_units", firm=row["name"], name=present.name, unit=unit_now)
    return facts | {"now": present.name}


def give(conn: Connection, city: City, who: int, firm: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """Let the officer look after the firm from now on; both they and who did it before are told. Gives what ``weigh`` does."""
    told = weigh(conn, city, who, firm, by=by)
    before = enterprises.get(conn, firm)["liaison"]
    enterprises.change(conn, firm, liaison=who)
    _tell(conn, city, who, "firm_given", firm, by, now)
    if before is not None:
        _tell(conn, city, before, "firm_taken", firm, by, now)
    return told


def take_back(conn: Connection, city: City, who: int, firm: int, *, by: Person, now: datetime) -> None:
    """The firm is nobody's to look after any more; who did it is told. Raises what ``one_of_officer`` does."""
    one_of_officer(conn, city, who, firm, by=by)
    enterprises.change(conn, firm, liaison=None)
    _tell(conn, city, who, "firm_taken", firm, by, now)


def _officer(conn: Connection, who: int, by: Person) -> tuple[Person, str]:
    """The officer and the unit by which ``by`` may say what they look after."""
    officer = people.find(conn, who)
    units = sorted(officer.units()) if officer is not None else []
    mine = [unit for unit in units if by.holds(Role.OFFICE) or unit in by.leads()]
    if not by.holds(Role.OFFICE) and not mine:
        raise Refusal("office_only")
    if officer is None or not mine:
        raise Refusal("left_already", unit=None)
    return officer, mine[0]


def _tell(conn: Connection, city: City, who: int, kind: str, firm: int, by: Person, now: datetime) -> None:
    person = people.get(conn, who)
    if person.id != by.id:
        facts = {"firm": enterprises.get(conn, firm)["name"], "by": by.name, "count": liaisons.count(conn, who)}
        in_private.to_person(conn, city, person, Notice(kind, facts=facts), now=now)
