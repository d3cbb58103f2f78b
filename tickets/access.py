"""Who may do and see what: one table, enforced by ``require`` and ``sees`` and nowhere else.

A person's standing is told per ticket (the filer, the claimer, the office, …); a command's is told by role.
"""

from collections.abc import Iterable
from enum import StrEnum

from tickets.city import OFFICE_UNIT
from tickets.lifecycle import MOVES, Action
from tickets.people import CLOCK, RULE, Person
from tickets.refusal import Refusal
from tickets.terms import Role, State
from tickets.ticket import Ticket


class Standing(StrEnum):
    """How a person stands to one ticket."""

    FILER = "filer"
    COLLEAGUE = "colleague"
    LOGGER = "logger"
    CHAIN = "chain"
    OFFICER = "officer"
    OFFERED = "offered"
    CLAIMER = "claimer"
    SUPPORTER = "supporter"
    UNIT_LEAD = "unit_lead"
    OFFICE = "office"
    LEADER = "leader"
    CLOCK = "clock"
    RULE = "rule"


class Facet(StrEnum):
    """A part of a ticket that one may see and another may not."""

    CARD = "card"
    TEXT = "text"
    PARTIES = "parties"
    TALK = "talk"
    TIMELINE = "timeline"
    NOTES = "notes"
    RATING = "rating"
    REMARK = "remark"
    LOOKS = "looks"


FILER, COLLEAGUE = Standing.FILER, Standing.COLLEAGUE
LOGGER, CHAIN = Standing.LOGGER, Standing.CHAIN
OFFICER, OFFERED, CLAIMER, SUPPORTER = Standing.OFFICER, Standing.OFFERED, Standing.CLAIMER, Standing.SUPPORTER
LEAD, OFFICE, LEADER, BY_CLOCK, BY_RULE = (
    Standing.UNIT_LEAD,
    Standing.OFFICE,
    Standing.LEADER,
    Standing.CLOCK,
    Standing.RULE,
)
FIRM = (FILER, COLLEAGUE)
A = Action

DOES: dict[Action, tuple[Standing, ...]] = {
    A.DISPATCH: (BY_RULE, OFFICE),
    A.REJECT: (OFFICE, BY_CLOCK),
    A.CLAIM: (OFFICER,),
    A.ASSIGN: (BY_RULE, LEAD, OFFICE, BY_CLOCK),
    A.RETURN: (OFFERED, CLAIMER, LEAD),
    A.ASK_RETURN: (OFFERED, CLAIMER, LEAD),
    A.CONSENT_RETURN: (OFFICE,),
    A.REFUSE_RETURN: (OFFICE,),
    A.TRANSFER: (OFFICE,),
    A.NOTE: (OFFICER, LEAD, OFFICE),
    A.MESSAGE: (FILER, COLLEAGUE, CLAIMER, OFFICE),
    A.TAKE_BACK: (FILER, COLLEAGUE, CLAIMER, OFFICE),
    A.ADD_MATERIAL: (FILER, COLLEAGUE, LOGGER, OFFICE),
    A.EDIT: (FILER, COLLEAGUE, LOGGER, OFFICER, LEAD, OFFICE),
    A.ASK_SUPPORT: (CLAIMER,),
    A.ANSWER_SUPPORT: (SUPPORTER, OFFICE),
    A.HAND: (CLAIMER, LEAD, OFFICE),
    A.VACATE: (CLAIMER, LEAD, OFFICE, BY_CLOCK),
    A.ASK_ENTERPRISE: (CLAIMER,),
    A.ANSWER: (*FIRM, LOGGER, OFFICE),
    A.NOTHING_TO_ADD: FIRM,
    A.WITHDRAW_QUESTION: (CLAIMER,),
    A.QUESTION_RUNS_OUT: (BY_CLOCK,),
    A.REQUEST_EXTENSION: (CLAIMER,),
    A.GRANT_EXTENSION: (OFFICE,),
    A.REFUSE_EXTENSION: (OFFICE, BY_CLOCK),
    A.ESCALATE: (CLAIMER, LEAD, OFFICE, BY_CLOCK),
    A.INSTRUCT: (LEADER, OFFICE),
    A.PARK: (OFFICE,),
    A.RESUME: (OFFICE, BY_CLOCK),
    A.RESOLVE: (CLAIMER, OFFICE),
    A.UNDO_RESOLVE: (CLAIMER,),
    A.SEND_CALLBACK: (BY_CLOCK,),
    A.CONFIRM: (FILER, COLLEAGUE, OFFICE, BY_CLOCK),
    A.REWORK: (FILER, COLLEAGUE, OFFICE, BY_CLOCK),
    A.GIVE_UP: (BY_CLOCK,),
    A.ADJUDICATE: (OFFICE,),
    A.HAND_OUTSIDE: (OFFICE,),
    A.REOPEN: FIRM,
    A.COME_BACK: FIRM,
    A.CONTEST: FIRM,
    A.WITHDRAW: FIRM,
    A.WITHDRAW_AS_SOLVED: FIRM,
    A.MERGE: (OFFICE,),
    A.SPLIT: (OFFICE, BY_CLOCK),
    A.FOLLOW: (BY_CLOCK,),
    A.URGE: FIRM,
    A.SUPERVISE: (OFFICE,),
    A.MARK_URGENT: (OFFICE,),
    A.MARK_CONFIDENTIAL: (FILER,),
    A.ASK_COMPLEX: (CLAIMER,),
    A.MARK_COMPLEX: (OFFICE,),
    A.REFUSE_COMPLEX: (OFFICE,),
    A.RELEASE: (OFFICE,),
    A.RECATEGORISE: (OFFICE,),
    A.RECALL: (OFFICE,),
    A.REDACT: (OFFICE,),
    A.ERASE: (FILER, OFFICE, BY_CLOCK),
    A.COUNT_AGAIN: (BY_CLOCK,),
    A.OPEN_LINK: (FILER,),
    A.NAME_FIRM: (FILER,),
    A.ANSWER_IN_GROUP: (CLAIMER, OFFICE),
}
"""Whose hands an action may be in. Submitting needs no ticket, so no standing: whoever may use /new or /log may submit."""

