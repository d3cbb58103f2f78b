"""Any ticket, any moves, in any order, with days passing in between: what never stops being true."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tickets.city import City
from tickets.lifecycle import MOVE, Action, allowed, move
from tickets.refusal import Refusal
from tickets.terms import OPEN, Closing, Kind, State
from tickets.ticket import Ticket

CITY = City()
FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
FIRST = Ticket(1, "QY-20261120-0001", State.SUBMITTED, Kind.REQUEST, "platform", FRIDAY, FRIDAY + timedelta(days=7))
UNITS = ("tax", "power")
NEEDS_A_UNIT = {Action.DISPATCH, Action.TRANSFER, Action.INSTRUCT}
NEEDS_AN_OFFICER = {Action.CLAIM, Action.ASSIGN, Action.HAND}
AFTERWARDS = {
    Action.TAKE_BACK,
    Action.EDIT,
    Action.REDACT,
    Action.ERASE,
    Action.RELEASE,
    Action.MESSAGE,
    Action.ADD_MATERIAL,
    Action.OPEN_LINK,
    Action.NAME_FIRM,
    Action.ANSWER_IN_GROUP,
}
ALREADY_OVER = {State.CLOSED, State.REJECTED, State.WITHDRAWN}


class TicketMachine(RuleBasedStateMachine):
    """One ticket and everything that was done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = FRIDAY
        self.ticket = FIRST
        self.log: list[tuple[Action, datetime, dict[str, Any]]] = []

    @rule(action=st.sampled_from(Action), unit=st.sampled_from(UNITS), officer=st.sampled_from([7, 8]))
    def tries(self, action: Action, unit: str, officer: int) -> None:
        """Anything may be tried; only what is allowed is done, and it says so beforehand."""
        before, changes = self.ticket, {}
        if action in NEEDS_A_UNIT:
            changes = {"unit": unit}
        elif action in NEEDS_AN_OFFICER:
            changes = {"officer": officer}
        elif action is Action.MERGE:
            changes = {"lead": 99}
        is_allowed = action in allowed(before, now=self.now, city=CITY)
        try:
            moved = move(before, action, now=self.now, city=CITY, **changes)
        except Refusal:
            assert not is_allowed
            return
        assert is_allowed
        self.ticket = moved.after
        self.log.append((action, self.now, changes))
        assert before.version + 1 == moved.after.version
        assert before.round <= moved.after.round <= before.round + 1
        assert before.accepted_at == moved.after.accepted_at
        assert before.returns <= moved.after.returns
        assert MOVE[action].to is not None or before.state is moved.after.state
        if moved.after.state is State.RESOLVED and before.state is not State.RESOLVED:
            assert moved.after.callback_sent_at is None, "every report of being done can be called back"

    @precondition(lambda self: self.ticket.state in OPEN)
    @rule(data=st.data())
    def goes_on(self, data: st.DataObject) -> None:
        """Most random tries are refused: this one leads further in."""
        ways = sorted(a for a in allowed(self.ticket, now=self.now, city=CITY) if MOVE[a].to is not None)
        self.tries(data.draw(st.sampled_from(ways)), "tax", 7)

    @rule(hours=st.sampled_from([1, 8, 24, 24 * 4, 24 * 20]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def no_open_state_is_without_a_way_out(self) -> None:
        if self.ticket.state in OPEN | {State.RESOLVED, State.MERGED}:
            ways = allowed(self.ticket, now=self.now, city=CITY)
            assert any(MOVE[a].to not in {None, self.ticket.state} for a in ways)

    @invariant()
    def work_has_somebody_who_does_it(self) -> None:
        if self.ticket.state in {State.IN_PROGRESS, State.AWAITING_ENTERPRISE}:
            assert self.ticket.officer is not None
        if self.ticket.state in {State.DISPATCHED, State.IN_PROGRESS, State.AWAITING_ENTERPRISE}:
            assert self.ticket.unit is not None
        if self.ticket.state in {State.SUBMITTED, State.DISPATCHED}:
            assert self.ticket.officer is None

    @invariant()
    def the_promise_never_moves(self) -> None:
        assert FIRST.promised_at == self.ticket.promised_at

    @invariant()
    def a_closed_ticket_and_no_other_says_how(self) -> None:
        assert (self.ticket.state is State.CLOSED) == (self.ticket.closing is not None)
        assert (self.ticket.state in ALREADY_OVER) == (self.ticket.closed_at is not None)

    @invariant()
    def only_what_is_merged_or_over_has_a_lead(self) -> None:
        if self.ticket.lead is not None:
            assert self.ticket.state in {State.MERGED} | ALREADY_OVER

    @invariant()
    def terminal_states_stay_terminal(self) -> None:
        """Withdrawn at once, rejected and closed after their windows: nothing changes the state any more."""
        if self.ticket.state in ALREADY_OVER:
            after_all = self.now + timedelta(days=400)
            ways = allowed(self.ticket, now=after_all, city=CITY)
            still = {Action.COME_BACK} if self.ticket.closing in {Closing.CONFIRMED, Closing.UNREACHED} else set()
            assert ways <= AFTERWARDS | still
        if self.ticket.state is State.WITHDRAWN:
            assert not any(MOVE[a].to for a in allowed(self.ticket, now=self.now, city=CITY))

    @invariant()
    def replaying_what_was_done_gives_the_ticket(self) -> None:
        again = FIRST
        for action, when, changes in self.log:
            again = move(again, action, now=when, city=CITY, **changes).after
        assert again == self.ticket


TestTicket = TicketMachine.TestCase
