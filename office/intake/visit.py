"""A visit (联企走访): an officer was at a firm, and each problem found there becomes a ticket of the usual flow."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from office import pages, submit
from office.intake import on_behalf
from office.intake.forms import from_text
from office.intake.on_behalf import Caller
from office.people import phones
from office.submit import Submission
from storage.doors import visits
from storage.doors.visits import Visit
from storage.people import enterprises
from storage.tickets.events import Attachment
from tickets import identity
from tickets.city import City, name_in
from tickets.days import one_day_in
from tickets.intake import visiting
from tickets.people import Person
from tickets.periods import midnight
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

CHANNEL = "visit"
SHOWN = 8
"""Visits on a page of a list."""
RECEIPTS = 5
"""Numbers that the receipt names; the rest stand in the list of visits."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem found on a visit; ``sources`` are the (chat, message) pairs it came by."""

    text: str
    files: tuple[Attachment, ...] = ()
    sources: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody tells of a visit. ``draft`` names it; ``met`` is the firm, and who received the visitor, as far as known.

    ``is_another``: they were asked, and it is a second visit of that day.
    """

    draft: str
    met: Caller
    day: date
    note: str = ""
    files: tuple[Attachment, ...] = ()
    place: tuple[float, float] | None = None
    problems: tuple[Problem, ...] = ()
    is_another: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit written down, and what its problems became."""

    id: int
    firm: str
    tickets: tuple[Ticket, ...]


def record(conn: Connection, city: City, told: Account, *, by: Person, now: datetime) -> Recorded:
    """Write the visit down and file its problems, all or nothing; a new firm is written down too.

    Raises ``Refusal``: ``not_for_you``, ``visit_firm_is_gone``, ``visit_recorded``, ``visited_that_day``, those of
    ``tickets.intake.visiting``, of ``on_behalf.filer_of`` and of ``submit.file``.
    """
    _require_visitor(by)
    visiting.require_day(told.day, city.calendar.day(now))
    visiting.require_note(told.note)
    _require_firm(conn, told.met.firm)
    filer = on_behalf.filer_of(conn, told.met, now=now)
    if not told.is_another and visits.on_day(conn, filer.enterprise, by.id, told.day):
        raise Refusal("visited_that_day")
    kept = Visit(f"{CHANNEL}:{told.draft}", filer.enterprise, by.id, told.day, told.note or None, told.place)
    which = visits.keep(conn, kept, now=now)
    if which is None:
        raise Refusal("visit_recorded")
    visits.keep_files(conn, which, told.files)
    filed = []
    for at, problem in enumerate(told.problems):
        form = _form(city, f"{told.draft}-{at}", problem)
        ticket = submit.file(conn, city, form, filer, by=by, now=now)
        visits.link(conn, which, ticket.id)
        filed.append(ticket)
    return Recorded(which, enterprises.get(conn, filer.enterprise)["name"], tuple(filed))


def _require_visitor(by: Person) -> None:
    if not by.units() and not by.holds(Role.OFFICE):
        raise Refusal("not_for_you", command="visit")


def _require_firm(conn: Connection, firm: int | None) -> None:
    if firm is not None and not enterprises.is_there(conn, firm):
        raise Refusal("visit_firm_is_gone")


def _form(city: City, draft: str, problem: Problem) -> Submission:
    """The problem as any door hands it in. What faults somebody is the office's to hand out: it may be the visitor's own unit."""
    return from_text(
        city,
        draft,
        problem.text,
        CHANNEL,
        sub_channel=city.first_sub_channel(CHANNEL),
        files=problem.files,
        sources=problem.sources,
    )


def preview(conn: Connection, city: City, told: Account) -> dict[str, Any]:
    """What would become of it, for the visitor to check: the firm, whether it is new, the day, each problem and its unit.

    A unit of ``None``: the office hands it out. Raises ``Refusal("visit_firm_is_gone")``.
    """
    _require_firm(conn, told.met.firm)
    known = told.met.firm
    firm = enterprises.get(conn, known) if known is not None else {"region": None, "chain": None}
    problems = []
    for problem in told.problems:
        form = _form(city, told.draft, problem)
        choice = submit.choose_unit(city, form, firm)
        unit = choice.unit if choice.is_certain and not form.needs_office else None
        name = name_in(city.unit, unit)
        problems.append({"text": problem.text, "unit": name, "files": len(problem.files)})
    return {
        "firm": firm.get("name", told.met.firm_name),
        "is_new": known is None,
        "on": on(city, told.day),
        "note": told.note,
        "files": len(told.files),
        "has_place": told.place is not None,
        "person": told.met.name,
        "phone": told.met.phone,
        "problems": problems,
    }


