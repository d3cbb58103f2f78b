"""Any people, any moves, in any order, with days passing: through the office's own verbs, what never stops being true."""

import json
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from office import clock
from storage.proof import wording
from storage.schema import deadlines, outbox, tickets
from storage.tickets import events
from tests.builders import House
from tests.lives import TRIES, Attempt
from tests.sight import betrayed
from tickets import access, lifecycle
from tickets.lifecycle import MOVE, Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role, State
from tickets.ticket import Ticket

ENDED = {State.CLOSED, State.REJECTED, State.WITHDRAWN}
JUMPS = {"an hour": 1, "a night": 15, "a day": 24, "a week": 168, "two weeks": 336}
MANY = 3
ANY = st.sampled_from(range(2520))


class AnyLife(RuleBasedStateMachine):
    """A house with an office, a unit's people, a leader, two firms, and up to three tickets."""

    engine: sa.Engine

    @initialize()
    def begin(self) -> None:
        self.conn = self.engine.connect()
        self.house = House(self.conn)
        house = self.house
        house.chen = house.staff("陈局长", Role.UNIT_LEAD, "tax")
        house.cao = house.staff("曹指挥长", Role.LEADER)
        house.wu = house.staff("吴主任", Role.OFFICE)
        house.he = house.contact("何军", "株洲何军轴承厂")
        house.liu = house.contact("刘芳")
        house.sun = house.staff("孙强", Role.OFFICER, "lukou")
        self.cast = {
            name: getattr(house, name)
            for name in ("zhou", "wu", "wang", "liu", "he", "zhang", "li", "chen", "cao", "sun")
        }
        self.ids: list[int] = []
        self.struck: set[int] = set()
        self.promises: dict[int, datetime] = {}
        self.spoken: dict[str, tuple[int, str, int]] = {}
        self.read = house.mark()
        self.files("wang", "tax")

    def teardown(self) -> None:
        if hasattr(self, "conn"):
            self.conn.rollback()
            self.conn.close()

    # --- what happens ---

    @rule(who=st.sampled_from(["wang", "liu", "he"]), kind=st.sampled_from(["tax", "power", "unclear", "complaint"]))
    def files(self, who: str, kind: str) -> None:
        if len(self.ids) < MANY:
            form = {
                "tax": {},
                "power": {"category": "electricity"},
                "unclear": {"category": None},
                "complaint": {"about_unit": "tax", "needs_office": True},
            }[kind]
            secret = f"秘密{len(self.ids) + 1}号"
            ticket = self.house.file(f"出口退税没到账,{secret}", by=self.now_is(who), **form)
            self.ids.append(ticket.id)
            self.promises[ticket.id] = ticket.promised_at
            self.spoken[secret] = (ticket.id, "grievance", self.cast[who].id)

    @rule(action=st.sampled_from(sorted(TRIES)), who=st.integers(0, 9), which=st.integers(0, MANY - 1), pick=ANY)
    def tries(self, action: str, who: int, which: int, pick: int) -> None:
        """Anything may be tried by anybody."""
        if self.ids:
            ticket = self.house.ticket(self.ids[which % len(self.ids)])
            self.attempt(Action(action), sorted(self.cast)[who], ticket, pick)

    @rule(which=ANY, way=ANY, who=ANY, pick=ANY, sort=st.sampled_from(["moves", "moves", "moves", "stays", "ends"]))
    def goes_on(self, which: int, way: int, who: int, pick: int, sort: str) -> None:
        """Somebody does what is theirs to do, seldom what ends it: lives get far by it."""
        if not self.ids:
            return
        ticket = self.house.ticket(self.ids[which % len(self.ids)])
        ways = {
            action: able
            for action in sorted(lifecycle.allowed(ticket, now=self.house.now, city=self.house.city) & TRIES.keys())
            if sort == _sort(action) and (able := self.able(action, ticket))
        }
        if ways:
            action = sorted(ways)[way % len(ways)]
            self.attempt(action, ways[action][who % len(ways[action])], ticket, pick)

    def able(self, action: Action, ticket: Ticket) -> list[str]:
        """Who of the cast may take the action."""
        return [n for n in sorted(self.cast) if access.may(action, access.standings(self.now_is(n), ticket))]

    def attempt(self, action: Action, name: str, before: Ticket, pick: int) -> None:
        """A refusal changes nothing; what is done leads where the table leads."""
        by = self.now_is(name)
        self.house.count += 1
        words = f"话语{self.house.count}句"
        stood = self.footprint()
        trial = self.conn.begin_nested()
        try:
            TRIES[action](Attempt(self.house, before, by, pick, words))
        except Refusal:
            trial.rollback()
            assert stood == self.footprint()
            return
        trial.commit()
        assert before.state in MOVE[action].source
        self.spoken[words] = (before.id, action, by.id)

    @rule(how_long=st.sampled_from(sorted(JUMPS)))
    def time_passes(self, how_long: str) -> None:
        """What falls due happens, oldest first, each once; another look finds nothing left."""
        self.house.now += timedelta(hours=JUMPS[how_long])
        while found := clock.due(self.conn, self.house.city, now=self.house.now):
            assert [row.at for row in found] == sorted(row.at for row in found)
            for row in found:
                if self.house.strike(row):
                    assert row.id not in self.struck
                    self.struck.add(row.id)
                assert not self.house.strike(row)

    # --- what always holds ---

    @invariant()
    def no_ticket_is_without_a_way_out(self) -> None:
        people = [self.now_is(who) for who in getattr(self, "cast", ())]
        for ticket in self.all():
            if ticket.state in ENDED:
                continue
            open_rows = self.conn.execute(
                sa.select(deadlines.c.id).where(deadlines.c.ticket == ticket.id, deadlines.c.done_at.is_(None))
            ).first()
            someone = [
                action
                for action in lifecycle.allowed(ticket, now=self.house.now, city=self.house.city)
                for person in people
                if action in access.DOES
                and MOVE[action].to is not None
                and access.may(action, access.standings(person, ticket))
            ]
            assert open_rows or someone, f"{ticket.number} is stuck in {ticket.state}"

    @invariant()
    def its_history_tells_the_whole_ticket(self) -> None:
        for ticket in self.all():
            state, unit, officer, due_at, round = None, None, None, None, 1
            for event in events.history(self.conn, ticket.id):
                assert event["from_state"] == state
                state, round = event["to_state"], event["round"]
                row = next((move for move in MOVE.values() if move.event == event["name"]), None)
                cleared = row.clears if row is not None else ()
                unit = event["facts"].get("unit", None if "unit" in cleared else unit) if row else unit
                officer = event["facts"].get("officer", None if "officer" in cleared else officer) if row else officer
                if row is not None and row.next_round:
                    due_at = None
                due_at = event["facts"].get("due_at", due_at) if row else due_at
            assert (ticket.state.value, ticket.unit, ticket.officer, ticket.round) == (state, unit, officer, round)
            assert due_at == (ticket.due_at.isoformat() if ticket.due_at else None)

    @invariant()
    def what_is_merged_goes_with_its_lead_until_it_is_asked(self) -> None:
        for ticket in self.all():
            if ticket.state is State.MERGED and ticket.callback_sent_at is None:
                assert ticket.lead is not None
                lead = self.house.ticket(ticket.lead)
                assert (ticket.unit, ticket.officer) == (lead.unit, lead.officer)
                assert lead.is_open or lead.resolved_at is not None
                assert lead.state is not State.MERGED

    @invariant()
    def every_text_is_the_one_that_its_event_was_written_with_or_was_masked(self) -> None:
        if hasattr(self, "conn"):
            assert [] == wording.altered(self.conn)

    @invariant()
    def the_promise_never_moves(self) -> None:
        for ticket in self.all():
            assert self.promises[ticket.id] == ticket.promised_at

    @invariant()
    def nobody_is_told_what_they_may_not_see(self) -> None:
        if not hasattr(self, "house"):
            return
        rows = self.conn.execute(sa.select(outbox).where(outbox.c.id > self.read).order_by(outbox.c.id)).all()
        for row in rows:
            self.read = row.id
            assert not betrayed(self, row.chat, json.dumps(row.facts, ensure_ascii=False))

    # --- the machine's own ---

    def all(self) -> list[Ticket]:
        return [self.house.ticket(which) for which in getattr(self, "ids", [])]

    def now_is(self, who: str) -> Person:
        return self.house.again(self.cast[who])

    def footprint(self) -> tuple[int, ...]:
        """How much is written: tickets' versions, events, notices, deadlines."""
        return tuple(
            int(self.conn.execute(sa.select(sa.func.coalesce(counted, 0))).scalar_one())
            for counted in (
                sa.select(sa.func.sum(tickets.c.version)).scalar_subquery(),
                sa.select(sa.func.count()).select_from(events.events).scalar_subquery(),
                sa.select(sa.func.max(outbox.c.id)).scalar_subquery(),
                sa.select(sa.func.count()).select_from(deadlines).scalar_subquery(),
            )
        )


def _sort(action: Action) -> str:
    to = MOVE[action].to
    return "stays" if to is None else "ends" if to in ENDED and action is not Action.CONFIRM else "moves"


@pytest.fixture(scope="module", autouse=True)
def engine(in_memory: sa.Engine) -> None:
    """Every life is rolled back."""
    AnyLife.engine = in_memory


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)
