"""What people look at: lists with pages, a ticket whole, the desk; only what each may see.

Nothing is changed by looking, but a look at a confidential ticket is kept in its history.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import facts, looks, may, pages, tell
from office.asking import requests, support
from office.callbacks import callback_card, revisit
from office.handling import dispatch
from storage.listing import lists
from storage.people import people
from storage.post import messages
from storage.tickets import events, questions, texts, tickets
from tickets import access, clocks, lifecycle
from tickets.access import Facet, Standing
from tickets.city import City, name_in
from tickets.lifecycle import Action
from tickets.number import number, parse_number
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.routing import MAY_BE_FAULTED
from tickets.ticket import Ticket

TALK_IS_FRESH = 3
"""Working days in which free text after a message may be the answer to it."""

ASKED_AT_ONCE = 4
"""So many open questions that something said may answer are offered at most."""

LIST_ROLES = {"logged": "log", "chain": "log", "pool": "pool", "todo": "todo", "unit": "unit"}
LIST_ROLES |= dict.fromkeys(("triage", "unclaimed", "authors"), "triage")


def ticket(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """The ticket as a card shows it to ``by``. Raises ``Refusal("no_such_ticket")`` to who may not see it."""
    found = tickets.get(conn, ticket_id)
    return _seen(conn, city, found, facts.on_a_card_of(found), by=by, now=now)


def _seen(
    conn: Connection, city: City, found: Ticket, only: frozenset[Facet], *, by: Person, now: datetime
) -> dict[str, Any]:
    held = access.standings(by, found)
    if not access.sees(Facet.CARD, held, found):
        raise Refusal("no_such_ticket", number=None)
    seen = facts.of_ticket(conn, city, found, held, now=now, only=only)
    seen["is_staff"] = held.isdisjoint({Standing.FILER, Standing.COLLEAGUE})
    seen["answers_support"] = support.is_theirs(conn, found, by)
    seen["may_see_looks"] = found.is_confidential and access.sees(Facet.LOOKS, held, found)
    seen["is_without_timeline"] = not access.sees(Facet.TIMELINE, held, found)
    return seen


def before(
    conn: Connection, city: City, ticket_id: int, action: Action, *, by: Person, now: datetime
) -> dict[str, Any]:
    """``ticket`` for who is about to make a move. Raises what making it would, so that nobody writes in vain."""
    found = tickets.get(conn, ticket_id)
    may.require(conn, city, action, by, found)
    lifecycle.check(found, action, now=now, city=city)
    requests.require_free(conn, found, action)
    return ticket(conn, city, ticket_id, by=by, now=now)


def outcome(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """What who has just moved a ticket is told of it, also when it is no longer theirs to see."""
    found = tickets.get(conn, ticket_id)
    return {
        "number": found.number,
        "state": found.state.value,
        "round": found.round,
        "unit": name_in(city.unit, found.unit),
        "officer": people.name(conn, found.officer) or None,
        "kind": found.kind.value,
        "category": name_in(city.category, found.category),
        "lead": tickets.get(conn, found.lead).number if found.lead is not None else None,
        "due_at": found.due_at.isoformat() if found.due_at else None,
        "due_is_provisional": clocks.is_provisional(found.due_at or found.promised_at, city.calendar),
        "review_at": found.review_at.isoformat() if found.review_at else None,
        "is_withheld": found.is_withheld,
        "is_confidential": found.is_confidential,
        "moves": sorted(facts.moves(city, found, access.standings(by, found), now=now)),
    }


def look(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """The ticket whole, as ``by`` may see it: who looks at a confidential one, its filer apart, is logged."""
    found = tickets.get(conn, ticket_id)
    seen = _seen(conn, city, found, frozenset(Facet), by=by, now=now)
    looks.note(conn, found, "details", by=by, now=now)
    return seen


def find(conn: Connection, city: City, typed: str, *, by: Person, now: datetime) -> dict[str, Any]:
    """The ticket under a number as ``by`` may see it; somebody else's number is as unknown as a made-up one."""
    return look(conn, city, numbered(conn, city, typed).id, by=by, now=now)


def numbered(conn: Connection, city: City, typed: str) -> Ticket:
    """The ticket under a number as people write it. Raises ``Refusal("no_such_ticket")``."""
    parsed = parse_number(typed, city.prefix)
    found = None
    if parsed is not None and parsed[0] is not None:
        found = tickets.by_number(conn, number(city.prefix, parsed[0], parsed[1]))
    if found is None:
        raise Refusal("no_such_ticket", number=None)
    return found


def files(conn: Connection, city: City, ticket_id: int, *, by: Person) -> list[dict[str, str]]:
    """The files of the grievance, for who sees its text (the unit of a withheld ticket does not get them), of the result,
    of notes for who sees notes, and of callbacks for who reads their sentences.
    """
    found = tickets.get(conn, ticket_id)
    held = access.standings(by, found)
    if not access.sees(Facet.TEXT, held, found):
        raise Refusal("no_such_ticket", number=None)
    more = ["noted", "support_answered", "support_files_added"] if access.sees(Facet.NOTES, held, found) else []
    more += facts.WITH_A_REMARK if access.sees(Facet.REMARK, held, found) else []
    return facts.files_of_grievance(conn, found, held) + texts.files(conn, ticket_id, "resolved", "result_added", *more)


