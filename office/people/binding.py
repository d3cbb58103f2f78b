"""/bind: whose a group is. A unit's own, where its work is handed out, or the enterprises' of a region or of a chain."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from office.handling import dispatch
from storage.people import groups
from tickets.city import Chain, City, Named, Unit
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role

UNIT, REGION, CHAIN = "unit", "region", "chain"


def named(conn: Connection, city: City, words: str, *, by: Person) -> list[tuple[str, str]]:
    """What somebody may mean by a name or a key: (what, key). Raises ``Refusal("office_only")``."""
    _require_office(by)
    return [
        (what, key)
        for what, known in _known(city).items()
        for key, place in known.items()
        if words and words in {key, place.name}
    ]


def offered(conn: Connection, city: City, what: str, *, by: Person) -> list[tuple[str, str]]:
    """The units, regions or chains to choose from, key and name. Raises ``Refusal``: ``office_only``, ``bad_button``."""
    _require_office(by)
    if what not in _known(city):
        raise Refusal("bad_button")
    return [(key, place.name) for key, place in _known(city)[what].items()]


def bind(conn: Connection, city: City, chat: int, title: str, what: str, key: str, *, by: Person, now: datetime) -> str:
    """Say whose the group is; returns the name of it. What waits in a unit that gains or loses its group is offered anew.

    Raises ``Refusal``: ``office_only``, ``bad_button``.
    """
    _require_office(by)
    place = _known(city).get(what, {}).get(key)
    if place is None:
        raise Refusal("bad_button")
    before = groups.get(conn, chat) or {"unit": None, "is_member": False}
    groups.bind(conn, chat, title, **{what: key}, now=now)
    unit = key if what == UNIT else None
    if (before["unit"], before["is_member"]) != (unit, True):
        for whose in dict.fromkeys(filter(None, (unit, before["unit"]))):
            dispatch.offer_anew(conn, city, whose, now=now)
    return place.name


def name_of(city: City, group: Mapping[str, str | None]) -> str | None:
    """Whose the group is, by name; ``None`` when it is nobody's yet."""
    found = (known.get(group[what] or "") for what, known in _known(city).items())
    return next((place.name for place in found if place is not None), None)


def _known(city: City) -> dict[str, Mapping[str, Unit | Named | Chain]]:
    return {UNIT: city.unit, REGION: city.region, CHAIN: city.chain}


def _require_office(by: Person) -> None:
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
