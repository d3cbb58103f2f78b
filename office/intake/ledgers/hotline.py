"""A hotline's ledger: lines with an outcome are reported ones, the others live ones, routed like any other."""

from datetime import datetime

from sqlalchemy import Connection

from office.intake import on_behalf
from office.intake.ledgers import answers, live, reported
from office.intake.ledgers.answers import Came, Lines, Taken
from office.intake.ledgers.known_names import Names
from office.intake.ledgers.reported import Reported
from office.intake.on_behalf import Caller
from storage.tickets import tickets
from tickets.city import City
from tickets.intake import entries
from tickets.people import INTAKE
from tickets.refusal import Refusal


def take(conn: Connection, city: City, lines: Lines, *, now: datetime) -> list[Taken]:
    """Bring a batch in."""
    said, found = answers.read(lines, lambda row: entries.hotline(row, city, now=now))
    known = tickets.known(conn, [live.draft_of(entry) for _, entry in found])
    names, done = Names(), list[Reported]()
    for line, entry in found:
        key = live.draft_of(entry)
        if key in known:
            said.append(Taken(line, Came.KNOWN, key))
            continue
        try:
            firm = names.firm(conn, entry.firm, entry.uscc, now=now)
            caller = Caller(firm, name=entry.caller, phone=entry.phone)
            if entry.report is not None:
                done.append(Reported(entry, entry.report, on_behalf.filer_of(conn, caller, now=now)))
            else:
                live.file(conn, city, entry, caller, by=INTAKE, now=now)
        except Refusal as no:
            said.append(answers.refused(line, no))
            continue
        known.add(key)
        said.append(Taken(line, Came.ADDED, key))
    reported.keep(conn, city, done, now=now)
    return said
