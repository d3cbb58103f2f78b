"""The duty phone (值班电话): whom people can ring up about an urgent ticket when everybody has gone home."""

from datetime import datetime

from tickets.access import Standing
from tickets.city import City
from tickets.ticket import Ticket

FROM_THE_FIRM = frozenset({Standing.FILER, Standing.COLLEAGUE})


def phone(city: City, ticket: Ticket, held: frozenset[Standing], *, now: datetime) -> str | None:
    """The number for who holds these standings: the unit's own, else the office's; none by day, or when nothing is urgent.

    An enterprise that faults the unit rings up the office.
    """
    if not ticket.is_urgent or not ticket.is_open or city.calendar.is_open(now):
        return None
    is_faulted = ticket.is_withheld or (ticket.unit is not None and ticket.unit == ticket.about_unit)
    unit = None if is_faulted and held & FROM_THE_FIRM else city.unit.get(ticket.unit or "")
    return (unit.duty_phone if unit else None) or city.duty_phone
