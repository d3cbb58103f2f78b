"""How long a ticket may be handled: by its kind and category, in its first round and in the later ones."""

from tickets import clocks
from tickets.city import City
from tickets.ticket import Ticket


def handling(city: City, ticket: Ticket) -> clocks.Duration:
    """The handling limit of the ticket's kind and category, and of a complex case."""
    plain, complex = _limits(city, ticket)
    return complex if ticket.is_complex else plain


def of_round(city: City, ticket: Ticket) -> tuple[clocks.Duration, clocks.Duration]:
    """The handling limits of the ticket's present round: of a plain case, and of a complex one."""
    plain, complex = _limits(city, ticket)
    if ticket.round == 1:
        return plain, complex
    return clocks.rework_limit(plain, city.calendar), clocks.rework_limit(complex, city.calendar)


def _limits(city: City, ticket: Ticket) -> tuple[clocks.Duration, clocks.Duration]:
    category = city.category.get(ticket.category or "")
    overrides = category.clocks if category else ()
    return city.clocks.handling(ticket.kind, overrides), city.clocks.handling(ticket.kind, overrides, True)
