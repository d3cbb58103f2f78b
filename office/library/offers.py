"""An officer's good answer goes into the library: offered in one tap, read over and reworded by the office, let in or declined.

What tells of somebody is masked before anybody reads it, and the firm's name with it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import pages, tell
from office.library import enquiries, shelf
from storage.doors import policies, policy_index
from storage.doors.policies import Policy
from storage.people import enterprises, people
from storage.post import messages
from storage.tickets import events, texts, tickets
from tickets import access
from tickets.city import City, name_in
from tickets.library import policies as rules
from tickets.library.policies import Entry, PolicyState
from tickets.library.policy_form import check
from tickets.lifecycle import Action
from tickets.masking import HIDDEN, beginning, mask, visible
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

TITLE = 30
"""So much of the question is the title until the office writes a better one."""

PARTS = ("title", "questions", "body")
"""What the office may reword."""

STEPS = {
    PolicyState.LIVE: [PolicyState.OFFERED, PolicyState.RETIRED],
    PolicyState.DECLINED: [PolicyState.OFFERED],
    PolicyState.RETIRED: [PolicyState.LIVE],
}
"""What an entry may become, and from what."""


def offer(conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime) -> Policy:
    """加入政策库: the ticket's question and its result, or one's newest message to the enterprise, for the office to read over.

    Raises ``Refusal``: ``no_such_ticket``, ``not_yours``, ``bad_button``, ``not_for_the_library``, ``offered_already``.
    """
    ticket = tickets.get(conn, ticket_id)
    access.require(Action.RESOLVE, by, ticket)
    if words not in rules.OFFERED_WHILE:
        raise Refusal("bad_button")
    answer = texts.latest(conn, ticket_id, "result") if words == "result" else _message(conn, ticket, by)
    if not rules.may_be_offered(ticket, words) or not answer:
        raise Refusal("not_for_the_library", number=ticket.number)
    title, questions = asked(conn, ticket)
    entry = Entry(
        title=title,
        body=_without_the_firm(conn, ticket, answer),
        questions=questions,
        source=name_in(city.unit, ticket.unit) or "",
        issued_on=city.calendar.day(now),
        category=name_in(city.category, ticket.category) or "",
    )
    more = {"ticket": ticket.id, "offered_by": by.id}
    which = policies.add(conn, entry, PolicyState.OFFERED, now=now, key=key_of(ticket), **more)
    if which is None:
        raise Refusal("offered_already", number=ticket.number)
    policy = shelf.get(conn, which)
    due = None if city.calendar.is_open(now) else city.calendar.next_open(now)
    for person in people.holders(conn, Role.OFFICE):
        if person.telegram_id is not None and person.is_reachable:
            tell.say(conn, person.telegram_id, replace(_card(conn, policy), due_at=due), now=now, person=person.id)
    return policy


def _message(conn: Connection, ticket: Ticket, by: Person) -> str | None:
    """The person's newest message across that they have not taken back."""
    taken_back = set(texts.said(conn, list(events.unsaid(conn, ticket.id))))
    mine = [each for each in texts.written(conn, ticket.id, "message") if each.author == by.id]
    return next((each.body for each in reversed(mine) if each.id not in taken_back), None)


def key_of(ticket: Ticket) -> str:
    """What makes an entry that ticket's answer."""
    return f"ticket:{ticket.id}"


def asked(conn: Connection, ticket: Ticket) -> tuple[str, str]:
    """Title and 问法 of an entry as the ticket's own words give them, until the office writes better ones."""
    question = _without_the_firm(conn, ticket, texts.latest(conn, ticket.id, "grievance") or "")
    return beginning(question, TITLE), " ".join(question.split())[: rules.QUESTION_LIMIT]


def _without_the_firm(conn: Connection, ticket: Ticket, text: str) -> str:
    masked = mask(visible(text))
    if ticket.enterprise is not None:
        masked = masked.replace(enterprises.get(conn, ticket.enterprise)["name"], HIDDEN)
    return masked.strip()


