"""A complaint stays out of the hands that it is about: which tickets must be taken back, whom it may concern.

Knows the ticket. Who sees what is ``tickets.access``.
"""

from tickets.city import OFFICE_UNIT
from tickets.terms import Kind
from tickets.ticket import Ticket


def faults_somebody(ticket: Ticket) -> bool:
    """Whether its words are for some only: a complaint, a unit that it names, an opinion that the office keeps to itself."""
    return ticket.kind is Kind.COMPLAINT or ticket.about_unit is not None or ticket.is_withheld


def must_be_taken_back(ticket: Ticket) -> bool:
    """Whether the unit that has the ticket may not keep it: the complaint is about it, or may be, as nobody said about whom.

    Of a withheld ticket the office has worded what the unit reads; the office itself looks into any complaint.
    """
    if ticket.unit in {None, OFFICE_UNIT} or ticket.is_withheld:
        return False
    return ticket.unit == ticket.about_unit or (ticket.kind is Kind.COMPLAINT and ticket.about_unit is None)


def keeps_somebody_out(ticket: Ticket) -> bool:
    """Whether a unit may not see the ticket because it is about that unit."""
    return ticket.about_unit is not None and not ticket.is_withheld
