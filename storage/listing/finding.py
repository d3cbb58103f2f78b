"""Tickets found by parts of what is known of them (/find): each part narrows it, and so does what the person may see.

As in ``tickets.access``: a unit's people find by firm, name and telephone only what they have in hand or lead, and a withheld
ticket only by what the office worded; a chain's office by firm what is claimed. The office finds everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, bindparam, exists, func, or_, select

from storage.listing.lists import LATE_FIRST, NOT_ABOUT, OF_UNITS, PAGE
from storage.schema import enterprises, people, supports, texts, tickets
from storage.tickets.tickets import SELECT, as_ticket
from tickets.finding import Sort, Term
from tickets.terms import State
from tickets.ticket import Ticket

OWN_WORDS, WORDED, READ_BY_ALL = ("grievance", "material", "again"), ("brief", "instruction"), ("result",)
"""Purposes of texts that are looked through: the filer's own, what the office gives a unit instead, what everybody reads."""

_units: BindParameter[list[str]] = bindparam("units", expanding=True)
_hands: BindParameter[list[int]] = bindparam("hands", expanding=True)
_SUPPORTED = tickets.c.id.in_(
    select(supports.c.ticket).where(
        supports.c.unit.in_(_units), supports.c.answered_at.is_(None), supports.c.withdrawn_at.is_(None)
    )
) & (tickets.c.about_unit.is_(None) | tickets.c.is_withheld | tickets.c.about_unit.not_in(_units))
_OF_CHAINS = tickets.c.chain.in_(bindparam("chains", expanding=True)) & NOT_ABOUT
_LOGGED = (tickets.c.logged_by == bindparam("me")) & NOT_ABOUT
_THEIRS = or_(OF_UNITS, _SUPPORTED, _OF_CHAINS, _LOGGED)
_LED = tickets.c.unit.in_(bindparam("leads", expanding=True)) & OF_UNITS
_PARTIES = and_(
    tickets.c.claimed_at.is_not(None),
    tickets.c.state != State.DISPATCHED,
    or_(tickets.c.officer.in_(_hands) & OF_UNITS, tickets.c.is_confidential.is_(False) & or_(_LED, _OF_CHAINS)),
)


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who looks: for the office all is theirs; else the units they are of and lead, chains, and whose tickets they have."""

    me: int

    is_office: bool
    units: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    hands: tuple[int, ...] = ()


def page(conn: Connection, sought: Sequence[Term], seeker: Seeker, *, number: int) -> list[Ticket]:
    """One page of what fits all the parts, numbered from 0: unfinished first, the latest due first."""
    statement, _ = _statements(_shape(sought), seeker.is_office)
    return [as_ticket(row) for row in conn.execute(statement, _values(sought, seeker) | {"skip": number * PAGE})]


def count(conn: Connection, sought: Sequence[Term], seeker: Seeker) -> int:
    """How many fit."""
    _, statement = _statements(_shape(sought), seeker.is_office)
    return int(conn.execute(statement, _values(sought, seeker)).scalar_one())


Shape = tuple[tuple[Sort, bool], ...]


def _shape(sought: Sequence[Term]) -> Shape:
    """What a statement is made by: of each part its sort, and whether letters of either case fit, which costs twice the time."""
    return tuple((term.sort, term.has_case) for term in sought)


@cache
def _statements(shape: Shape, is_office: bool) -> tuple[Select[Any], Select[Any]]:
    found = and_(*(_fits(sort, has_case, n, is_office) for n, (sort, has_case) in enumerate(shape)))
    if not is_office:
        found &= _THEIRS
    some = SELECT.where(found).order_by(*LATE_FIRST).limit(PAGE).offset(bindparam("skip"))
    return some, select(func.count()).select_from(tickets).where(found)


def _fits(sort: Sort, has_case: bool, n: int, is_office: bool) -> ColumnElement[bool]:
    """Whether a ticket fits the ``n``-th part."""
    if sort is Sort.NUMBER:
        return tickets.c.number == bindparam(f"words{n}")
    if sort is Sort.TAIL:
        return tickets.c.number.endswith(bindparam(f"tail{n}"))
    if sort is Sort.DAYS:
        return (tickets.c.accepted_at >= bindparam(f"since{n}")) & (tickets.c.accepted_at < bindparam(f"until{n}"))
    wanted: BindParameter[str] = bindparam(f"like{n}")

    def holds(column: ColumnElement[Any]) -> ColumnElement[bool]:
        return column.icontains(wanted, escape="/") if has_case else column.contains(wanted, escape="/")

    says = _says(holds(texts.c.body), is_office)
    column = people.c.phone if sort is Sort.DIGITS else people.c.name
    whose = tickets.c.filed_by.in_(select(people.c.id).where(holds(column)))
    if sort is Sort.DIGITS:
        return tickets.c.number.endswith(bindparam(f"tail{n}")) | says | _known(whose, is_office)
    is_named = holds(enterprises.c.name) | (enterprises.c.uscc == bindparam(f"words{n}"))
    firm = tickets.c.enterprise.in_(select(enterprises.c.id).where(is_named))
    return says | _known(firm | whose, is_office)


def _says(holds: ColumnElement[bool], is_office: bool) -> ColumnElement[bool]:
    """Whether it stands in what the person may read of the ticket."""
    among = select(texts.c.ticket).where(holds)
    if is_office:
        return tickets.c.id.in_(among.where(texts.c.purpose.in_((*OWN_WORDS, *WORDED, *READ_BY_ALL))))
    worded = exists().where(texts.c.ticket == tickets.c.id, texts.c.purpose.in_((*WORDED, *READ_BY_ALL)), holds)
    written = tickets.c.id.in_(among.where(texts.c.purpose.in_((*OWN_WORDS, *READ_BY_ALL))))
    return or_(tickets.c.is_withheld.is_(False) & written, tickets.c.is_withheld & worded)  # withheld ones are few


def _known(parties: ColumnElement[bool], is_office: bool) -> ColumnElement[bool]:
    """Whether it is of firm or person, and the person may know that."""
    return parties if is_office else parties & _PARTIES


def _values(sought: Sequence[Term], seeker: Seeker) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if not seeker.is_office:
        values |= {"units": seeker.units, "leads": seeker.leads, "chains": seeker.chains}
        values |= {"hands": seeker.hands, "me": seeker.me}
    for n, term in enumerate(sought):
        if term.sort is Sort.DAYS:
            values |= {f"since{n}": term.since, f"until{n}": term.until}
        elif term.sort is Sort.NUMBER:
            values[f"words{n}"] = term.words
        elif term.sort is Sort.TAIL:
            values[f"tail{n}"] = term.tail
        elif term.sort is Sort.DIGITS:
            values |= {f"like{n}": _escaped(term.words), f"tail{n}": term.tail}
        else:
            values |= {f"like{n}": _escaped(term.words), f"words{n}": term.words.upper()}
    return values


def _escaped(words: str) -> str:
    for sign in "/%_":
        words = words.replace(sign, "/" + sign)
    return words