def _office(by: Person) -> None:
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")


def card(conn: Connection, city: City, which: int, *, by: Person) -> dict[str, Any]:
    """An entry for the office to decide on."""
    _office(by)
    return _facts(conn, shelf.get(conn, which))


def _facts(conn: Connection, policy: Policy) -> dict[str, Any]:
    ticket = tickets.get(conn, policy.ticket) if policy.ticket is not None else None
    return enquiries.facts(policy) | {
        "number": ticket.number if ticket is not None else None,
        "offered_by": people.name(conn, policy.offered_by) if policy.offered_by is not None else None,
        "decided_by": people.name(conn, policy.decided_by) if policy.decided_by is not None else None,
    }


def card_of(which: int) -> str:
    """The card by which the office is shown an entry."""
    return f"policy:{which}"


def _card(conn: Connection, policy: Policy) -> Notice:
    return Notice("policy_card", facts=_facts(conn, policy), card=card_of(policy.id))


def show(conn: Connection, which: int, *, now: datetime) -> None:
    """Wherever the entry is shown to the office, it says what is so now."""
    policy = shelf.get(conn, which)
    for chat in messages.showing(conn, card_of(which)):
        tell.say(conn, chat, _card(conn, policy), now=now)


def decide(
    conn: Connection, city: City, which: int, becomes: PolicyState, *, by: Person, now: datetime
) -> dict[str, Any]:
    """入库, 不采用, 停用, 恢复.

    Raises ``Refusal``: ``office_only``, ``policy_is_gone``, ``bad_button``, ``not_for_the_library``, ``policy_decided``.
    """
    _office(by)
    policy = shelf.get(conn, which)
    if becomes not in STEPS:
        raise Refusal("bad_button")
    if becomes is PolicyState.LIVE and policy.ticket is not None:
        ticket = tickets.get(conn, policy.ticket)
        if not rules.may_be_offered(ticket):  # it went back to work, or became somebody's secret
            raise Refusal("not_for_the_library", number=ticket.number)
    if not policies.decide(conn, which, [state.value for state in STEPS[becomes]], becomes, by.id, now=now):
        stands = shelf.get(conn, which)
        who = people.name(conn, stands.decided_by) if stands.decided_by is not None else None
        raise Refusal("policy_decided", policy=stands.state.value, decided_by=who)
    if becomes is PolicyState.LIVE:
        shelf.index(conn, which, policy.entry)
    else:
        policy_index.drop(conn, which)
    show(conn, which, now=now)
    return _facts(conn, shelf.get(conn, which))


def reword(
    conn: Connection, city: City, which: int, part: str, words: str, *, by: Person, now: datetime
) -> dict[str, Any]:
    """改标题, 改问法, 改内容. Raises ``Refusal``: ``office_only``, ``policy_is_gone``, ``bad_button`` and those of an entry."""
    _office(by)
    if part not in PARTS:
        raise Refusal("bad_button")
    policy = shelf.get(conn, which)
    plain = visible(words).strip()
    said: dict[str, Any] = {part: " ".join(plain.split()) if part == "title" else plain}
    entry = replace(policy.entry, **said)
    check(entry.title, entry.body)
    shelf.reword(conn, policy, entry, now=now)
    show(conn, which, now=now)
    return _facts(conn, shelf.get(conn, which))


def page(conn: Connection, city: City, state: PolicyState, place: int, *, by: Person) -> dict[str, Any]:
    """A page of the library, and how many wait, answer and are retired."""
    _office(by)
    counts = {each.value: policies.count(conn, each) for each in PolicyState}
    here = pages.at(place, counts[state], policies.PAGE)
    found = policies.page(conn, state, here.here)
    return {
        "state": state.value,
        "counts": counts,
        "choices": [[each.id, beginning(each.entry.title, TITLE)] for each in found],
        **here.facts,
    }