HANDLING = frozenset(row.event for row in MOVES if row.action in DOES and set(FIRM).isdisjoint(DOES[row.action]))
"""The events that no enterprise leaves behind: whoever left one had a hand in the ticket, and does not answer its callback."""

IN_THE_ENTERPRISES_NAME = frozenset({A.ADD_MATERIAL, A.ANSWER})
"""What staff do only on behalf of who phoned."""

SEES: dict[Facet, tuple[Standing, ...]] = {
    Facet.CARD: (FILER, COLLEAGUE, LOGGER, CHAIN, OFFICER, CLAIMER, SUPPORTER, LEAD, OFFICE, LEADER),
    Facet.TEXT: (FILER, COLLEAGUE, LOGGER, CHAIN, OFFICER, CLAIMER, SUPPORTER, LEAD, OFFICE, LEADER),
    Facet.PARTIES: (FILER, COLLEAGUE, CHAIN, CLAIMER, LEAD, OFFICE),
    Facet.TALK: (FILER, COLLEAGUE, CLAIMER, LEAD, OFFICE),
    Facet.TIMELINE: (FILER, COLLEAGUE, LOGGER, CHAIN, OFFICER, CLAIMER, LEAD, OFFICE, LEADER),
    Facet.NOTES: (OFFICER, CLAIMER, LEAD, OFFICE, LEADER),
    Facet.RATING: (FILER, COLLEAGUE, OFFICE, LEADER),
    Facet.REMARK: (FILER, COLLEAGUE, OFFICE),
    Facet.LOOKS: (OFFICE,),
}
"""Who sees a part of a ticket. Enterprise, person and phone (``PARTIES``) appear to a unit, and to the chain's office, only
once it is claimed; ``LOOKS`` is who looked at a confidential one.
"""

CONFIDENTIAL_PARTIES = (FILER, CLAIMER, OFFICE)
"""Who still sees the enterprise of a ticket that its filer marked confidential."""

EVERYONE = frozenset({None, *Role})
STAFF_OF_UNITS = frozenset({Role.OFFICER, Role.UNIT_LEAD})

COMMANDS: dict[str, frozenset[Role | None]] = {
    "start": EVERYONE,
    "help": EVERYONE,
    "cancel": EVERYONE,
    "ask": EVERYONE,
    "new": frozenset({None, Role.CONTACT}),
    "mine": frozenset({None, Role.CONTACT}),
    "profile": frozenset({None, Role.CONTACT}),
    "forget": EVERYONE,
    "todo": STAFF_OF_UNITS | {Role.OFFICE},
    "pool": STAFF_OF_UNITS | {Role.OFFICE},
    "visit": STAFF_OF_UNITS | {Role.OFFICE},
    "log": STAFF_OF_UNITS | {Role.OFFICE},
    "find": STAFF_OF_UNITS | {Role.OFFICE},
    "leave": STAFF_OF_UNITS,
    "quiet": STAFF_OF_UNITS,
    "stats": STAFF_OF_UNITS,
    "unit": frozenset({Role.UNIT_LEAD}),
    "desk": frozenset({Role.OFFICE}),
    "triage": frozenset({Role.OFFICE}),
    "approvals": frozenset({Role.OFFICE}),
    "library": frozenset({Role.OFFICE}),
    "overdue": frozenset({Role.OFFICE, Role.LEADER, Role.UNIT_LEAD}),
    "escalated": frozenset({Role.OFFICE, Role.LEADER}),
    "callbacks": frozenset({Role.OFFICE}),
    "failed": frozenset({Role.OFFICE}),
    "digest": frozenset({Role.OFFICE, Role.LEADER}),
    "board": frozenset({Role.OFFICE, Role.LEADER}),
    "export": frozenset({Role.OFFICE}),
    "invite": frozenset({Role.OFFICE}),
    "roster": frozenset({Role.OFFICE, Role.UNIT_LEAD}),
    "bind": frozenset({Role.OFFICE}),
    "suqiu": EVERYONE,
    "meeting": frozenset({Role.OFFICE}),
}
"""Which roles a command answers to; ``None`` is a stranger, who may yet become a contact."""


