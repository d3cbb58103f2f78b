"""An operator's desk: what a caller says is taken down, looked over, and filed in the caller's name.

It does not know how it is asked for in chat. What stands in a message is split by ``tickets.intake.dictation``.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import alike, submit, tell
from office.intake import on_behalf
from office.intake.on_behalf import Caller
from office.intake.receipts import AT_ONCE
from office.people import finding_firms
from office.submit import Submission
from storage.doors import receipts
from storage.people import enterprises, people
from storage.tickets import tickets
from tickets import access, clocks
from tickets.access import Standing
from tickets.city import City, name_in
from tickets.intake import dictation
from tickets.intake.dictation import Dictated
from tickets.people import Person
from tickets.refusal import Refusal

HOTLINE, CHAIN = "hotline", "chain"

Door = tuple[str, str | None]
"""A channel's key, and the sub-channel."""


def take_down(conn: Connection, city: City, typed: str) -> Dictated:
    """The message split into its parts."""

    def names_a_firm(words: str) -> bool:
        try:
            found = finding_firms.find(conn, city, words)
        except Refusal:
            return False
        return found.exact is not None or bool(found.like) or not found.is_doubtful

    return dictation.split(typed, names_a_firm)


def knows(conn: Connection, city: City, number: str, firm: int | None) -> str | None:
    """The name under which the number of that firm is known already, or ``None``."""
    found = people.by_phone(conn, number, firm) if firm is not None else None
    return people.name(conn, found) or None


def doors(conn: Connection, city: City, firm: int | None, *, by: Person) -> list[Door]:
    """By which channels what ``by`` takes down of that firm may come in, the likeliest first: the chains whose office they
    are of, where the firm is of them or its chain is not known, then the lines.
    """
    theirs = enterprises.get(conn, firm)["chain"] if firm is not None else None
    chains = [chain for chain in city.chains if chain.key in by.chains and theirs in {None, chain.key}]
    lines = city.sub_channels.get(HOTLINE, ())
    return [*((CHAIN, chain.name) for chain in chains), *((HOTLINE, line) for line in lines or (None,))]


def _through(
    conn: Connection, city: City, form: Submission, firm: int | None, door: Door | None, by: Person
) -> Submission:
    """The form as it comes in by the door that was chosen, if it is one of theirs, else by the likeliest."""
    open_to = doors(conn, city, firm, by=by)
    channel, sub = door if door in open_to else open_to[0]
    return replace(form, channel=channel, sub_channel=sub)


def _chain_of(city: City, form: Submission) -> str | None:
    """The chain whose office it comes in by."""
    if form.channel != CHAIN:
        return None
    return next((chain.key for chain in city.chains if chain.name == form.sub_channel), None)


def preview(
    conn: Connection, city: City, form: Submission, caller: Caller, door: Door | None, *, by: Person, now: datetime
) -> dict[str, Any]:
    """What the form would become, for the operator to check: as for a contact, and whose it is and by which channel."""
    form = _through(conn, city, form, caller.firm, door, by)
    firm = enterprises.get(conn, caller.firm) if caller.firm is not None else None
    kept = firm or {"name": caller.firm_name, "region": None, "chain": None}
    seen = submit.outlook(city, form, kept | {"chain": kept["chain"] or _chain_of(city, form)})
    return seen | {
        "is_new": firm is None,
        "person": caller.name,
        "phone": caller.phone,
        "channel": name_in(city.channel, form.channel) or form.channel,
        "sub_channel": form.sub_channel,
        "has_doors": len(doors(conn, city, caller.firm, by=by)) > 1,
        "alike": alike.of_firm(conn, form.text, caller.firm, by=by, now=now) if caller.firm is not None else None,
    }


def log(
    conn: Connection, city: City, form: Submission, caller: Caller, door: Door | None, *, by: Person, now: datetime
) -> dict[str, Any]:
    """File the form for the caller, and keep that they are still to be told; gives what ``receipt`` does.

    Raises what ``on_behalf.log`` does, and ``Refusal("not_for_you")`` to who may not.
    """
    if not access.may_command("log", by):
        raise Refusal("not_for_you")
    form = _through(conn, city, form, caller.firm, door, by)
    ticket = on_behalf.log(conn, city, form, replace(caller, chain=_chain_of(city, form)), by=by, now=now)
    if caller.phone is not None and not tell.contacts(conn, ticket):
        receipts.wait(conn, ticket.id, now + AT_ONCE)
    return receipt(conn, city, ticket.id, by=by)


def receipt(conn: Connection, city: City, ticket_id: int, *, by: Person) -> dict[str, Any]:
    """What is read out to the caller: number, unit and promise; whether that is to be done still (``is_to_be_told``) or done,
    or they get it in Telegram (``hears``).
    """
    ticket = tickets.get(conn, ticket_id)
    caller = people.row(conn, ticket.filed_by) if ticket.filed_by is not None else {"phone": None}
    hears, is_waiting = bool(tell.contacts(conn, ticket)), receipts.is_waiting(conn, ticket_id)
    return {
        "id": ticket.id,
        "number": ticket.number,
        "unit": name_in(city.unit, ticket.unit),
        "promised_at": ticket.promised_at.isoformat(),
        "is_provisional": clocks.is_provisional(ticket.promised_at, city.calendar),
        "hears": hears,
        "phone": caller["phone"],
        "is_to_be_told": is_waiting,
        "is_told": not hears and caller["phone"] is not None and not is_waiting,
        "door": _place_of((ticket.channel, ticket.sub_channel), doors(conn, city, None, by=by)),
    }


def speaks_for_caller(conn: Connection, city: City, ticket_id: int, *, by: Person) -> bool:
    """Whether what ``by`` writes about the ticket is what the caller said: they logged it, and no other part in it, or
    the caller is in no Telegram.
    """
    ticket = tickets.get(conn, ticket_id)
    held = access.standings(by, ticket)
    if Standing.LOGGER not in held or Standing.CLAIMER in held:
        return False
    return held == {Standing.LOGGER} or not tell.contacts(conn, ticket)


def card_of(ticket: int) -> str:
    """The message that tells the operator what to read out."""
    return f"logged:{ticket}"


def _place_of(door: Door, among: list[Door]) -> int:
    return among.index(door) if door in among else 0
