"""The access table is whole, and says who may do and see what as the design's “by” column and “Who sees what” do."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from templates.commands import COMMANDS as WORDS
from templates.commands import GROUPS_ADMINISTRATORS as IN_GROUPS
from tickets.access import (
    COMMANDS,
    CONFIDENTIAL_PARTIES,
    DOES,
    SEES,
    Facet,
    Standing,
    may_command,
    require,
    sees,
    standings,
)
from tickets.city import OFFICE_UNIT
from tickets.lifecycle import MOVES, Action
from tickets.people import CLOCK, RULE, Person
from tickets.refusal import Refusal
from tickets.terms import Kind, Role, State
from tickets.ticket import Ticket

FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TICKET = Ticket(
    1, "QY-20261120-0001", State.IN_PROGRESS, Kind.REQUEST, "platform", FRIDAY, FRIDAY,
    enterprise=5, filed_by=1, logged_by=11, chain="rail", unit="tax", officer=3, claimed_at=FRIDAY,
)  # fmt: skip

FILER = Person(1, 101, "王敏", firms=frozenset({5}), enterprise=5)
COLLEAGUE = Person(2, 102, "李强", firms=frozenset({5}), enterprise=5)
NEWCOMER = Person(9, 109, "新来", enterprise=5)
CLAIMER = Person(3, 103, "张伟", frozenset({(Role.OFFICER, "tax")}))
OFFICER = Person(4, 104, "李娜", frozenset({(Role.OFFICER, "tax")}))
LEAD = Person(5, 105, "陈立新", frozenset({(Role.UNIT_LEAD, "tax")}))
OUTSIDER = Person(6, 106, "何静", frozenset({(Role.OFFICER, "power"), (Role.UNIT_LEAD, "power")}))
OFFICE = Person(7, 107, "周主任", frozenset({(Role.OFFICE, None)}))
LEADER = Person(8, 108, "曹市长", frozenset({(Role.LEADER, None)}))
STRANGER = Person(10, 110, "路人")
LOGGER = Person(11, 111, "谭芳", frozenset({(Role.OFFICER, "finance")}))
CHAIN = Person(12, 112, "肖云", frozenset({(Role.OFFICER, "rail_office")}), chains=frozenset({"rail"}))
EVERYBODY = (FILER, COLLEAGUE, NEWCOMER, CLAIMER, OFFICER, LEAD, OUTSIDER, OFFICE, LEADER, STRANGER, LOGGER, CHAIN)

BY = {
    "dispatch": "rule office",
    "reject": "office clock",
    "claim": "officer",
    "assign": "rule unit_lead office clock",
    "return": "offered claimer unit_lead",
    "ask_return": "offered claimer unit_lead",
    "transfer": "office",
    "hand": "claimer unit_lead office",
    "ask_enterprise": "claimer",
    "withdraw_question": "claimer",
    "question_runs_out": "clock",
    "escalate": "claimer unit_lead office clock",
    "instruct": "leader office",
    "park": "office",
    "resume": "office clock",
    "resolve": "claimer office",
    "undo_resolve": "claimer",
    "send_callback": "clock",
    "give_up": "clock",
    "adjudicate": "office",
    "hand_outside": "office",
    "merge": "office",
    "split": "office clock",
    "supervise": "office",
    "mark_urgent": "office",
    "release": "office",
    "ask_complex": "claimer",
    "mark_complex": "office",
}
"""mechanism.md, “Life cycle”, the column “by”: an officer is the claimer where somebody has claimed."""


def test_every_action_but_submitting_is_in_somebodys_hands() -> None:
    assert set(Action) - {Action.SUBMIT} == set(DOES)
    assert all(DOES.values())
    assert {row.action for row in MOVES} == set(Action)


@pytest.mark.parametrize("action", BY)
def test_the_hands_are_those_of_the_design(action: str) -> None:
    assert set(BY[action].split()) == {standing.value for standing in DOES[Action(action)]}


def test_every_standing_facet_and_role_is_named() -> None:
    assert set(Facet) == set(SEES)
    in_use = {standing for row in (*DOES.values(), *SEES.values()) for standing in row}
    assert set(Standing) == in_use
    assert set(Role) == {role for roles in COMMANDS.values() for role in roles} - {None}
    assert set(CONFIDENTIAL_PARTIES) < set(SEES[Facet.PARTIES])


def test_every_command_has_words_for_the_menu() -> None:
    assert set(COMMANDS) - {"start"} == set(WORDS) | set(IN_GROUPS), "/start is Telegram's own"


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (FILER, "filer colleague"),
        (COLLEAGUE, "colleague"),
        (NEWCOMER, ""),
        (CLAIMER, "officer claimer"),
        (OFFICER, "officer"),
        (LEAD, "officer unit_lead"),
        (OUTSIDER, ""),
        (OFFICE, "office"),
        (LEADER, ""),
        (STRANGER, ""),
        (LOGGER, "logger"),
        (CHAIN, "chain"),
        (CLOCK, "clock"),
        (RULE, "rule"),
    ],
)
def test_how_each_stands_to_a_ticket(person: Person, expected: str) -> None:
    assert set(expected.split()) == {standing.value for standing in standings(person, TICKET)}


def test_a_ticket_nobody_has_claimed_is_offered_to_its_officers() -> None:
    waiting = replace(TICKET, state=State.DISPATCHED, officer=None, claimed_at=None)
    assert {Standing.OFFICER, Standing.OFFERED} == standings(OFFICER, waiting)
    assert frozenset() == standings(OUTSIDER, waiting)


def test_a_leader_stands_to_what_was_escalated_and_to_nothing_else() -> None:
    for state in State:
        held = {Standing.LEADER} if state is State.ESCALATED else frozenset()
        assert held == standings(LEADER, replace(TICKET, state=state)), state


def test_the_office_is_itself_a_unit() -> None:
    held = standings(replace(OFFICE, id=3), replace(TICKET, unit=OFFICE_UNIT))
    assert {Standing.OFFICE, Standing.OFFICER, Standing.CLAIMER} == held


def test_an_officer_who_left_the_unit_holds_nothing_any_more() -> None:
    assert frozenset() == standings(replace(CLAIMER, posts=frozenset()), TICKET)


def test_the_unit_complained_about_stands_to_it_as_nobody_unless_the_office_worded_it() -> None:
    for unit in ("tax", "power"):
        complaint = replace(TICKET, about_unit="tax", unit=unit)
        for person in (CLAIMER, OFFICER, LEAD):
            assert frozenset() == standings(person, complaint)
            with pytest.raises(Refusal, match="no_such_ticket"):
                require(Action.NOTE, person, complaint)
    assert Standing.CLAIMER in standings(CLAIMER, replace(TICKET, about_unit="tax", is_withheld=True))


def test_who_logged_a_complaint_about_their_own_unit_does_not_see_what_becomes_of_it() -> None:
    for person, unit in ((LOGGER, "finance"), (CHAIN, "rail_office")):
        assert frozenset() == standings(person, replace(TICKET, about_unit=unit))
        assert frozenset() == standings(person, replace(TICKET, about_unit=unit, is_withheld=True))
        assert frozenset() != standings(person, replace(TICKET, about_unit="power"))


@pytest.mark.parametrize("action", DOES)
@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.name)
def test_who_may_not_is_refused_and_a_stranger_learns_nothing(action: Action, person: Person) -> None:
    held = standings(person, TICKET)
    code, number = None, None
    try:
        require(action, person, TICKET)
    except Refusal as no:
        code, number = no.code, no.facts["number"]
    if not held:
        assert ("no_such_ticket", None) == (code, number)
    else:
        assert (None if held & set(DOES[action]) else "not_yours") == code


SEEN = {
    "王敏": "card text parties talk timeline rating remark",
    "李强": "card text parties talk timeline rating remark",
    "新来": "",
    "张伟": "card text parties talk timeline notes",
    "李娜": "card text timeline notes",
    "陈立新": "card text parties talk timeline notes",
    "何静": "",
    "周主任": "card text parties talk timeline notes rating remark looks",
    "曹市长": "",
    "路人": "",
    "谭芳": "card text timeline",
    "肖云": "card text timeline parties",
}


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.name)
def test_what_each_sees_of_a_claimed_ticket(person: Person) -> None:
    held = standings(person, TICKET)
    assert set(SEEN[person.name].split()) == {facet.value for facet in Facet if sees(facet, held, TICKET)}


def test_before_the_claim_no_unit_sees_the_enterprise() -> None:
    waiting = replace(TICKET, state=State.DISPATCHED, officer=None, claimed_at=None)
    again = replace(TICKET, state=State.DISPATCHED, officer=None)
    for ticket in (waiting, again):
        shown = {p.name for p in EVERYBODY if sees(Facet.PARTIES, standings(p, ticket), ticket)}
        assert {"王敏", "李强", "周主任"} == shown


def test_a_confidential_ticket_shows_its_enterprise_to_filer_claimer_and_office() -> None:
    ticket = replace(TICKET, is_confidential=True)
    shown = {p.name for p in EVERYBODY if sees(Facet.PARTIES, standings(p, ticket), ticket)}
    assert {"王敏", "张伟", "周主任"} == shown
    assert frozenset() == standings(COLLEAGUE, ticket), "not even a colleague knows that it exists"


@pytest.mark.parametrize(
    ("person", "commands"),
    [
        (STRANGER, "start help cancel forget ask new mine profile"),
        (FILER, "start help cancel forget ask new mine profile"),
        (OFFICER, "start help cancel forget ask todo pool visit log find leave quiet stats"),
        (LEAD, "start help cancel forget ask todo pool visit log find leave quiet stats unit overdue roster"),
        (
            OFFICE,
            "start help cancel forget ask todo pool visit log find meeting desk triage approvals library callbacks overdue "
            "escalated failed digest board export invite roster bind",
        ),
        (LEADER, "start help cancel forget ask digest board overdue escalated"),
    ],
)
def test_which_commands_answer_to_whom(person: Person, commands: str) -> None:
    assert {"suqiu", *commands.split()} == {name for name in COMMANDS if may_command(name, person)}


def test_somebody_of_two_roles_has_both_menus() -> None:
    both = replace(OFFICER, enterprise=5)
    assert may_command("new", both)
    assert may_command("todo", both)
