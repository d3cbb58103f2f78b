"""The sender stopped, crashed, refused, and without its database."""

import asyncio
from contextlib import suppress

import pytest
from post_office import Flaky, PostOffice, eventually, telegram

from bot.faults import TokenRefused
from bot.sender import Sender


async def test_stopping_waits_for_what_is_in_flight_and_takes_nothing_more(office: PostOffice) -> None:
    chat = office.a_person()
    office.sandbox.world.faults.add("sendMessage", hang=0.2)
    first, second = await office.post(chat, text="first"), await office.post(chat, text="second")
    running = asyncio.create_task(office.sender.run())
    await office.faults_met()
    await office.sender.stop()
    assert running.done() or not await running
    assert ("sent", None) == ((await office.row(first)).done, (await office.row(second)).done)
    assert ["first"] == office.texts()


async def test_a_sender_that_has_nothing_to_do_stops_at_once(office: PostOffice) -> None:
    async with asyncio.timeout(1), office.open():
        pass


async def test_stopping_a_sender_that_never_ran_returns(office: PostOffice) -> None:
    async with asyncio.timeout(1):
        await office.sender.stop()


async def test_a_crash_between_sending_and_recording_repeats_what_was_in_flight_and_no_more(office: PostOffice) -> None:
    chats = [office.a_person() for _ in range(5)]
    posted = [await office.post(chat, text=f"{n}") for n in range(2) for chat in chats]
    away = Flaky(office.db)
    away.is_away = True
    crashing = asyncio.create_task(office.a_sender(db=away).run())
    await eventually(lambda: is_sent(office, 5))
    crashing.cancel()
    with suppress(asyncio.CancelledError):
        await crashing
    async with office.open():
        await office.done(*posted)
    assert [["0", "0", "1"]] * 5 == [office.texts(chat) for chat in chats]


async def test_while_the_database_is_away_nothing_sent_is_sent_again(office: PostOffice) -> None:
    chat, flaky = office.a_person(), Flaky(office.db)
    first, second = await office.post(chat, text="first"), await office.post(chat, text="second")
    flaky.is_away = True
    async with office.open(db=flaky):
        await eventually(lambda: has_refused(flaky, 3))
        assert ["first"] == office.texts()
        flaky.is_away = False
        await office.done(first, second)
    assert ["first", "second"] == office.texts()


async def test_no_more_is_ever_unrecorded_than_may_be_in_flight(office: PostOffice) -> None:
    flaky = Flaky(office.db)
    posted = [await office.post(office.a_person()) for _ in range(5)]
    flaky.is_away = True
    async with office.open(db=flaky, parallel=2):
        await eventually(lambda: has_refused(flaky, 4))
        assert 2 == len(office.texts())
        flaky.is_away = False
        await office.done(*posted)
    assert 5 == len(office.texts())


async def test_a_result_that_cannot_be_kept_holds_up_its_own_chat_only(office: PostOffice) -> None:
    blocked, other = office.a_person(), office.a_person()
    office.sandbox.world.change_user(blocked, blocked=True)
    lost = await office.post(blocked)
    async with office.open(unreachable=broken) as sender:
        await eventually(lambda: has_failed(sender, 1))
        assert ["sent", "sent"] == await office.done(await office.post(other), await office.post(other))
        assert (None, False) == ((await office.row(lost)).done, sender.is_well())
    async with office.open(unreachable=office.unreachable) as sender:
        assert ["failed"] == await office.done(lost)
        assert sender.is_well()


async def test_stopping_without_a_database_gives_up_and_leaves_the_rows_waiting(office: PostOffice) -> None:
    flaky, posted = Flaky(office.db), await office.post(office.a_person())
    flaky.is_away = True
    async with asyncio.timeout(5), office.open(db=flaky):
        await eventually(lambda: has_refused(flaky, 1))
    assert (await office.row(posted)).done is None


async def test_a_refused_token_ends_the_sender_with_a_sentence_and_keeps_the_notice(office: PostOffice) -> None:
    posted, stranger = await office.post(office.a_person()), telegram(office.sandbox, "1000:other")
    with pytest.raises(TokenRefused, match="BUQIUREN_TOKEN"):
        await office.a_sender(bot=stranger).run()
    await stranger.session.close()
    assert (await office.row(posted)).done is None


async def is_sent(office: PostOffice, count: int) -> bool:
    return len(office.texts()) == count


async def has_failed(sender: Sender, times: int) -> bool:
    return sender._ledger.failures >= times


async def has_refused(flaky: Flaky, times: int) -> bool:
    return flaky.refused >= times


def broken(*args: object, **kwargs: object) -> None:
    raise ValueError("a bug")
