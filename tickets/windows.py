"""Until when a move is allowed, and how often: the guards that the life cycle's rows name.

Each looks at a ticket that stands in a fitting state and names the refusal, or ``None``.
"""

from collections.abc import Callable
from datetime import datetime

from tickets import clocks
from tickets.city import City
from tickets.terms import Closing, Kind, State
from tickets.ticket import Ticket

Guard = Callable[[Ticket, datetime, City], str | None]
"""Looks at a ticket that stands in a fitting state and names the refusal, or ``None``."""


def _window(starts: tuple[str, ...], length: str, code: str) -> Guard:
    """The action is allowed until ``length`` (a field of Clocks) after the first of ``starts`` (fields of Ticket) that is set."""

    def guard(ticket: Ticket, now: datetime, city: City) -> str | None:
        began = next((at for start in starts if (at := getattr(ticket, start)) is not None), None)
        is_over = began is None or now > clocks.after(began, getattr(city.clocks, length), city.calendar)
        return code if is_over else None

    return guard


WITHIN_RETURN = _window(("given_at", "dispatched_at"), "return_window", "return_window_over")
WITHIN_REOPEN = _window(("closed_at",), "reopen_window", "reopen_window_over")
WITHIN_CONTEST = _window(("closed_at",), "contest_window", "contest_window_over")


OWN_RETURNS = 2
"""So often a ticket is given back by units themselves; the office rules on the next return."""


def may_return(ticket: Ticket, now: datetime, city: City) -> str | None:
    """A unit gives a ticket back by itself inside its window, twice at most."""
    return "third_return_is_the_offices" if ticket.returns >= OWN_RETURNS else WITHIN_RETURN(ticket, now, city)


def must_ask_to_return(ticket: Ticket, now: datetime, city: City) -> str | None:
    """Asking is for what may no longer be returned by oneself: after the window, and the third time."""
    return "return_is_still_yours" if may_return(ticket, now, city) is None else None


def callback_not_sent(ticket: Ticket, now: datetime, city: City) -> str | None:
    """A report of being done is taken back until the enterprise has been asked."""
    return "callback_already_sent" if ticket.callback_sent_at is not None else None


def may_come_back(ticket: Ticket, now: datetime, city: City) -> str | None:
    """Only what the enterprise confirmed, or never answered, can turn out not to hold."""
    if ticket.closing is Closing.REPORTED:
        return "not_now"
    return None if ticket.closing in {Closing.CONFIRMED, Closing.UNREACHED} else "contest_instead"


def may_reopen(ticket: Ticket, now: datetime, city: City) -> str | None:
    """The same, inside the window."""
    return may_come_back(ticket, now, city) or WITHIN_REOPEN(ticket, now, city)


def may_contest(ticket: Ticket, now: datetime, city: City) -> str | None:
    """What the office ended by itself is contested once, inside the window; the rest is reopened instead."""
    if ticket.closing is Closing.REPORTED:
        return "not_now"
    if ticket.contested:
        return "contested_before"
    if ticket.state is State.CLOSED and ticket.closing not in {Closing.ADJUDICATED, Closing.HANDED_OVER}:
        return "reopen_instead"
    return WITHIN_CONTEST(ticket, now, city)


def may_pause(ticket: Ticket, now: datetime, city: City) -> str | None:
    """The enterprise is asked so often in a round, and no oftener: each question stops the clock."""
    return "pauses_used_up" if ticket.pauses >= city.clocks.max_pauses else None


def not_asked_yet(ticket: Ticket, now: datetime, city: City) -> str | None:
    """A merged ticket that is called back waits for its enterprise's answer, and for nothing else."""
    return "is_called_back" if ticket.callback_sent_at is not None else None


def may_urge(ticket: Ticket, now: datetime, city: City) -> str | None:
    """Once per interval, and not while the answer is the enterprise's to give."""
    if (asked := not_asked_yet(ticket, now, city)) is not None:
        return asked
    if ticket.urged_at is None:
        return None
    until = clocks.after(ticket.urged_at, city.clocks.urge_every, city.calendar)
    return "urged_already" if now < until else None


def more_of(code: str, ticket: Ticket, city: City) -> dict[str, str]:
    """What a guard's refusal tells beyond where the ticket stands: when one may urge again."""
    if code != "urged_already" or ticket.urged_at is None:
        return {}
    return {"again_at": clocks.after(ticket.urged_at, city.clocks.urge_every, city.calendar).isoformat()}


def may_answer_in_group(ticket: Ticket, now: datetime, city: City) -> str | None:
    """What came from a group is answered there, where no one is told what should stay between the enterprise and the office."""
    if ticket.channel != "group":
        return "not_from_a_group"
    is_kept_apart = ticket.is_confidential or ticket.is_withheld or ticket.about_unit is not None
    return "stays_out_of_groups" if is_kept_apart or ticket.kind is Kind.COMPLAINT else None


def not_urgent_yet(ticket: Ticket, now: datetime, city: City) -> str | None:
    """Marked once."""
    return "urgent_already" if ticket.is_urgent else None


def not_complex_yet(ticket: Ticket, now: datetime, city: City) -> str | None:
    """Asked for until it is one."""
    return "complex_already" if ticket.is_complex else None
