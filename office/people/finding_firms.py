"""Which firm somebody means by a name or a code: to whoever speaks for it what is surely theirs, to staff whatever is near."""

from dataclasses import dataclass

from sqlalchemy import Connection

from storage.people import enterprises
from tickets import firm_names, identity, near_names
from tickets.city import City
from tickets.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Firms:
    """What a typed name may mean: the firm of exactly that name, and others near it, each (id, name).

    ``is_doubtful``: it does not read like the name of a firm, so whoever typed it is asked.
    """

    name: str
    exact: int | None
    like: tuple[tuple[int, str], ...]
    is_doubtful: bool


SHORTEST_SOUGHT, OFFERED = 2, 5
"""Characters that are looked for at least, and known firms that are offered at most."""


def find(conn: Connection, city: City, typed: str) -> Firms:
    """Look a firm up by the name somebody typed. Raises ``Refusal("firm_name_unfit")``."""
    name = firm_names.read(typed)
    if (exact := enterprises.named(conn, name)) is not None:
        return Firms(name, exact, (), is_doubtful=False)
    places = _places(city)
    known = enterprises.like(conn, firm_names.stem(name, places))
    like = tuple(row for row in known if firm_names.may_mean(name, row[1], places))[:OFFERED]
    return Firms(name, None, like, is_doubtful=not firm_names.looks_like_one(name, places))


def search(conn: Connection, city: City, typed: str) -> list[tuple[int, str]]:
    """The known firms that a name or code typed by somebody of the staff may mean, (id, name), the nearest first.

    A slip or two in it do not matter. Never for contacts: it is a directory. Raises ``Refusal("firm_name_unfit")``.
    """
    if not SHORTEST_SOUGHT <= len(firm_names.plain(typed)) <= firm_names.LONGEST:
        raise Refusal("firm_name_unfit", shortest=SHORTEST_SOUGHT, longest=firm_names.LONGEST)
    places = _places(city)
    wanted = near_names.sought(typed, places)
    known = enterprises.near(conn, wanted.pieces, is_code=wanted.is_code)
    named = {which: name for which, name, _ in known}
    return [(which, named[which]) for which in near_names.nearest(wanted, known, places)[:OFFERED]]


@dataclass(frozen=True, slots=True)
class Known:
    """What staff typed for a firm: the one of exactly that name or code, else those near it; ``may_be_new`` by that name."""

    name: str
    exact: int | None
    like: tuple[tuple[int, str], ...]
    may_be_new: bool


def look_up(conn: Connection, city: City, typed: str) -> Known:
    """A firm as staff name it. Raises what ``search`` does."""
    like, name = tuple(search(conn, city, typed)), firm_names.plain(typed)
    checked = identity.check_uscc(typed)
    exact = enterprises.by_uscc(conn, checked.value) if checked.is_valid else enterprises.named(conn, name)
    called = enterprises.get(conn, exact)["name"] if exact is not None else name
    may_be_new = len(name) >= firm_names.SHORTEST and not identity.may_be_uscc(typed)
    return Known(called, exact, like, may_be_new)


def find_for_staff(conn: Connection, city: City, typed: str) -> Firms:
    """``find`` for staff: by name or code, a slip in it forgiven. Raises what ``search`` does."""
    found = look_up(conn, city, typed)
    if found.exact is not None:
        return Firms(found.name, found.exact, (), is_doubtful=False)
    places = _places(city)
    is_doubtful = not found.may_be_new or not firm_names.looks_like_one(found.name, places)
    return Firms(found.name, None, found.like, is_doubtful=is_doubtful)


def _places(city: City) -> tuple[str, ...]:
    return firm_names.places_of(city.name, (region.name for region in city.regions))
