"""The outbox driven at random: a sender that crashes and is put off, beside a slow and plain model of the line."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from storage.post import outbox, outcomes, posted, unsent
from storage.post.outbox import Due
from storage.post.outcomes import Failed, Later, Sent
from storage.schema import outbox as table

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

CHATS = (1, 2)
# Most of it on one card and due at once: that is where the line is hard.
notices = st.tuples(
    st.sampled_from(CHATS),
    st.sampled_from(["t1", "t1", "t1", "t2", None]),
    st.sampled_from([False, False, False, True]),
    st.sampled_from([0, 0, 0, 1, 60]),
)


@dataclass(slots=True)
class Row:
    """What the model knows of a notice."""

    id: int
    chat: int
    card: str | None
    fresh: bool
    due_at: datetime
    attempts: int = 0
    done: str | None = None
    tried_at: datetime | None = None


class OutboxMachine(RuleBasedStateMachine):
    """Rules are what the office and the sender do; the model is a list walked through by hand."""

    engine: sa.Engine

    @initialize()
    def begin(self) -> None:
        self.conn = self.engine.connect()
        self.now = START
        self.rows: dict[int, Row] = {}
        self.in_flight: dict[int, Due] = {}
        self.shown: dict[tuple[int, str], int] = {}
        self.messages = 0
        self.told: list[int] = []

    def teardown(self) -> None:
        if not hasattr(self, "conn"):
            return
        self.crash()
        self.now += timedelta(days=1)
        for _ in range(len(self.rows) + 1):
            self.take(busy=set(), room=30)
            for chat in list(self.in_flight):
                self.send(chat)
        assert all(row.done for row in self.rows.values())
        assert unsent.waiting(self.conn) == 0
        self.ends_agree()
        self.conn.rollback()
        self.conn.close()

    # --- the model ---

    def in_line(self, chat: int) -> list[Row]:
        """What is due in a chat or was put off, oldest first."""
        rows = [row for row in self.rows.values() if row.chat == chat and row.done is None]
        return [row for row in rows if row.due_at <= self.now or row.attempts]

    def expected(self, chat: int) -> Row | None:
        """What the chat should be told next."""
        line = self.in_line(chat)
        if not line or line[0].due_at > self.now:
            return None
        chosen = head = line[0]
        if head.card is None or head.fresh:
            return head
        for row in line:
            if row.card == head.card and row.due_at <= self.now:
                if row.fresh:
                    break
                chosen = row
        return chosen

    def stood_for(self, due: Due) -> list[Row]:
        """The older edits that one stands for."""
        if due.card is None or due.fresh:
            return []
        return [
            row
            for row in self.rows.values()
            if (row.chat, row.card) == (due.chat, due.card)
            and row.done is None
            and not row.fresh
            and row.id < due.id
            and row.due_at <= self.now
        ]

    # --- the office ---

    @rule(several=st.lists(notices, min_size=1, max_size=5))
    def post(self, several: list[tuple[int, str | None, bool, int]]) -> None:
        for chat, card, fresh, delay in several:
            due_at = self.now + timedelta(seconds=delay)
            posted = outbox.post(
                self.conn, chat=chat, kind="k", facts={}, card=card, fresh=fresh, due_at=due_at, now=self.now
            )
            self.rows[posted] = Row(posted, chat, card, fresh, due_at)

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        row = self.rows[data.draw(st.sampled_from(sorted(self.rows)))]
        assert posted.cancel(self.conn, row.id) is (row.done is None)
        row.done = row.done or "cancelled"

    @rule(seconds=st.sampled_from([1, 5, 60]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    # --- the sender ---

    @rule(busy=st.sampled_from([set(), set(), {1}, {2}]), room=st.sampled_from([30, 30, 30, 1, 0]))
    def take(self, busy: set[int], room: int) -> None:
        held = busy | set(self.in_flight)
        taken = outbox.take(self.conn, busy=sorted(held), room=room, now=self.now)
        free = [chat for chat in CHATS if chat not in held]
        expected = {chat: row for chat in free if (row := self.expected(chat)) is not None}
        assert len(taken) == min(room, len(expected))
        assert len({due.chat for due in taken}) == len(taken)
        for due in taken:
            row = expected[due.chat]
            assert (due.id, due.card, due.fresh, due.attempts) == (row.id, row.card, row.fresh, row.attempts)
            assert due.message == (None if due.card is None else self.shown.get((due.chat, due.card)))
            self.in_flight[due.chat] = due
        oldest = [self.in_line(due.chat)[0] for due in taken]
        assert oldest == sorted(oldest, key=lambda row: (row.due_at, row.id))

    @precondition(lambda self: self.in_flight)
    @rule(data=st.data())
    def one_is_sent(self, data: st.DataObject) -> None:
        self.send(data.draw(st.sampled_from(sorted(self.in_flight))))

    def send(self, chat: int) -> None:
        due = self.in_flight.pop(chat)
        message = due.message if due.message is not None and not due.fresh else self.messages + 1
        self.messages = max(self.messages, message)
        for row in self.stood_for(due):
            row.done = "replaced"
        self.rows[due.id].done = "sent"
        self.told.append(due.id)
        if due.card is not None:
            self.shown[due.chat, due.card] = message
        outcomes.record(self.conn, [Sent(due.id, due.chat, [message], due.card, None, due.kind)], now=self.now)

    @precondition(lambda self: self.in_flight)
    @rule(data=st.data())
    def one_fails(self, data: st.DataObject) -> None:
        due = self.in_flight.pop(data.draw(st.sampled_from(sorted(self.in_flight))))
        self.rows[due.id].done = self.rows[due.id].done or "failed"
        outcomes.record(self.conn, [Failed(due.id, "Forbidden")], now=self.now)

    @precondition(lambda self: self.in_flight)
    @rule(data=st.data(), seconds=st.sampled_from([1, 30]))
    def one_is_put_off(self, data: st.DataObject, seconds: int) -> None:
        due = self.in_flight.pop(data.draw(st.sampled_from(sorted(self.in_flight))))
        then = self.now + timedelta(seconds=seconds)
        for row in [*self.stood_for(due), self.rows[due.id]]:
            if row.done is None:
                row.due_at, row.attempts = then, row.attempts + 1
        outcomes.record(self.conn, [Later(due.id, then, "Too Many Requests")], now=self.now)

    @rule()
    def crash(self) -> None:
        """Everything in flight is forgotten: it was not recorded."""
        self.in_flight.clear()

    # --- what always holds ---

    @invariant()
    def ends_agree(self) -> None:
        if not hasattr(self, "conn"):
            return
        kept = {row.id: row.done for row in self.conn.execute(sa.select(table.c.id, table.c.done))}
        assert kept == {row.id: row.done for row in self.rows.values()}

    @invariant()
    def news_is_never_swallowed(self) -> None:
        if hasattr(self, "conn"):
            assert not [row for row in self.rows.values() if row.fresh and row.done == "replaced"]

    @invariant()
    def the_first_due_moment_is_known(self) -> None:
        if hasattr(self, "conn"):
            waiting = [row.due_at for row in self.rows.values() if row.done is None]
            assert unsent.next_due(self.conn) == min(waiting, default=None)


@pytest.fixture(scope="module", autouse=True)
def engine(in_memory: sa.Engine) -> None:
    """Every run is rolled back."""
    OutboxMachine.engine = in_memory


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
