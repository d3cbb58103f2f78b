"""A roster: who is known takes the post at once, everybody else gets a link of their own; their firms wait for them.

Nobody can be seated without Telegram: who is written down here becomes whoever opens the link.
"""

from datetime import datetime

from sqlalchemy import Connection

from office.intake.ledgers import answers
from office.intake.ledgers.answers import Came, Lines, Taken
from office.intake.ledgers.known_names import Names
from office.people import inviting, staff, written_down
from storage.people import invitations, liaisons, people
from tickets.city import City
from tickets.clocks import Duration
from tickets.intake import roster_entries
from tickets.intake.roster_entries import Seat
from tickets.people import COMMAND_LINE
from tickets.refusal import Refusal

FOR_TWO_WEEKS = Duration(14, "d")
"""How long an opening day's links work: hundreds of people open them, some after their leave."""


def take(conn: Connection, city: City, lines: Lines, *, now: datetime) -> list[Taken]:
    """Bring a batch in."""
    said, found = answers.read(lines, lambda row: roster_entries.seat(row, city))
    names = Names()
    for line, seat in found:
        try:
            said.append(_take(conn, city, line, seat, names, now))
        except Refusal as no:
            said.append(answers.refused(line, no))
    return said


def _take(conn: Connection, city: City, line: int, seat: Seat, names: Names, now: datetime) -> Taken:
    which = written_down.for_post(conn, seat.name, seat.phone, seat.unit, now=now)
    person = people.get(conn, which)
    is_new, link = False, None
    if person.holds(seat.role, seat.unit):
        pass
    elif person.telegram_id is not None:
        staff.appoint(conn, person, seat.role, seat.unit, now=now)
        is_new = True
    elif not invitations.is_open(conn, which, seat.role, seat.unit, now=now):
        link = _invite(conn, city, seat, which, now).token
        is_new = True
    for name in seat.firms:
        firm = names.firm(conn, name, None, now=now)
        is_new = liaisons.look_after(conn, firm, which) or is_new
    return Taken(line, Came.ADDED if is_new else Came.KNOWN, seat.key, link=link)


def _invite(conn: Connection, city: City, seat: Seat, person: int, now: datetime) -> inviting.Invitation:
    return inviting.invite(
        conn,
        city,
        seat.role,
        by=COMMAND_LINE,
        now=now,
        unit=seat.unit,
        name=seat.name,
        expires=FOR_TWO_WEEKS,
        person=person,
    )
