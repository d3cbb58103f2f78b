"""The life cycle as the design writes it down, copied here by hand, beside the table that the house runs on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from templates.render import refusal_codes
from tickets.city import City
from tickets.lifecycle import MOVE, MOVES, Action, allowed, landing, move
from tickets.refusal import Refusal
from tickets.terms import OPEN, Closing, Kind, State
from tickets.ticket import Ticket

CITY = City()
FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)

LIFE = """
— | submit | submitted
submitted | dispatch | dispatched
submitted dispatched | reject | rejected
dispatched | claim | in_progress
dispatched | assign | in_progress
dispatched in_progress | return | submitted
dispatched in_progress | ask_return | same
dispatched in_progress | consent_return | submitted
dispatched in_progress | refuse_return | same
dispatched in_progress awaiting_enterprise escalated parked | transfer | dispatched
dispatched in_progress awaiting_enterprise parked | recall | submitted
in_progress awaiting_enterprise | hand | same
in_progress awaiting_enterprise | vacate | dispatched
in_progress | ask_support | same
in_progress | ask_enterprise | awaiting_enterprise
awaiting_enterprise | answer | in_progress
awaiting_enterprise | nothing_to_add | in_progress
awaiting_enterprise | withdraw_question | in_progress
awaiting_enterprise | question_runs_out | in_progress
in_progress | request_extension | same
in_progress awaiting_enterprise | grant_extension | same
in_progress awaiting_enterprise | refuse_extension | same
submitted dispatched in_progress awaiting_enterprise | escalate | escalated
escalated | instruct | dispatched
in_progress escalated | park | parked
parked | resume | in_progress
in_progress escalated | resolve | resolved
resolved | undo_resolve | in_progress
resolved merged | confirm | closed confirmed
resolved merged | rework | in_progress +1
resolved merged | give_up | closed unreached
in_progress escalated resolved | adjudicate | closed adjudicated
in_progress escalated resolved | hand_outside | closed handed_over
closed | reopen | in_progress +1
closed | come_back | in_progress +1
rejected closed | contest | submitted +1
submitted dispatched in_progress awaiting_enterprise escalated parked merged | withdraw | withdrawn
submitted dispatched in_progress awaiting_enterprise escalated parked merged | withdraw_as_solved | resolved
submitted dispatched in_progress awaiting_enterprise escalated | merge | merged
merged | split | submitted
"""
"""mechanism.md, “Life cycle”. What was asked of the office is decided also while the enterprise is asked. A
contested ticket's round goes up as well: the callback it may have had was that round's."""

BESIDE = """
dispatched in_progress awaiting_enterprise escalated parked | note | same
submitted dispatched in_progress awaiting_enterprise escalated parked resolved merged closed | message | same
submitted dispatched in_progress awaiting_enterprise escalated parked resolved merged closed | add_material | same
submitted dispatched in_progress awaiting_enterprise escalated parked resolved closed withdrawn rejected merged | take_back | same
submitted dispatched in_progress awaiting_enterprise escalated parked resolved closed withdrawn rejected merged | edit | same
submitted dispatched in_progress awaiting_enterprise escalated parked resolved closed withdrawn rejected merged | release | same
submitted dispatched in_progress awaiting_enterprise escalated parked resolved closed withdrawn rejected merged | redact | same
closed withdrawn rejected | erase | same
dispatched in_progress awaiting_enterprise escalated parked | answer_support | same
resolved merged | send_callback | same
merged | follow | same
submitted dispatched in_progress awaiting_enterprise escalated parked merged | urge | same
dispatched in_progress awaiting_enterprise | supervise | same
submitted dispatched in_progress awaiting_enterprise escalated parked | mark_urgent | same
submitted dispatched in_progress awaiting_enterprise escalated parked resolved merged | mark_confidential | same
in_progress | ask_complex | same
in_progress awaiting_enterprise | mark_complex | same
in_progress awaiting_enterprise | refuse_complex | same
submitted dispatched in_progress awaiting_enterprise escalated parked | recategorise | same
submitted dispatched in_progress awaiting_enterprise escalated parked merged | count_again | same
submitted dispatched in_progress awaiting_enterprise escalated parked resolved closed withdrawn rejected merged | open_link | same
submitted dispatched in_progress awaiting_enterprise escalated parked resolved closed withdrawn rejected merged | name_firm | same
dispatched in_progress awaiting_enterprise escalated resolved closed | answer_in_group | same
"""
"""What the rest of the design adds: it changes no state. A note may stand under any card of work, a reply to any message."""


def rows(table: str) -> dict[Action, tuple[frozenset[State], str]]:
    cut = [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]
    return {Action(action): (frozenset(map(State, was.replace("—", "").split())), to) for was, action, to in cut}


TABLE = rows(LIFE) | rows(BESIDE)
PAIRS = [(state, action) for state in State for action in Action]
ALLOWED = [(state, action) for state, action in PAIRS if state in TABLE[action][0]]
OTHERS = [pair for pair in PAIRS if pair not in ALLOWED]


def standing(state: State, **more: object) -> Ticket:
    """A ticket that stands in this state with a unit and, past the claim, an officer."""
    is_claimed = state not in {State.SUBMITTED, State.DISPATCHED}
    ticket = Ticket(
        id=1, number="QY-20261120-0001", state=state, kind=Kind.REQUEST, channel="platform",
        accepted_at=FRIDAY, promised_at=FRIDAY + timedelta(days=7),
        unit=None if state is State.SUBMITTED else "tax", officer=7 if is_claimed else None,
        dispatched_at=None if state is State.SUBMITTED else FRIDAY, claimed_at=FRIDAY if is_claimed else None,
    )  # fmt: skip
    if state in {State.CLOSED, State.REJECTED, State.WITHDRAWN}:
        ticket = replace(ticket, closed_at=FRIDAY)
    if state is State.CLOSED:
        ticket = replace(ticket, closing=Closing.CONFIRMED)
    return replace(ticket, **more)  # type: ignore[arg-type]


def fitting(state: State, action: Action) -> Ticket:
    """A ticket in this state on which no guard of the action closes a window."""
    if action is Action.CONTEST and state is State.CLOSED:
        return standing(state, closing=Closing.ADJUDICATED)
    if action is Action.ANSWER_IN_GROUP:
        return standing(state, channel="group")
    return standing(state, returns=2) if action is Action.ASK_RETURN else standing(state)


def test_the_table_has_every_action_once_and_no_other() -> None:
    assert set(TABLE) == set(Action)
    assert len(MOVES) == len(MOVE) == len(Action)
    assert not set(rows(LIFE)) & set(rows(BESIDE))


@pytest.mark.parametrize("action", Action)
def test_the_house_knows_the_row_as_the_design_writes_it(action: Action) -> None:
    source, to = TABLE[action]
    row = MOVE[action]
    said = "same" if row.to is None else " ".join(filter(None, (row.to, row.closing, "+1" if row.next_round else "")))
    assert (source, to) == (row.source, said)


@pytest.mark.parametrize(("state", "action"), ALLOWED)
def test_an_allowed_pair_is_allowed_and_lands_where_the_table_says(state: State, action: Action) -> None:
    ticket = fitting(state, action)
    changes = {"unit": "power"} if action in {Action.DISPATCH, Action.TRANSFER, Action.INSTRUCT} else {}
    if action in {Action.CLAIM, Action.ASSIGN}:
        changes = {"officer": 7}
    moved = move(ticket, action, now=FRIDAY, city=CITY, **changes)
    to, *rest = TABLE[action][1].split()
    assert (state if to == "same" else State(to)) is moved.after.state
    assert ticket.round + ("+1" in rest) == moved.after.round
    assert (rest[0] if to == "closed" else None) == (moved.after.closing if to == "closed" else None)
    assert action in allowed(ticket, now=FRIDAY, city=CITY)


@pytest.mark.parametrize(("state", "action"), OTHERS)
def test_every_other_pair_is_refused_with_a_sentence(state: State, action: Action) -> None:
    ticket = standing(state)
    with pytest.raises(Refusal) as refused:
        move(ticket, action, now=FRIDAY, city=CITY)
    assert "not_now" == refused.value.code
    assert {"action": action.value, "number": ticket.number, "state": state.value} == {
        name: refused.value.facts[name] for name in ("action", "number", "state")
    }
    assert "not_now" in refusal_codes()
    assert action not in allowed(ticket, now=FRIDAY, city=CITY)


def test_the_pairs_are_all_there() -> None:
    assert len(State) * len(Action) == len(ALLOWED) + len(OTHERS)
    assert 11 * 63 == len(PAIRS)


def test_every_open_state_leads_on_and_terminal_ones_do_not() -> None:
    for state in OPEN | {State.RESOLVED, State.MERGED}:
        assert any(row.to not in {None, state} for row in MOVES if state in row.source), state
    assert not any(row.to for row in MOVES if State.WITHDRAWN in row.source)


# --- where a ticket really lands ---------------------------------------------------------------------------------------


def test_in_progress_without_an_officer_reads_dispatched() -> None:
    assert State.DISPATCHED is landing(standing(State.PARKED, officer=None), State.IN_PROGRESS)
    assert (
        State.DISPATCHED
        is move(standing(State.RESOLVED), Action.REWORK, now=FRIDAY, city=CITY, officer=None).after.state
    )


def test_without_a_unit_either_it_reads_submitted() -> None:
    assert State.SUBMITTED is landing(standing(State.PARKED, officer=None, unit=None), State.IN_PROGRESS)
    early = move(standing(State.SUBMITTED), Action.WITHDRAW_AS_SOLVED, now=FRIDAY, city=CITY).after
    reworked = move(early, Action.REWORK, now=FRIDAY, city=CITY).after
    assert (State.SUBMITTED, 2) == (reworked.state, reworked.round)


def test_an_instruction_goes_to_the_named_unit_and_nobody_has_it_yet() -> None:
    instructed = move(standing(State.ESCALATED), Action.INSTRUCT, now=FRIDAY, city=CITY, unit="power").after
    assert ("power", None, None) == (instructed.unit, instructed.officer, instructed.claimed_at)


def test_a_merged_ticket_that_is_answered_no_splits_off_from_its_lead() -> None:
    for action, asked in ((Action.REWORK, FRIDAY), (Action.SPLIT, None), (Action.WITHDRAW_AS_SOLVED, None)):
        merged = standing(State.MERGED, lead=5, callback_sent_at=asked)
        alone = move(merged, action, now=FRIDAY, city=CITY).after
        assert (None, None) == (alone.lead, alone.callback_sent_at), action


@pytest.mark.parametrize(
    "action", [Action.SPLIT, Action.FOLLOW, Action.WITHDRAW, Action.WITHDRAW_AS_SOLVED, Action.URGE]
)
def test_a_merged_ticket_that_is_called_back_waits_for_the_answer_alone(action: Action) -> None:
    asked = standing(State.MERGED, lead=5, callback_sent_at=FRIDAY)
    with pytest.raises(Refusal, match="is_called_back"):
        move(asked, action, now=FRIDAY, city=CITY)


def test_what_a_new_round_clears() -> None:
    resolved = standing(State.RESOLVED, resolved_at=FRIDAY, callback_sent_at=FRIDAY)
    reworked = move(resolved, Action.REWORK, now=FRIDAY, city=CITY).after
    assert (None, None, None, None) == (
        reworked.resolved_at, reworked.callback_sent_at, reworked.closed_at, reworked.closing,
    )  # fmt: skip
    assert ("tax", 7) == (reworked.unit, reworked.officer), "same unit and officer first"


@pytest.mark.parametrize("action", [Action.REWORK, Action.VACATE, Action.RESUME, Action.TRANSFER, Action.INSTRUCT])
def test_what_waits_to_be_claimed_again_waits_from_now_on(action: Action) -> None:
    """However a ticket without an officer gets there, by its row or by where it lands: the claim clock starts anew."""
    source = min(MOVE[action].source)
    held = standing(source, officer=None, dispatched_at=FRIDAY - timedelta(days=9))
    after = move(held, action, now=FRIDAY, city=CITY).after
    assert (State.DISPATCHED, FRIDAY) == (after.state, after.dispatched_at)
