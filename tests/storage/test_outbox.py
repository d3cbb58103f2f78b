"""The outbox: order per chat, plans, cards, failures, a moved group, and how fast it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.engine.database import Database
from storage.post import chats, outbox, outcomes, posted, unsent
from storage.post.outbox import Due
from storage.post.outcomes import Failed, Later, Sent
from storage.schema import cards, groups, messages
from storage.schema import outbox as table

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=30)


class Bench:
    """One chat's sender and office on one connection, in short words."""

    def __init__(self, conn: sa.Connection) -> None:
        self.conn = conn
        self.last_message = 100

    def post(self, kind: str, *, chat: int = 1, **rest: Any) -> int:
        return outbox.post(self.conn, **{"chat": chat, "kind": kind, "facts": {"字": kind}, "now": NOW} | rest)

    def take(self, *, busy: tuple[int, ...] = (), room: int = 30, now: datetime = NOW) -> list[Due]:
        return outbox.take(self.conn, busy=busy, room=room, now=now)

    def kinds(self, **rest: Any) -> list[str]:
        return [due.kind for due in self.take(**rest)]

    def record(self, *done: Sent | Failed | Later, now: datetime = NOW) -> None:
        outcomes.record(self.conn, done, now=now)

    def send(self, due: Due, *, now: datetime = NOW) -> int:
        message = due.message if due.message is not None and not due.fresh else self.last_message + 1
        self.last_message = max(self.last_message, message)
        self.record(Sent(due.id, due.chat, [message], due.card, due.ticket, due.kind), now=now)
        return message

    def drain(self, *, now: datetime = NOW) -> list[str]:
        said = []
        while taken := self.take(now=now):
            for due in taken:
                said.append(due.kind)
                self.send(due, now=now)
        return said

    def done(self, outbox_id: int) -> str | None:
        found: str | None = self.conn.execute(sa.select(table.c.done).where(table.c.id == outbox_id)).scalar_one()
        return found


async def on(db: Database, story: Any) -> None:
    """Tell a story in one transaction, on each engine."""
    async with db.transaction() as hop:
        await hop(lambda conn: story(Bench(conn)))


async def test_a_notice_is_taken_whole(db: Database) -> None:
    def story(bench: Bench) -> None:
        posted = bench.post("filed", card="t1", fresh=True, quiet=True, ticket=7, person=8)
        assert [Due(posted, 1, "filed", {"字": "filed"}, "t1", True, True, 7, 8, 0, None)] == bench.take()

    await on(db, story)


async def test_a_chat_is_served_in_order_one_at_a_time(db: Database) -> None:
    def story(bench: Bench) -> None:
        bench.post("a")
        bench.post("b")
        bench.post("c")
        (a,) = bench.take()
        assert a.kind == "a"
        assert bench.take(busy=(1,)) == []
        bench.send(a)
        assert bench.drain() == ["b", "c"]

    await on(db, story)


async def test_chats_do_not_wait_for_each_other(db: Database) -> None:
    def story(bench: Bench) -> None:
        for kind in "abc":
            bench.post(f"{kind}1", chat=1)
            bench.post(f"{kind}2", chat=2)
            bench.post(f"{kind}3", chat=3)
        assert bench.kinds() == ["a1", "a2", "a3"]
        assert bench.kinds(busy=(2,)) == ["a1", "a3"]
        assert bench.kinds(busy=(1, 2), room=5) == ["a3"]
        assert bench.kinds(busy=(1,), room=1) == ["a2"]
        assert bench.kinds(room=0) == []

    await on(db, story)


async def test_taking_is_only_a_look(db: Database) -> None:
    def story(bench: Bench) -> None:
        bench.post("a")
        assert bench.take() == bench.take()

    await on(db, story)


async def test_a_planned_notice_does_not_hold_up_its_chat(db: Database) -> None:
    def story(bench: Bench) -> None:
        bench.post("reminder", due_at=SOON)
        bench.post("now")
        assert bench.drain() == ["now"]
        assert unsent.next_due(bench.conn) == SOON
        assert bench.drain(now=SOON) == ["reminder"]
        assert unsent.next_due(bench.conn) is None

    await on(db, story)


