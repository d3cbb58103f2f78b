"""Who hears of what: news to the parties that ``tickets.notices.TOLD`` names, and every other card brought up to date.

Resolves parties to chats. A unit hears in its group; without one, in its officers' private chats; the firm's own liaison first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts
from office.people import at_work, liaison
from office.reading import Reading
from storage.people import enterprises, groups, people
from storage.post import messages, outbox
from tickets import access
from tickets.access import Standing
from tickets.city import OFFICE_UNIT, City
from tickets.notices import AT_ONCE, CARD_OF, QUOTING, TOLD, Notice, Tell, To
from tickets.people import Person
from tickets.quiet import Quiet
from tickets.supervision import SUPERIOR
from tickets.terms import Role, State
from tickets.ticket import Ticket

GROUP = frozenset({Standing.OFFICER, Standing.OFFERED})

LEFT = frozenset({"gone_card", "instructed_by"})
"""What the card of a ticket says to who no longer stands to it; it stays so."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A chat, and how who sits in it stands to the ticket; ``person`` is ``None`` for a group."""

    chat: int
    held: frozenset[Standing]
    person: int | None = None
    is_reachable: bool = True
    is_away: bool = False
    quiet: Quiet | None = None


def card_of(ticket: int) -> str:
    """The card that each chat keeps of a ticket."""
    return f"ticket:{ticket}"


def news(conn: Connection, city: City, ticket: Ticket, event: str, *, now: datetime, **extra: Any) -> None:
    """Tell everybody whom the event concerns, and bring every other card of the ticket up to date."""
    reading = Reading(conn, ticket)
    _refresh(reading, city, now=now, but=_announce(reading, city, event, extra, now=now))


def announce(conn: Connection, city: City, ticket: Ticket, event: str, *, now: datetime, **extra: Any) -> set[int]:
    """Tell everybody whom the event concerns; returns the chats that were told."""
    return _announce(Reading(conn, ticket), city, event, extra, now=now)


def _announce(reading: Reading, city: City, event: str, extra: dict[str, Any], *, now: datetime) -> set[int]:
    is_open_to_unit = reading.ticket.state is State.DISPATCHED
    rows = [row for row in TOLD.get(event, ()) if row.to is not To.UNIT or is_open_to_unit]
    return _tell(reading, city, rows, extra, now=now, is_first_offer=event not in {"offered_to_unit", "vacated"})


def tell_parties(
    conn: Connection, city: City, ticket: Ticket, kind: str, parties: Iterable[To], *, now: datetime, **extra: Any
) -> set[int]:
    """Tell these parties as news, in the place of one that is nobody, or away, its superior; returns the chats told."""
    rows = [Tell(kind, party, or_superior=True) for party in parties]
    return _tell(Reading(conn, ticket), city, rows, extra, now=now)


def _tell(
    reading: Reading,
    city: City,
    rows: Iterable[Tell],
    extra: dict[str, Any],
    *,
    now: datetime,
    is_first_offer: bool = True,
) -> set[int]:
    conn, ticket, told = reading.conn, reading.ticket, set[int]()
    for row in rows:
        kind = row.kind
        to = reader(conn, ticket) if kind in QUOTING else row.to
        if row.or_superior:
            listeners = hearers_of(conn, city, ticket, to, now=now)
        else:
            listeners = audience(conn, city, ticket, to, now=now, is_first_offer=is_first_offer)
        if row.to is To.UNIT and not listeners:
            kind, listeners = "unit_without_officers", audience(conn, city, ticket, To.OFFICE, now=now)
        for listener in listeners:
            if listener.chat not in told:
                told.add(listener.chat)
                card = replace(_card(reading, city, kind, listener, now=now, **extra), fresh=row.fresh)
                if kind in QUOTING or kind in AT_ONCE:
                    pass_on(conn, city, listener, card, now=now, is_urgent=ticket.is_urgent)
                else:
                    _news(conn, city, listener, card, ticket, now=now)
    return told


def refresh(conn: Connection, city: City, ticket: Ticket, *, now: datetime, but: set[int] | None = None) -> None:
    """Edit the ticket's card in every chat in which it no longer shows what is so, save those in ``but``."""
    _refresh(Reading(conn, ticket), city, now=now, but=but)


