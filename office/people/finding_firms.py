"""Which firm somebody means by a name or a code: to whoever speaks for it what is surely theirs, to staff whatever is near."""

from dataclasses import dataclass

from sqlalchemy import Connection

from storage.people import enterprises
from tickets import firm_names, identity, near_names
from tickets.city import City
from tickets.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Firms:
    """What a typed name may mean: the firm of exactly that name, else others near it, each (id, name).

    ``is_doubtful``: it does not read like the name of a firm, so whoever typed it is asked. ``may_be_new``: a firm that is
    not known may be written down by it.
    """

    name: str
    exact: int | None
    like: tuple[tuple[int, str], ...] = ()
    is_doubtful: bool = False
    may_be_new: bool = True


SHORTEST_SOUGHT, OFFERED = 2, 5
"""Characters that are looked for at least, and known firms that are offered at most."""


def find(conn: Connection, city: City, typed: str) -> Firms:
    """Look a firm up by the name somebody typed. Raises ``Refusal("firm_name_unfit")``."""
    name = firm_names.read(typed)
    if (exact := enterprises.named(conn, name)) is not None:
        return Firms(name, exact)
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


def find_for_staff(conn: Connection, city: City, typed: str) -> Firms:
    """``find`` for staff: by name or code, a slip in it forgiven. Raises what ``search`` does."""
    like, name = tuple(search(conn, city, typed)), firm_names.plain(typed)
    checked = identity.check_uscc(typed)
    exact = enterprises.by_uscc(conn, checked.value) if checked.is_valid else enterprises.named(conn, name)
    if exact is not None:
        return Firms(enterprises.get(conn, exact)["name"], exact)
    may_be_new = len(name) >= firm_names.SHORTEST and not identity.may_be_uscc(typed)
    is_doubtful = not may_be_new or not firm_names.looks_like_one(name, _places(city))
    return Firms(name, None, like, is_doubtful, may_be_new)


def _places(city: City) -> tuple[str, ...]:
    return firm_names.places_of(city.name, (region.name for region in city.regions))