def begins(conn: Connection, city: City, day: date) -> str:
    """When the local day begins, as facts carry it."""
    return on(city, day)


def who_was_met(conn: Connection, city: City, typed: str, *, by: Person) -> dict[str, str | None]:
    """Name and phone of who received the visitor. Raises ``Refusal``: ``phone_not_chinese``, ``phone_is_staffs``."""
    number = phones.of_enterprise(conn, city, typed)
    return {"name": identity.person_name("".join(filter(str.isalpha, typed))), "phone": number}


def receipt(conn: Connection, city: City, done: Recorded) -> dict[str, Any]:
    """What became of the visit: the numbers, whose they are now, and until when."""
    rows = [
        {
            "number": each.number,
            "unit": name_in(city.unit, each.unit),
            "promised_at": each.promised_at.isoformat(),
        }
        for each in done.tickets
    ]
    return {"id": done.id, "firm": done.firm, "count": len(rows), "rows": rows[:RECEIPTS]}


def on(city: City, day: date) -> str:
    """A local day as facts carry it: the moment it begins."""
    return midnight(day, city.calendar.zone).isoformat()


def today(conn: Connection, city: City, *, now: datetime) -> date:
    """The day that it is in the city."""
    return city.calendar.day(now)


def day_of(conn: Connection, city: City, typed: str, *, now: datetime) -> date:
    """The day that somebody typed. Raises ``Refusal``: ``past_day_unread``, and those of ``visiting.require_day``."""
    today = city.calendar.day(now)
    day = one_day_in(typed, today)
    if day is None:
        raise Refusal("past_day_unread", like=city.calendar.previous_workday(today).isoformat())
    visiting.require_day(day, today)
    return day


def is_known(conn: Connection, city: City, firm: int | None, day: date, *, by: Person) -> bool:
    """Whether the person has written down a visit of that firm on that day."""
    return firm is not None and visits.on_day(conn, firm, by.id, day) > 0


def page(conn: Connection, city: City, which: int, *, by: Person) -> dict[str, Any]:
    """One's own visits, the newest first, a page of them, counted from 0."""
    _require_visitor(by)
    count = visits.count_by(conn, by.id)
    here = pages.at(which, count, SHOWN)
    rows = [
        {"id": row["id"], "firm": row["firm"], "on": on(city, row["visited_on"]), "problems": row["problems"]}
        for row in visits.by(conn, by.id, limit=SHOWN, offset=here.skip)
    ]
    choices = [[row["id"], row["firm"]] for row in rows]
    return {"count": count, "rows": rows, "choices": choices} | here.facts


def show(conn: Connection, city: City, which: int, *, by: Person) -> dict[str, Any]:
    """A visit to who made it, and to the office: note, pictures, and how its problems stand.

    Raises ``Refusal("no_such_visit")``.
    """
    found = visits.one(conn, which)
    if found is None or not (found["officer"] == by.id or by.holds(Role.OFFICE)):
        raise Refusal("no_such_visit")
    facts = {name: found[name] for name in ("firm", "who", "is_liaison", "has_place")}
    problems = visits.found(conn, which)
    return facts | {
        "id": which,
        "on": on(city, found["visited_on"]),
        "note": found["note"],
        "pictures": len(visits.files(conn, which)),
        "problems": problems,
        "choices": [[row["id"], row["number"]] for row in problems],
    }


def pictures(conn: Connection, city: City, which: int, *, by: Person) -> dict[str, Any]:
    """What was photographed on the visit, for who may see it."""
    seen = show(conn, city, which, by=by)
    return {"firm": seen["firm"], "on": seen["on"], "files": visits.files(conn, which)}