async def test_a_notice_put_off_holds_up_its_chat_and_no_other(db: Database) -> None:
    def story(bench: Bench) -> None:
        bench.post("a")
        bench.post("b")
        bench.record(Later(bench.take()[0].id, SOON, "Too Many Requests"))
        bench.post("c")
        bench.post("other", chat=2)
        assert bench.kinds() == ["other"]
        (again,) = bench.take(now=SOON, busy=(2,))
        assert (again.kind, again.attempts) == ("a", 1)
        assert sorted(bench.drain(now=SOON), key=["other", "a", "b", "c"].index) == ["other", "a", "b", "c"]

    await on(db, story)


async def test_edits_of_one_card_are_sent_as_one(db: Database) -> None:
    def story(bench: Bench) -> None:
        first = bench.post("claimed", card="t1")
        bench.post("words")
        second = bench.post("extended", card="t1")
        elsewhere = bench.post("claimed", card="t2")
        third = bench.post("resolved", card="t1")
        assert bench.drain() == ["resolved", "words", "claimed"]
        assert [bench.done(one) for one in (first, second, third, elsewhere)] == [
            "replaced",
            "replaced",
            "sent",
            "sent",
        ]

    await on(db, story)


async def test_a_card_is_edited_where_it_was_sent(db: Database) -> None:
    def story(bench: Bench) -> None:
        bench.post("filed", card="t1", ticket=7)
        (due,) = bench.take()
        assert due.message is None
        message = bench.send(due)
        bench.post("claimed", card="t1", ticket=7)
        bench.post("claimed", card="t1", chat=2)
        assert [message, None] == [due.message for due in bench.take()]
        bench.send(bench.take()[0])
        shown = bench.conn.execute(sa.select(cards).where(cards.c.chat == 1)).one()
        assert (message, 7, "claimed") == (shown.message, shown.ticket, shown.kind)

    await on(db, story)


async def test_an_edit_after_the_news_does_not_swallow_it(db: Database) -> None:
    def story(bench: Bench) -> None:
        bench.post("edit 1", card="t1")
        bench.post("edit 2", card="t1")
        bench.post("news 1", card="t1", fresh=True)
        bench.post("news 2", card="t1", fresh=True)
        bench.post("edit 3", card="t1")
        bench.post("edit 4", card="t1")
        assert bench.drain() == ["edit 2", "news 1", "news 2", "edit 4"]

    await on(db, story)


@pytest.mark.parametrize("is_news_first", [True, False], ids=["planned news", "a planned edit"])
async def test_what_became_due_while_another_was_in_flight_is_not_lost(db: Database, is_news_first: bool) -> None:
    def story(bench: Bench) -> None:
        bench.post("planned", card="t1", fresh=is_news_first, due_at=SOON)
        bench.post("now", card="t1", fresh=not is_news_first)
        (due,) = bench.take()
        bench.send(due, now=SOON)
        assert bench.kinds(now=SOON) == ["planned"]

    await on(db, story)


async def test_an_edit_put_off_takes_the_edits_it_stood_for_along(db: Database) -> None:
    def story(bench: Bench) -> None:
        bench.post("edit 1", card="t1")
        bench.post("edit 2", card="t1")
        bench.record(Later(bench.take()[0].id, SOON))
        assert bench.take() == []
        bench.post("edit 3", card="t1")
        assert bench.take() == []
        assert bench.drain(now=SOON) == ["edit 3"]

    await on(db, story)


async def test_an_edit_that_fails_leaves_the_edits_it_stood_for(db: Database) -> None:
    def story(bench: Bench) -> None:
        bench.post("good", card="t1")
        bench.post("broken", card="t1")
        bench.record(Failed(bench.take()[0].id, "no template"))
        assert bench.drain() == ["good"]

    await on(db, story)


async def test_what_failed_is_seen_and_not_tried_again(db: Database) -> None:
    def story(bench: Bench) -> None:
        ids = [bench.post(kind, ticket=7, person=8) for kind in "abc"]
        for error in ("x", "blocked by the user"):
            bench.record(Failed(bench.take()[0].id, error))
        assert bench.kinds() == ["c"]
        newest, oldest = unsent.failed(bench.conn, 10)
        assert (ids[1], "b", 7, 8, "blocked by the user", NOW, 1) == (
            newest.id, newest.kind, newest.ticket, newest.person, newest.error, newest.at, newest.attempts,
        )  # fmt: skip
        assert ids[0] == oldest.id
        assert [newest] == unsent.failed(bench.conn, 1)
        assert (unsent.count_failed(bench.conn), unsent.waiting(bench.conn)) == (2, 1)

    await on(db, story)


