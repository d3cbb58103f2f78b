"""Who wrote in a group and is not known yet: the link that they open, the firm that they name, and how long it is waited."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from office import submit, tell
from office.act import act
from office.handling import dispatch
from office.intake import mentions
from office.intake.forms import from_text
from storage.clock import known
from storage.clock.deadlines import Deadline
from storage.doors import mentions as places
from storage.people import enterprises, groups
from storage.tickets import texts, tickets
from tickets import access
from tickets.access import Standing
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import CLOCK, RULE, Person
from tickets.refusal import Refusal
from tickets.terms import Reason, State
from tickets.ticket import Ticket

LINK = "group_"
"""What stands in a link before the ticket's id. It opens nothing to who is not the author."""


def link_to(bot_name: str, ticket: int) -> str:
    """The link under the number that a group hears."""
    return f"https://t.me/{bot_name}?start={LINK}{ticket}"


def open_link(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> bool:
    """Somebody follows the link under a group's number; whether it is the author's own, who is waited for no longer.

    Raises ``Refusal("link_is_anothers")`` to who has nothing to do with the ticket, and for a ticket that is none.
    """
    try:
        ticket = tickets.get_to_change(conn, ticket_id)
    except Refusal:
        raise Refusal("link_is_anothers") from None
    held = access.standings(by, ticket)
    if not held or ticket.channel != mentions.CHANNEL:
        raise Refusal("link_is_anothers")
    if Standing.FILER not in held:
        return False
    if ticket.awaits_author:
        opened = act(conn, city, ticket_id, Action.OPEN_LINK, by=by, now=now, awaits_author=False).ticket
        _hand_on(conn, city, opened, now=now)
    return True


def firm_is_known(conn: Connection, city: City, *, by: Person, now: datetime) -> None:
    """Somebody has said for which enterprise they speak: what they wrote before is that enterprise's."""
    for which in tickets.without_firm(conn, by.id):
        ticket = tickets.get_to_change(conn, which)
        firm = enterprises.get(conn, by.enterprise or 0)
        was_awaited = ticket.awaits_author
        named = act(
            conn,
            city,
            which,
            Action.NAME_FIRM,
            by=by,
            now=now,
            enterprise=by.enterprise,
            region=firm["region"] or ticket.region,
            chain=firm["chain"] or ticket.chain,
            awaits_author=False,
        ).ticket
        if was_awaited:
            _hand_on(conn, city, named, now=now)


def _hand_on(conn: Connection, city: City, ticket: Ticket, *, now: datetime) -> None:
    """Hand the ticket to the unit that a rule is sure of, as if it had just come in; else it stays with the office."""
    if ticket.state is not State.SUBMITTED or ticket.round > 1:
        return
    text = texts.latest(conn, ticket.id, "grievance") or ""
    read = from_text(city, "", text, ticket.channel, kind=ticket.kind, region=ticket.region, chain=ticket.chain)
    is_sure = read.category_is_sure or ticket.category != read.category
    form = replace(read, category=ticket.category, category_is_sure=is_sure, about_unit=ticket.about_unit)
    choice = submit.choose_unit(city, form, None)
    is_kept = ticket.is_withheld or form.needs_office or ticket.returns > 0
    if choice.is_certain and not is_kept:
        dispatch.dispatch(conn, city, ticket.id, choice.unit or "", by=RULE, now=now)


def list_unopened(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """A working day has passed: the office is told whom to look for."""
    ticket = tickets.get(conn, deadline.ticket)
    place = places.of(conn, ticket.id)
    group = groups.get(conn, place.chat) if place is not None else None
    title = group["title"] if group else None
    tell.tell_parties(conn, city, ticket, "author_missing", (To.OFFICE,), now=now, group=title)


def give_up(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Nobody could find the author: not accepted (无法联系), which counts. The group's message says so, and how to contest."""
    ticket = tickets.get(conn, deadline.ticket)
    dispatch.reject(conn, city, ticket.id, Reason.UNREACHABLE_AUTHOR, by=CLOCK, now=now)
    place = places.of(conn, ticket.id)
    group = groups.get(conn, place.chat) if place is not None else None
    if place is not None and group is not None and group["is_member"]:
        link = link_to(known.recall(conn, "username") or "", ticket.id)
        gone = Notice("mention_given_up", facts={"number": ticket.number, "link": link}, card=card_of(ticket.id))
        tell.say(conn, place.chat, gone, now=now)


def card_of(ticket: int) -> str:
    """The message by which a group heard a ticket's number."""
    return f"mention:{ticket}"