def standings(person: Person, ticket: Ticket) -> frozenset[Standing]:
    """How ``person`` stands to ``ticket``. Nobody of a unit that the ticket complains about stands to it as any unit's.

    That goes for who logged it and for the chain's office too. Of a withheld ticket the office has worded what that unit
    reads, so it may handle it. A leader takes what was escalated, and reads of the rest in digests. The office's people are
    officers of what the office itself has, and of what they keep for a unit that nobody of is in Telegram. Who stands in for
    an officer on leave stands to their tickets as they do.
    """
    if person is CLOCK:
        return frozenset({BY_CLOCK})
    if person is RULE:
        return frozenset({BY_RULE})
    found = set()
    if ticket.filed_by == person.id:
        found.add(FILER)
    if ticket.enterprise is not None and ticket.enterprise in person.firms and not ticket.is_confidential:
        found.add(COLLEAGUE)
    if ticket.about_unit is None or ticket.about_unit not in person.units():
        found |= _of_callers(person, ticket)
    if person.holds(Role.OFFICE):
        found.add(OFFICE)
        if ticket.unit == OFFICE_UNIT or (ticket.unit is not None and ticket.officer == person.id):
            found.add(OFFICER)
    if person.holds(Role.LEADER) and ticket.state is State.ESCALATED:
        found.add(LEADER)
    if ticket.is_withheld or ticket.about_unit not in person.units():
        found |= _of_units(person, ticket)
    if OFFICER in found and ticket.officer is None:
        found.add(OFFERED)
    if OFFICER in found and ticket.officer in {person.id, *person.stands_in_for}:
        found.add(CLAIMER)
    return frozenset(found)


def _of_callers(person: Person, ticket: Ticket) -> set[Standing]:
    """How a person stands to a ticket that they logged, and to one of a chain whose office they are of."""
    found = set()
    if ticket.logged_by == person.id:
        found.add(LOGGER)
    if ticket.chain is not None and ticket.chain in person.chains:
        found.add(CHAIN)
    return found


def _of_units(person: Person, ticket: Ticket) -> set[Standing]:
    """How a person stands to a ticket by the units they are of."""
    found = set()
    if ticket.unit in person.units():
        found.add(OFFICER)
    if ticket.unit is not None and person.holds(Role.UNIT_LEAD, ticket.unit):
        found.add(LEAD)
    if not person.units().isdisjoint(ticket.supporting):
        found.add(SUPPORTER)
    return found


def may(action: Action, held: Iterable[Standing]) -> bool:
    """Whether any of the standings allows the action."""
    return not frozenset(DOES[action]).isdisjoint(held)


def require(action: Action, person: Person, ticket: Ticket) -> frozenset[Standing]:
    """The person's standings.

    Raises ``Refusal``: ``no_such_ticket`` to who has none (that it exists is not told either), else ``not_yours``.
    """
    held = standings(person, ticket)
    if not held:
        raise Refusal("no_such_ticket", number=None)
    if not may(action, held):
        raise Refusal("not_yours", action=action.value, number=ticket.number)
    return held


def sees(facet: Facet, held: frozenset[Standing], ticket: Ticket) -> bool:
    """Whether who holds these standings sees that part of the ticket."""
    allowed = frozenset(SEES[facet])
    if facet is Facet.PARTIES:
        if ticket.is_confidential:
            allowed = frozenset(CONFIDENTIAL_PARTIES)
        if ticket.claimed_at is None or ticket.state is State.DISPATCHED:
            allowed -= {OFFICER, CLAIMER, LEAD, CHAIN}
    return not allowed.isdisjoint(held)


def commands_of(person: Person) -> list[str]:
    """Every command that answers to the person."""
    roles = _who(person)
    return [name for name, allowed in COMMANDS.items() if not allowed.isdisjoint(roles)]


def may_command(command: str, person: Person) -> bool:
    """Whether a command answers to the person. Staff who speak for no firm are not offered the contact's commands."""
    return not COMMANDS[command].isdisjoint(_who(person))


def _who(person: Person) -> frozenset[Role | None]:
    return frozenset(person.roles) or frozenset({None})