async def test_a_waiting_notice_is_cancelled_and_a_sent_one_is_not(db: Database) -> None:
    def story(bench: Bench) -> None:
        sent, planned = bench.post("a"), bench.post("b", due_at=SOON)
        bench.drain()
        assert not posted.cancel(bench.conn, sent)
        assert posted.cancel(bench.conn, planned)
        assert not posted.cancel(bench.conn, planned)
        assert bench.drain(now=SOON) == []
        assert [bench.done(sent), bench.done(planned)] == ["sent", "cancelled"]

    await on(db, story)


async def test_one_cancelled_in_flight_and_sent_is_sent(db: Database) -> None:
    def story(bench: Bench) -> None:
        bench.post("a")
        bench.post("b", chat=2)
        a, b = bench.take()
        assert posted.cancel(bench.conn, a.id)
        assert posted.cancel(bench.conn, b.id)
        bench.send(a)
        bench.record(Later(b.id, SOON))
        assert [bench.done(a.id), bench.done(b.id)] == ["sent", "cancelled"]

    await on(db, story)


async def test_every_message_of_a_notice_leads_back_to_its_ticket(db: Database) -> None:
    def story(bench: Bench) -> None:
        posted = bench.post("files", ticket=7)
        bench.record(Sent(posted, 1, [5, 6], None, 7, "files"))
        found = bench.conn.execute(sa.select(messages).order_by(messages.c.message)).all()
        assert [(1, 5, posted, 7), (1, 6, posted, 7)] == [(r.chat, r.message, r.outbox, r.ticket) for r in found]

    await on(db, story)


async def test_a_notice_without_messages_is_sent_all_the_same(db: Database) -> None:
    def story(bench: Bench) -> None:
        posted = bench.post("unsend", card="t1")
        bench.record(Sent(posted, 1, [], "t1", None, "unsend"))
        assert bench.done(posted) == "sent"

    await on(db, story)


@pytest.mark.parametrize("is_known", [False, True], ids=["the new group is unknown", "the new group is known"])
async def test_a_group_that_became_a_supergroup_keeps_its_unit_and_its_line(db: Database, is_known: bool) -> None:
    def story(bench: Bench) -> None:
        bench.conn.execute(groups.insert(), {"chat": -1, "title": "Old", "unit": "tax", "since": NOW})
        if is_known:
            bench.conn.execute(groups.insert(), {"chat": -100, "title": "New", "unit": None, "since": NOW})
        bench.post("claimed", chat=-1, card="t1")
        bench.send(bench.take()[0])
        bench.post("resolved", chat=-1, card="t1")
        chats.migrate(bench.conn, -1, -100)
        group = bench.conn.execute(sa.select(groups)).one()
        assert (group.chat, group.unit) == (-100, "tax")
        (due,) = bench.take()
        assert (due.chat, due.kind, due.message) == (-100, "resolved", None)
        message = bench.send(due)
        assert [(-100, message)] == [(r.chat, r.message) for r in bench.conn.execute(sa.select(cards))]
        chats.migrate(bench.conn, -1, -100)  # both sides of the move are told: twice is fine

    await on(db, story)


def test_taking_looks_at_waiting_rows_only(conn: sa.Connection) -> None:
    statements: list[tuple[str, Any]] = []
    sa.event.listen(conn, "before_cursor_execute", lambda c, cursor, sql, args, *rest: statements.append((sql, args)))
    outbox.take(conn, busy=[], room=30, now=NOW)
    unsent.waiting(conn)
    unsent.next_due(conn)
    unsent.failed(conn, 10)
    unsent.count_failed(conn)
    outcomes.record(conn, [Sent(1, 1, [1], "t1", None, "k"), Later(2, SOON), Failed(3, "x")], now=NOW)
    posted.cancel(conn, 1)
    for sql, args in list(statements):
        if sql.startswith("INSERT"):
            continue
        for *_, step in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", args[0] if isinstance(args, list) else args):
            for name in ("outbox", "head", "before", "news", "edit", "last", "same"):
                if step.startswith((f"SCAN {name}", f"SEARCH {name}")):
                    assert "INDEX ix_outbox_" in step or "INTEGER PRIMARY KEY" in step, f"{step} in {sql}"
