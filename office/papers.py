"""What leaves the chat: the 交办单 for a unit without Telegram, a ticket's record for printing, its files in one archive.

Each shows what whoever asks for it may see; of a confidential ticket every one of them is a look, and kept in its history.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, timeline, views
from storage.tickets import tickets
from tickets import access
from tickets.access import Standing
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import OPEN

AS_THE_UNIT = frozenset({Standing.OFFICER, Standing.CLAIMER})
"""The paper is for whoever handles the ticket in the unit; it is given to them, so they have it in hand."""


def slip(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """The 交办单: the ticket as its unit may read it. A withheld one has the office's wording, a confidential one no enterprise.

    Raises ``Refusal``: ``no_such_ticket``, ``office_only``, ``not_handed_out``.
    """
    looked = views.look(conn, city, ticket_id, by=by, now=now)
    found = tickets.get(conn, ticket_id)
    if Standing.OFFICE not in access.standings(by, found):
        raise Refusal("office_only")
    if found.unit is None or found.state not in OPEN:
        raise Refusal("not_handed_out", number=found.number)
    body = facts.of_ticket(conn, city, found, AS_THE_UNIT, now=now)
    parties = {} if found.is_confidential else {name: looked.get(name) for name in ("firm", "person", "phone")}
    return {"office": city.name, "printed_at": now.isoformat(), "firm": None, **body, **parties}


def record(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """The whole ticket and everything that happened to it, as ``by`` may see it. Raises ``Refusal("no_such_ticket")``."""
    looked = views.look(conn, city, ticket_id, by=by, now=now)
    events = timeline.whole(conn, city, tickets.get(conn, ticket_id), by=by)
    return {"office": city.name, "printed_at": now.isoformat(), "firm": None, **looked, "events": events}


def archive(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """The files of the ticket that ``by`` may have. Raises ``Refusal``: ``no_such_ticket``, ``no_files``."""
    looked = views.look(conn, city, ticket_id, by=by, now=now)
    files = views.files(conn, city, ticket_id, by=by)
    if not files:
        raise Refusal("no_files", number=looked["number"])
    return {"id": ticket_id, "number": looked["number"], "files": files, "missing": 0}