def _refresh(reading: Reading, city: City, *, now: datetime, but: set[int] | None) -> None:
    conn, ticket = reading.conn, reading.ticket
    made: dict[tuple[str, frozenset[Standing]], Notice] = {}
    for chat, shown in messages.showing(conn, card_of(ticket.id)).items():
        if but and chat in but:
            continue
        listener = _listener(conn, ticket, chat)
        kind = _card_kind(listener)
        if not listener.held and shown.kind in LEFT:
            continue
        if (kind, listener.held) not in made:
            made[kind, listener.held] = _card(reading, city, kind, listener, now=now)
        card = made[kind, listener.held]
        if listener.is_reachable and (card.kind, card.facts) != (shown.kind, shown.facts):
            _news(conn, city, listener, card, ticket, now=now)


def refresh_one(
    conn: Connection, city: City, ticket: Ticket, chat: int, *, now: datetime, is_unfolded: bool = False
) -> None:
    """Edit the ticket's card in one chat; unfolded, it shows every move and not only the likely ones."""
    listener = _listener(conn, ticket, chat)
    extra = {"is_unfolded": True} if is_unfolded else {}
    card = _card(Reading(conn, ticket), city, _card_kind(listener), listener, now=now, **extra)
    say(conn, chat, card, now=now, person=listener.person)


def audience(
    conn: Connection, city: City, ticket: Ticket, to: To, *, now: datetime, is_first_offer: bool = False
) -> list[Listener]:
    """The chats of a party; empty when nobody of it can be reached in Telegram."""
    if to is To.CONTACT:
        found = contacts(conn, ticket)[:1]
    elif to is To.OFFICER:
        found = _officer(conn, ticket)
    elif to is To.OFFICE:
        found = people.holders(conn, Role.OFFICE)
    elif to is To.LEADERS:
        found = people.holders(conn, Role.LEADER)
    elif to is To.UNIT_LEAD:
        leads = people.holders(conn, Role.UNIT_LEAD, ticket.unit) if ticket.unit else []
        found = [lead for lead in leads if not lead.is_away]
    elif to is To.UNIT:
        return _unit(conn, city, ticket, is_first_offer=is_first_offer)
    else:
        raise ValueError(f"{to} is not a party of a ticket")
    return private(found, ticket)


def hearers_of(conn: Connection, city: City, ticket: Ticket, to: To, *, now: datetime) -> list[Listener]:
    """The chats of a party, or of its superior where nobody of it can be reached, or is there."""
    is_nobody = to is To.OFFICER and at_work.handler(conn, ticket) is None
    listeners = [] if is_nobody else audience(conn, city, ticket, to, now=now)
    while not listeners and to in SUPERIOR:
        to = SUPERIOR[to]
        listeners = audience(conn, city, ticket, to, now=now)
    return listeners


def _officer(conn: Connection, ticket: Ticket) -> list[Person]:
    """Who handles the ticket now; while nobody does, its officer all the same: what people say is not lost."""
    there = at_work.handler(conn, ticket)
    if there is None and ticket.officer is not None:
        there = people.get(conn, ticket.officer)
    return [there] if there is not None else []


def contacts(conn: Connection, ticket: Ticket) -> list[Person]:
    """Who may hear for the enterprise and can be reached: who filed it, then the firm's confirmed contacts."""
    candidates = [ticket.filed_by] if ticket.filed_by is not None else []
    if ticket.enterprise is not None and not ticket.is_confidential:
        firm = enterprises.contacts(conn, ticket.enterprise)
        candidates += [each["id"] for each in firm if each["is_confirmed"]]
    found = [people.get(conn, who) for who in dict.fromkeys(candidates)]
    return [person for person in found if person.telegram_id is not None and person.is_reachable]


def reader(conn: Connection, ticket: Ticket) -> To:
    """Who reads what the enterprise adds: the officer; the office for one who can't be reached, or may not read it."""
    is_lost = not any(each.is_reachable for each in _officer(conn, ticket))
    return To.OFFICE if ticket.is_withheld or (is_lost and ticket.officer is not None) else To.OFFICER


def say(conn: Connection, chat: int, notice: Notice, *, now: datetime, person: int | None = None) -> int:
    """Put one notice for one chat into the outbox; returns its outbox id."""
    return outbox.post(
        conn,
        chat=chat,
        kind=notice.kind,
        facts=dict(notice.facts),
        card=notice.card,
        fresh=notice.fresh,
        quiet=notice.quiet,
        ticket=notice.ticket,
        person=person,
        due_at=notice.due_at or now,
        now=now,
    )


