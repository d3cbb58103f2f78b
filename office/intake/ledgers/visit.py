"""A ledger of visits: lines of one day, officer and firm are one visit, each problem found is a ticket."""

from datetime import datetime

from sqlalchemy import Connection

from office.intake.ledgers import answers, live, reported
from office.intake.ledgers.answers import Came, Lines, Taken
from office.intake.ledgers.known_names import Names
from office.intake.ledgers.reported import Reported
from office.intake.on_behalf import Caller
from office.submit import Filer
from storage.doors import many_visits
from storage.doors.visits import Visit
from storage.people import people
from storage.tickets import tickets
from tickets.city import City
from tickets.intake import entries
from tickets.intake.entries import Entry, VisitEntry
from tickets.refusal import Refusal


def take(conn: Connection, city: City, lines: Lines, *, now: datetime) -> list[Taken]:
    """Bring a batch in: the visits first, then what they found."""
    said, read = answers.read(lines, lambda row: entries.visit(row, city, now=now))
    known = many_visits.known(conn, [each.source for _, each in read])
    names, new = Names(), dict[str, Visit]()
    found = []
    for line, each in read:
        if each.source not in known and each.source not in new:
            try:
                new[each.source] = _visit(conn, each, names, now)
            except Refusal as no:
                said.append(answers.refused(line, no))
                continue
            if each.problem is None:
                said.append(Taken(line, Came.ADDED, each.source))
        elif each.problem is None:
            said.append(Taken(line, Came.KNOWN, each.source))
        if each.problem is not None:
            found.append((line, each, each.problem))
    known |= dict(zip(new, many_visits.keep(conn, list(new.values()), now=now), strict=True))
    return said + _problems(conn, city, found, known, names, now)


def _visit(conn: Connection, each: VisitEntry, names: Names, now: datetime) -> Visit:
    firm = names.firm(conn, each.firm, each.uscc, now=now)
    officer = names.officer(conn, each.officer, each.phone, now=now)
    return Visit(each.source, firm, officer, each.visited_on, each.note)


def _problems(
    conn: Connection,
    city: City,
    found: list[tuple[int, VisitEntry, Entry]],
    visits: dict[str, int],
    names: Names,
    now: datetime,
) -> list[Taken]:
    known = tickets.known(conn, [live.draft_of(problem) for _, _, problem in found])
    said, done, links = [], list[Reported](), list[int]()
    for line, each, problem in found:
        key = live.draft_of(problem)
        if key in known:
            said.append(Taken(line, Came.KNOWN, key))
            continue
        known.add(key)
        told = _visit(conn, each, names, now)
        if problem.report is not None:
            filer = Filer(told.enterprise)
            done.append(Reported(problem, problem.report, filer, logged_by=told.officer))
            links.append(visits[each.source])
        else:
            officer = people.get(conn, told.officer)
            ticket = live.file(conn, city, problem, Caller(told.enterprise), by=officer, now=now)
            many_visits.link(conn, [(visits[each.source], ticket.id)])
        said.append(Taken(line, Came.ADDED, key))
    ids = reported.keep(conn, city, done, now=now)
    many_visits.link(conn, list(zip(links, ids, strict=True)))
    return said
