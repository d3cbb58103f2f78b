"""A grievance logged by staff, or sent in by another system, on behalf of somebody who does not write to the bot."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from office import submit
from office.people import written_down
from office.submit import Filer, Submission
from storage.people import enterprises, people
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Caller:
    """In whose name it is logged: the firm, a known one by id or else by name, and who spoke for it, as far as known.

    ``phone`` is E.164, as from ``office.people.phones.of_enterprise``. ``chain`` is kept of a firm whose chain was not known.
    """

    firm: int | None = None
    firm_name: str = ""
    name: str | None = None
    phone: str | None = None
    chain: str | None = None


def log(conn: Connection, city: City, form: Submission, caller: Caller, *, by: Person, now: datetime) -> Ticket:
    """File the form for the caller. Receipt and callback of who has no Telegram go by the phone list.

    Raises ``Refusal("phone_is_staffs")`` besides those of ``submit.file``.
    """
    return submit.file(conn, city, form, filer_of(conn, caller, now=now), by=by, now=now)


def filer_of(conn: Connection, caller: Caller, *, now: datetime) -> Filer:
    """The firm and the person, both written down when they are new. The same number of the same firm is the same person.

    Logging proves nothing about who speaks for a firm: a person written down here is no confirmed contact of it.
    """
    if caller.phone is not None and people.is_staff_phone(conn, caller.phone):
        raise Refusal("phone_is_staffs")
    firm = caller.firm if caller.firm is not None else written_down.firm(conn, caller.firm_name, now=now)
    if caller.chain is not None and enterprises.get(conn, firm)["chain"] is None:
        enterprises.change(conn, firm, chain=caller.chain)
    if caller.phone is None:
        return Filer(firm)
    known = people.by_phone(conn, caller.phone, firm)
    if known is None:
        known = people.write_down(conn, caller.name or "", caller.phone, firm, now=now)
    return Filer(firm, known)