def _news(conn: Connection, city: City, listener: Listener, card: Notice, ticket: Ticket, *, now: datetime) -> None:
    """A ticket's card for who listens; in quiet hours of their own it waits for the end of them, an urgent one apart."""
    is_held = listener.quiet is not None and not ticket.is_urgent
    held = listener.quiet.until(now, city.calendar) if listener.quiet is not None and is_held else None
    say(conn, listener.chat, replace(card, due_at=held), now=now, person=listener.person)


def pass_on(
    conn: Connection, city: City, listener: Listener, notice: Notice, *, now: datetime, is_urgent: bool = False
) -> int:
    """``say`` for what a person says to a person: at once, silently outside business hours and in their quiet hours, an
    urgent one apart.
    """
    is_resting = listener.quiet is not None and listener.quiet.until(now, city.calendar) is not None
    is_quiet = not is_urgent and (is_resting or not city.calendar.is_open(now))
    return say(conn, listener.chat, replace(notice, quiet=is_quiet), now=now, person=listener.person)


def _unit(conn: Connection, city: City, ticket: Ticket, *, is_first_offer: bool) -> list[Listener]:
    if ticket.unit is None:
        return []
    if is_first_offer and (own := liaison.of(conn, ticket)) is not None:
        return private([own], ticket)
    group = groups.of_unit(conn, ticket.unit)
    if group is not None:
        return [Listener(group, GROUP)]
    found = people.holders(conn, Role.OFFICE) if ticket.unit == OFFICE_UNIT else people.officers(conn, ticket.unit)
    return private([each for each in found if not each.is_away], ticket)


def private(found: list[Person], ticket: Ticket) -> list[Listener]:
    """The private chats of those who have to do with the ticket and can be reached."""
    return [
        Listener(person.telegram_id, held, person.id, quiet=person.quiet)
        for person in found
        if person.telegram_id is not None and person.is_reachable and (held := access.standings(person, ticket))
    ]


def still_concerned(conn: Connection, ticket: Ticket, whom: Iterable[int | None]) -> list[Listener]:
    """Of these people those whom the ticket still concerns: who was sent the beginning need not be sent the rest."""
    return private([people.get(conn, person) for person in dict.fromkeys(whom) if person is not None], ticket)


def stands(conn: Connection, ticket: Ticket, chat: int) -> bool:
    """Whether who sits in the chat has to do with the ticket."""
    return bool(_listener(conn, ticket, chat).held)


def _listener(conn: Connection, ticket: Ticket, chat: int) -> Listener:
    if chat < 0:
        is_theirs = ticket.unit is not None and groups.of_unit(conn, ticket.unit) == chat
        is_accused = ticket.unit == ticket.about_unit and not ticket.is_withheld
        return Listener(chat, GROUP if is_theirs and not is_accused else frozenset())
    person = people.by_telegram(conn, chat)
    if person is None:
        return Listener(chat, frozenset())
    held = access.standings(person, ticket)
    return Listener(chat, held, person.id, person.is_reachable, person.is_away, person.quiet)


def _card_kind(listener: Listener) -> str:
    held = listener.held
    if not held:
        return "gone_card"
    if listener.chat < 0:
        return CARD_OF[To.UNIT]
    if held & {Standing.FILER, Standing.COLLEAGUE}:
        return CARD_OF[To.CONTACT]
    if Standing.CLAIMER in held:
        return CARD_OF[To.OFFICER]
    if held & {Standing.OFFICE, Standing.LEADER}:
        return CARD_OF[To.OFFICE]
    return CARD_OF[To.UNIT]


def _card(reading: Reading, city: City, kind: str, listener: Listener, *, now: datetime, **extra: Any) -> Notice:
    ticket = reading.ticket
    only = facts.ON_A_CARD if kind == "unit_card" or listener.chat < 0 else facts.on_a_card_of(ticket)
    body = facts.of_ticket(reading.conn, city, ticket, listener.held, now=now, only=only, reading=reading) | extra
    return Notice(kind, facts=body, card=card_of(ticket.id), ticket=ticket.id)


def is_offered(conn: Connection, ticket: Ticket) -> bool:
    """Whether the ticket's card lies before somebody who may claim it."""
    listeners = (_listener(conn, ticket, chat) for chat in messages.showing(conn, card_of(ticket.id)))
    return any(each.is_reachable and not each.is_away and Standing.OFFERED in each.held for each in listeners)
