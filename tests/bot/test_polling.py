"""The poll loop: confirmed only after the commit, one chat in order, and nothing stops it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Update
from post_office import eventually, telegram
from structlog.testing import capture_logs

from bot.faults import TokenRefused
from bot.polling import Work, lane_of, poll
from sandbox.server import Sandbox


class Listener:
    """Hears updates; ``before`` may wait or raise for a text."""

    def __init__(self, sandbox: Sandbox, bot: Bot) -> None:
        self.sandbox, self.bot = sandbox, bot
        self.begun: list[str] = []
        self.heard: list[str] = []
        self.aside: list[tuple[dict[str, Any], str]] = []
        self.before: dict[str, Callable[[], Any]] = {}
        self.is_away = False
        self.refused = 0

    async def handle(self, raw: dict[str, Any], update: Update) -> None:
        assert update.message is not None
        assert raw["update_id"] == update.update_id
        text = str(update.message.text)
        self.begun.append(text)
        self._reach_database()
        if text in self.before and (waiting := self.before[text]()) is not None:
            await waiting
        self.heard.append(text)

    async def lay_aside(self, raw: dict[str, Any], error: str) -> None:
        self._reach_database()
        self.aside.append((raw, error))

    def _reach_database(self) -> None:
        if self.is_away:
            self.refused += 1
            raise ConnectionError("the database is away")

    def a_person(self) -> int:
        return int(self.sandbox.world.add_user("王敏")["id"])

    def say(self, chat: int, *texts: str) -> None:
        for text in texts:
            self.sandbox.world.send(chat, text=text)

    async def is_fetching(self) -> bool:
        return self.sandbox.world.state.updates._poll is not None

    @property
    def unconfirmed(self) -> int:
        return len(self.sandbox.world.state.updates.pending)

    @asynccontextmanager
    async def listening(self, **options: Any) -> AsyncIterator[asyncio.Event]:
        stop = asyncio.Event()
        running = asyncio.create_task(self.poll(stop, **options))
        try:
            yield stop
        finally:
            stop.set()
            async with asyncio.timeout(5):
                await running

    async def poll(self, stop: asyncio.Event, **options: Any) -> None:
        kinds = ["message", "callback_query", "my_chat_member"]
        how = {"allowed_updates": kinds, "pause": 0.01} | options
        await poll(self.bot, handle=self.handle, lay_aside=self.lay_aside, stop=stop, **how)

    async def has(self, **wanted: Any) -> None:
        """Until these attributes are so."""

        async def is_so() -> bool:
            return all(getattr(self, name) == value for name, value in wanted.items())

        await eventually(is_so)


@pytest.fixture
def listener(sandbox: Sandbox, bot: Bot) -> Listener:
    return Listener(sandbox, bot)


async def test_updates_are_handled_in_order_and_confirmed_by_the_next_fetch(listener: Listener) -> None:
    listener.say(listener.a_person(), "1", "2", "3")
    async with listener.listening():
        await listener.has(heard=["1", "2", "3"], unconfirmed=0)


async def test_a_slow_chat_keeps_its_order_and_others_do_not_wait_for_it(listener: Listener) -> None:
    go, slow, quick = asyncio.Event(), listener.a_person(), listener.a_person()
    listener.before["slow"] = go.wait
    listener.say(slow, "slow", "after")
    listener.say(quick, "quick")
    async with listener.listening():
        await listener.has(heard=["quick"], begun=["slow", "quick"])
        assert 3 == listener.unconfirmed
        go.set()
        await listener.has(heard=["quick", "slow", "after"], unconfirmed=0)


async def test_an_update_that_cannot_be_parsed_is_laid_aside_at_once(listener: Listener) -> None:
    chat = listener.a_person()
    listener.sandbox.world.state.updates.add("message", {"message_id": "王敏", "chat": {"id": chat}}, chat)
    listener.say(chat, "after")
    with capture_logs() as logs:
        async with listener.listening():
            await listener.has(heard=["after"], unconfirmed=0)
    assert ["王敏"] == [raw["message"]["message_id"] for raw, _ in listener.aside]
    assert "ValidationError" in listener.aside[0][1]
    assert "王敏" not in str(logs)


async def test_text_that_no_database_takes_is_laid_aside_in_a_form_that_it_takes(listener: Listener) -> None:
    raw = {"update_id": 1, "message": {"message_id": 1, "text": "半个\ud83d字"}}
    assert [] == await Work(listener.bot, listener.handle, listener.lay_aside)([raw])
    kept, error = listener.aside[0]
    assert "半个?字" == kept["message"]["text"]
    assert error.encode()


async def test_an_update_whose_handling_raises_is_tried_three_times_and_laid_aside(listener: Listener) -> None:
    listener.before["bad"] = fail
    listener.say(listener.a_person(), "bad", "good")
    async with listener.listening():
        await listener.has(heard=["good"], unconfirmed=0)
    assert ["bad", "bad", "bad", "good"] == listener.begun
    assert [("bad", "ValueError: a bug")] == [(raw["message"]["text"], error) for raw, error in listener.aside]


async def test_an_update_that_succeeds_the_second_time_is_not_laid_aside(listener: Listener) -> None:
    listener.before["once"] = lambda: listener.before.pop("once") and fail()
    listener.say(listener.a_person(), "once")
    async with listener.listening():
        await listener.has(heard=["once"], aside=[], unconfirmed=0)


async def test_while_the_database_is_away_nothing_is_confirmed_and_nothing_laid_aside(listener: Listener) -> None:
    listener.is_away = True
    listener.say(listener.a_person(), "1", "2")
    async with listener.listening():
        await listener.has(refused=8)  # two rounds: three tries and a laying aside each
        assert (2, []) == (listener.unconfirmed, listener.heard)
        listener.is_away = False
        await listener.has(heard=["1", "2"], aside=[], unconfirmed=0)


async def test_what_succeeded_before_an_outage_is_not_handled_again(listener: Listener) -> None:
    listener.before["1"] = lambda: setattr(listener, "is_away", True)
    listener.say(listener.a_person(), "1", "2")
    async with listener.listening():
        await listener.has(refused=4)
        listener.is_away = False
        await listener.has(heard=["1", "2"], unconfirmed=0)


async def test_stopping_cancels_the_fetch_at_once(listener: Listener) -> None:
    async with asyncio.timeout(2), listener.listening(timeout=50) as stop:
        await eventually(listener.is_fetching)
        stop.set()


async def test_stopping_waits_for_the_update_under_way(listener: Listener) -> None:
    go = asyncio.Event()
    listener.before["slow"] = go.wait
    listener.say(listener.a_person(), "slow")
    async with listener.listening() as stop:
        await listener.has(begun=["slow"])
        stop.set()
        go.set()
    assert ["slow"] == listener.heard


async def test_stopping_without_a_database_leaves_the_updates_for_the_next_run(listener: Listener) -> None:
    listener.is_away = True
    listener.say(listener.a_person(), "1")
    async with listener.listening(pause=60.0) as stop:
        await listener.has(refused=4)
        stop.set()
    assert 1 == listener.unconfirmed


@pytest.mark.parametrize(
    "fault",
    [
        {"error": {"code": 500, "description": "Internal Server Error: restart"}},
        {"error": {"code": 429, "description": "Too Many Requests: retry after 1", "parameters": {"retry_after": 1}}},
        {"cut": True},
    ],
)
async def test_trouble_with_telegram_ends_by_itself(listener: Listener, fault: dict[str, Any]) -> None:
    listener.sandbox.world.faults.add("getUpdates", **fault)
    listener.say(listener.a_person(), "1")
    async with listener.listening():
        await listener.has(heard=["1"], unconfirmed=0)


async def test_a_second_poller_is_named_with_what_to_do_and_the_loop_goes_on(listener: Listener) -> None:
    listener.sandbox.world.faults.add("getUpdates", error="other_poll")
    with capture_logs() as logs:
        async with listener.listening():
            await eventually(lambda: said(logs, "stop the other one"))


async def test_a_refused_token_ends_the_loop_with_a_sentence(sandbox: Sandbox) -> None:
    stranger = telegram(sandbox, "1000:other")
    with pytest.raises(TokenRefused, match="BUQIUREN_TOKEN"):
        await Listener(sandbox, stranger).poll(asyncio.Event())
    await stranger.session.close()


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 5}, "from": {"id": 6}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 5}}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}}}, 6),
        ({"update_id": 1, "poll_answer": {"user": {"id": 7}}}, 7),
        ({"update_id": 1, "message": {"chat": "nonsense"}}, 0),
        ({"update_id": 1, "message": ["nonsense"]}, 0),
    ],
)
def test_an_update_goes_to_the_lane_of_its_chat(update: dict[str, Any], lane: int) -> None:
    assert lane == lane_of(update)


def fail() -> None:
    raise ValueError("a bug")


async def said(logs: list[Any], words: str) -> bool:
    return words in str(logs)
