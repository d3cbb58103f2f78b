"""The queue: order, side by side, what Telegram's troubles do to it, and what survives."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from post_office import PostOffice, telegram

from bot.sender import Sender
from sandbox.server import Sandbox
from storage import schema
from storage.engine.database import Database


async def test_notices_of_one_chat_arrive_in_the_order_they_were_posted(office: PostOffice) -> None:
    one, two = office.a_person(), office.a_person()
    posted = [await office.post(chat, text=f"{n}") for n in range(10) for chat in (one, two)]
    async with office.open():
        assert ["sent"] * 20 == await office.done(*posted)
    expected = [f"{n}" for n in range(10)]
    assert (expected, expected) == (office.texts(one), office.texts(two))


async def test_a_slow_chat_has_one_message_in_flight_and_holds_up_nobody(office: PostOffice) -> None:
    slow, quick = office.a_person(), office.a_person()
    office.sandbox.world.faults.add("sendMessage", hang=0.2)
    first = await office.post(slow, text="first")
    async with office.open():
        await office.faults_met()
        second = await office.post(slow, text="second")
        other = await office.post(quick, text="other")
        await office.done(first, second, other)
    assert ["other", "first", "second"] == office.texts()


async def test_a_429_moves_that_chat_and_nothing_overtakes_in_it(office: PostOffice) -> None:
    told, other = office.a_person(), office.a_person()
    office.fails("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30)
    first = await office.post(told, text="first")
    async with office.open():
        await office.faults_met()
        second, elsewhere = await office.post(told, text="second"), await office.post(other, text="elsewhere")
        await office.done(elsewhere)
        assert ["elsewhere"] == office.texts()
        waiting = await office.put_off(first)
        assert office.time + timedelta(seconds=30) == waiting.due_at
        await office.pass_time(30)
        await office.done(first, second)
    assert ["first", "second"] == office.texts(told)


async def test_a_429_without_parameters_is_obeyed_too(office: PostOffice) -> None:
    chat = office.a_person()
    office.fails("sendMessage", 429, "Too Many Requests: retry after 7")
    posted = await office.post(chat)
    async with office.open():
        await office.put_off(posted)
        await office.pass_time(7)
        assert ["sent"] == await office.done(posted)


async def test_a_server_error_is_tried_again_later(office: PostOffice) -> None:
    chat = office.a_person()
    office.fails("sendMessage", 502, "Bad Gateway")
    posted = await office.post(chat, text="好")
    async with office.open():
        row = await office.tried(posted, 1)
        assert timedelta(seconds=0.5) <= row.due_at - office.time <= timedelta(seconds=1)
        await office.pass_time(1)
        assert ["sent"] == await office.done(posted)
    assert ["好"] == office.texts()


async def test_after_eight_server_errors_a_notice_has_failed_and_says_why(office: PostOffice) -> None:
    chat = office.a_person()
    office.fails("sendMessage", 500, "Internal Server Error", times=8)
    posted, after = await office.post(chat), await office.post(chat, text="after")
    async with office.open():
        for times in range(1, 8):
            await office.tried(posted, times)
            await office.pass_time(600)
        assert ["failed", "sent"] == await office.done(posted, after)
    assert "Internal Server Error" in (await office.row(posted)).error
    assert ["after"] == office.texts()


async def test_while_telegram_cannot_be_reached_nothing_is_given_up(office: PostOffice) -> None:
    chat = office.a_person()
    posted = await office.post(chat)
    await office.sandbox.stop()
    async with office.open():
        for times in range(1, 11):
            await office.tried(posted, times)
            await office.pass_time(600)
        assert (await office.row(posted)).done is None


async def test_an_answer_cut_off_repeats_that_message_once(office: PostOffice) -> None:
    chat = office.a_person()
    office.sandbox.world.faults.add("sendMessage", cut=True)
    first, second = await office.post(chat, text="first"), await office.post(chat, text="second")
    async with office.open():
        await office.tried(first, 1)
        await office.pass_time(1)
        await office.done(first, second)
    assert ["first", "first", "second"] == office.texts()


async def test_a_call_without_an_answer_is_tried_again(office: PostOffice) -> None:
    chat = office.a_person()
    office.sandbox.world.faults.add("sendMessage", hang=30)
    posted = await office.post(chat)
    async with office.open(timeout=0.1):
        await office.tried(posted, 1)
        await office.pass_time(1)
        assert ["sent"] == await office.done(posted)


async def test_a_blocked_bot_fails_the_notice_and_marks_the_person_in_the_same_transaction(office: PostOffice) -> None:
    chat, other = office.a_person(), office.a_person()
    person = {"telegram_id": chat, "name": "王敏", "created_at": office.time}
    async with office.db.transaction() as hop:
        await hop(lambda c: c.execute(sa.insert(schema.people).values(person)).rowcount)
    office.sandbox.world.change_user(chat, blocked=True)
    posted, elsewhere = await office.post(chat), await office.post(other)
    async with office.open():
        assert ["failed", "sent"] == await office.done(posted, elsewhere)
    assert (await office.row(posted)).error.startswith("undeliverable: Forbidden: bot was blocked by the user")
    assert await office.db.read(lambda c: c.scalar(sa.select(schema.people.c.is_reachable))) is False


async def test_a_group_that_threw_the_bot_out_is_told_to_the_office_likewise(office: PostOffice) -> None:
    group = office.sandbox.world.add_chat("窗口", [office.a_person()])["id"]
    office.sandbox.world.change_chat(group, bot=False)
    posted = await office.post(group)
    async with office.open():
        assert ["failed"] == await office.done(posted)
    assert [group] == office.lost


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (403, "Forbidden: user is deactivated"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (403, "Forbidden: the group chat was deleted"),
        (400, "Bad Request: chat not found"),
    ],
)
async def test_a_chat_that_nothing_can_be_sent_to_is_undeliverable(office: PostOffice, code: int, why: str) -> None:
    chat = office.a_person()
    office.fails("sendMessage", code, why)
    posted = await office.post(chat)
    async with office.open():
        assert ["failed"] == await office.done(posted)
    assert (f"undeliverable: {why}", [chat]) == ((await office.row(posted)).error, office.lost)


async def test_a_group_that_became_a_supergroup_hears_everything_under_its_new_id(office: PostOffice) -> None:
    old = office.sandbox.world.add_chat("窗口", [office.a_person()])["id"]
    new = office.sandbox.world.change_chat(old, upgrade=True)["id"]
    posted = [await office.post(old, text="first"), await office.post(old, text="second")]
    async with office.open():
        assert ["sent", "sent"] == await office.done(*posted)
    assert (["first", "second"], new) == (office.texts(new), (await office.row(posted[1])).chat)


async def test_a_planned_notice_goes_out_when_it_is_due_without_being_woken(office: PostOffice) -> None:
    chat = office.a_person()
    sender = Sender(
        office.db,
        office.bot,
        office.speak,
        published=office.published,
        figures=office.figures,
        draw=office.draw,
        export=office.export,
        now=utc_now,
        unreachable=office.unreachable,
        moved=office.moved,
    )
    running = asyncio.create_task(sender.run())
    planned = await office.post(chat, text="planned", due_at=utc_now() + timedelta(seconds=0.3))
    at_once = await office.post(chat, text="at once", due_at=utc_now())
    sender.wake()
    await office.done(planned, at_once)
    await sender.stop()
    await running
    assert ["at once", "planned"] == office.texts()


async def test_a_chat_is_sent_its_burst_and_then_waits(office: PostOffice) -> None:
    chat, at = office.a_person(), [0.0]
    posted = [await office.post(chat, text=f"{n}") for n in range(5)]
    async with office.open(per_chat=(3, 1.0), monotonic=lambda: at[0]):
        await office.done(*posted[:3])
        assert ["0", "1", "2"] == office.texts()
        at[0] = 1.0
        office.sender.wake()
        await office.done(posted[3])
        assert ["0", "1", "2", "3"] == office.texts()


async def test_a_strict_telegram_has_nothing_to_complain_of(db: Database) -> None:
    sandbox = Sandbox(limits=True)
    await sandbox.start()
    bot = telegram(sandbox)
    office = PostOffice(db, sandbox, bot)
    posted = [await office.post(chat) for chat in [office.a_person() for _ in range(15)] for _ in range(3)]
    async with office.open(per_second=30, per_chat=(3, 1.0), per_group=20):
        await office.done(*posted)
    await bot.session.close()
    await sandbox.stop()
    assert [True] * 45 == [call["response"]["ok"] for call in sandbox.world.calls(method="sendMessage")]


def utc_now() -> datetime:
    return datetime.now(UTC)