def page(conn: Connection, city: City, which: str, place: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """One page of a list. Raises ``Refusal("not_for_you")`` when the list is not the person's to see."""
    if which in LIST_ROLES and not access.may_command(LIST_ROLES[which], by):
        raise Refusal("not_for_you")
    whose: dict[str, Any] = {
        "person": by.id,
        "principals": sorted(by.stands_in_for),
        "units": sorted(by.leads() if which == "unit" else by.works_in()),
        "firms": sorted(by.firms),
        "chains": sorted(by.chains),
        "now": now,
    }
    count = lists.count(conn, which, **whose)
    here = pages.at(place, count, lists.PAGE)
    found = lists.page(conn, which, **whose, number=here.here)
    rows = [facts.on_a_list(conn, city, row, by=by, now=now) for row in found]
    return {
        "list": which,
        "rows": rows,
        "choices": [[row["id"], row["number"]] for row in rows],
        "count": count,
        **here.facts,
        "is_alone": not by.firms,
        "is_new": not by.roles,
        "has_chain": bool(by.chains),
    }


def candidates(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """Whom a ticket can be assigned to: person id, name, tickets in hand; least loaded first.

    Raises ``Refusal("nobody_to_assign")``.
    """
    found = tickets.get(conn, ticket_id)
    load = tickets.loads(conn, found.unit or "")
    officers = [[officer.id, officer.name, load.get(officer.id, 0)] for officer in dispatch.hands(conn, found)]
    if not officers:
        raise Refusal("nobody_to_assign", number=found.number, unit=found.unit)
    return {"officers": sorted(officers, key=lambda row: (row[2], row[0]))}


def is_number(conn: Connection, city: City, typed: str) -> bool:
    """Whether somebody typed a whole ticket number."""
    parsed = parse_number(typed, city.prefix)
    return parsed is not None and parsed[0] is not None


def fitting(conn: Connection, city: City, ticket_id: int, *actions: Action, by: Person, now: datetime) -> Action:
    """The first of these actions that the ticket allows now; the first of all when it allows none."""
    open_now = lifecycle.allowed(tickets.get(conn, ticket_id), now=now, city=city)
    return next((action for action in actions if action in open_now), actions[0])


def open_talks(conn: Connection, city: City, *, by: Person, now: datetime, words: bool) -> dict[str, Any] | None:
    """What something said freely may be meant for: the tickets on which the firm is asked something, else, for ``words``,
    the unfinished or closed one about which somebody wrote to the contact in the last three working days.

    ``talks`` are ids and the last digits of the numbers, ``number`` the first one's, ``who`` wrote or asked.
    """
    asked = questions.put_to(conn, by.id, sorted(by.firms), room=ASKED_AT_ONCE)
    if asked:
        last = questions.last(conn, asked[0].id)
        talks = [[each.id, each.number[-4:]] for each in asked]
        who = people.name(conn, last.by) if last is not None else ""
        return {"talks": talks, "number": asked[0].number, "who": who, "is_asked": True}
    if not words:
        return None
    found = events.last_talk(conn, by.id, sorted(by.firms))
    if found is None or city.calendar.working_days_between(found[1], now) > TALK_IS_FRESH:
        return None
    number = tickets.get(conn, found[0]).number
    who = people.name(conn, found[2])
    return {"talks": [[found[0], number[-4:]]], "number": number, "who": who, "is_asked": False}


def units_for(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
    """The units that a ticket can be handed to, key and name; never the one it complains about, unless it is withheld.

    ``doubted`` is the name of a suggested one that the words may be about.
    """
    found = tickets.get(conn, ticket_id)
    units = [[unit.key, unit.name] for unit in city.unit.values() if found.is_withheld or unit.key != found.about_unit]
    suggested, because = tickets.suggestion(conn, ticket_id)
    is_doubted = [MAY_BE_FAULTED, suggested] in because and suggested in city.unit
    return {"units": units, "doubted": city.unit[suggested or ""].name if is_doubted else None}


def bring_up_to_date(conn: Connection, city: City, chat: int, about: Mapping[str, Any], *, now: datetime) -> None:
    """After a press that came too late: the cards it was about, a ticket's, a callback's, show how they stand now.

    ``about`` are the facts of the refusal.
    """
    number = about.get("number")
    found = tickets.by_number(conn, number) if number else None
    shown = messages.showing(conn, tell.card_of(found.id)).get(chat) if found is not None else None
    if found is not None and shown is not None and shown.kind not in tell.LEFT:
        tell.refresh_one(conn, city, found, chat, now=now)
    if (which := about.get("callback")) is not None:
        callback_card.refresh_one(conn, city, which, chat, now=now)
    if (which := about.get("revisit")) is not None:
        revisit.refresh_one(conn, city, which, chat, now=now)


def unfold(conn: Connection, city: City, ticket_id: int, chat: int, *, by: Person, now: datetime) -> None:
    """Show all the moves on the ticket's card in that chat, until its next change.

    Raises ``Refusal``: ``no_such_ticket``, ``bad_button`` where the card is not.
    """
    found = tickets.get(conn, ticket_id)
    if not access.sees(Facet.CARD, access.standings(by, found), found):
        raise Refusal("no_such_ticket", number=None)
    if chat not in messages.showing(conn, tell.card_of(found.id)):
        raise Refusal("bad_button")
    tell.refresh_one(conn, city, found, chat, now=now, is_unfolded=True)
