"""429s on a clock the test moves, and faults ordered beforehand."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from bot_api import PNG, BotApi, Hands, Stopwatch, button

from sandbox.errors import ControlError
from sandbox.server import Sandbox
from sandbox.world import World


@pytest.fixture
async def telegram(stopwatch: Stopwatch) -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=True, monotonic=stopwatch) as sandbox:
        yield sandbox


async def burst(api: BotApi, chat: int, most: int = 60) -> int:
    """How many messages pass before the first 429."""
    for number in range(most):
        answer = await api("sendMessage", chat_id=chat, text="好")
        if answer.status == 429:
            return number
    return most


async def test_a_short_burst_to_one_person_passes_and_then_one_a_second(
    api: BotApi, stopwatch: Stopwatch, min_: int
) -> None:
    assert await burst(api, min_) == 5
    answer = await api("sendMessage", chat_id=min_, text="好")
    assert answer.error == "429 Too Many Requests: retry after 1"
    assert (answer.body["parameters"], answer.headers["Retry-After"]) == ({"retry_after": 1}, "1")
    stopwatch.at += 1
    assert await burst(api, min_) == 1


async def test_a_group_takes_20_a_minute(api: BotApi, stopwatch: Stopwatch, hands: Hands) -> None:
    chat = hands.group()
    for _ in range(4):
        for _ in range(5):
            assert (await api("sendMessage", chat_id=chat, text="好")).error == "ok"
    assert (await api("sendMessage", chat_id=chat, text="好")).body["parameters"]["retry_after"] == 3
    stopwatch.at += 3
    assert await burst(api, chat) == 1


async def test_thirty_a_second_go_out_in_all(api: BotApi, stopwatch: Stopwatch, hands: Hands) -> None:
    people = [hands.somebody() for _ in range(31)]
    statuses = [(await api("sendMessage", chat_id=person, text="好")).status for person in people]
    assert statuses == [200] * 30 + [429]
    stopwatch.at += 1
    assert (await api("sendMessage", chat_id=people[-1], text="好")).status == 200


async def test_an_edit_counts_and_an_answer_to_a_press_does_not(api: BotApi, world: World, min_: int) -> None:
    message = await api.send(min_, reply_markup=button())
    for number in range(4):
        args = {"chat_id": min_, "message_id": message, "reply_markup": button()}
        assert (await api("editMessageText", text=str(number), **args)).status == 200
    assert (await api("editMessageText", chat_id=min_, message_id=message, text="改")).status == 429
    query = world.press(min_, min_, message, "claim")
    assert (await api("answerCallbackQuery", callback_query_id=query)).result


async def test_an_album_counts_by_its_pieces(api: BotApi, stopwatch: Stopwatch, min_: int) -> None:
    media = [{"type": "photo", "media": "attach://p"}] * 10
    assert (await api("sendMediaGroup", chat_id=min_, media=media, p=PNG)).status == 200
    answer = await api("sendMessage", chat_id=min_, text="好")
    assert answer.body["parameters"]["retry_after"] == 6


async def test_what_is_refused_for_another_reason_costs_nothing(api: BotApi, min_: int) -> None:
    for _ in range(20):
        assert (await api("sendMessage", chat_id=min_, text=" ")).status == 400
    assert await burst(api, min_) == 5


# faults


async def test_the_next_calls_of_a_method_fail_as_ordered(api: BotApi, world: World, min_: int) -> None:
    world.faults.add("sendMessage", 2, error={"code": 429, "description": "slow", "parameters": {"retry_after": 9}})
    for _ in range(2):
        assert (await api("getMe")).error == "ok"
        answer = await api("sendMessage", chat_id=min_, text="好")
        assert (answer.error, answer.headers["Retry-After"]) == ("429 slow", "9")
    assert (await api("sendMessage", chat_id=min_, text="好")).error == "ok"
    assert world.faults.list() == []


async def test_a_fault_of_any_method_may_be_named_from_the_table(api: BotApi, world: World) -> None:
    world.faults.add("*", error="restart")
    assert (await api("getMe")).error == "500 Internal Server Error: restart"
    assert (await api("getMe")).error == "ok"


async def test_a_cut_call_takes_effect_without_an_answer(api: BotApi, world: World, min_: int) -> None:
    world.faults.add("sendMessage", cut=True)
    with pytest.raises(httpx.RemoteProtocolError):
        await api("sendMessage", chat_id=min_, text="送到了")
    assert world.messages(user=min_)["messages"][-1]["text"] == "送到了"
    assert world.calls(method="sendMessage")[0]["response"]["ok"]


async def test_a_hanging_call_is_answered_late(api: BotApi, world: World, min_: int) -> None:
    world.faults.add("sendMessage", hang=0.05)
    begin = asyncio.get_running_loop().time()
    assert (await api("sendMessage", chat_id=min_, text="好")).error == "ok"
    assert asyncio.get_running_loop().time() - begin >= 0.05


async def test_a_call_that_hangs_for_ever_does_not_keep_the_sandbox_from_stopping(
    telegram: Sandbox, api: BotApi
) -> None:
    telegram.world.faults.add("getMe", hang=3600)
    with pytest.raises(httpx.ReadTimeout):
        await api.client.get(f"{api.url}/bot{api.token}/getMe", timeout=0.05)
    async with asyncio.timeout(5):
        await telegram.stop()


async def test_faults_ordered_too_vaguely_are_refused_and_all_can_be_cleared(api: BotApi, world: World) -> None:
    for wrong in ({}, {"error": "no such name"}, {"error": {"code": 500}}):
        with pytest.raises(ControlError):
            world.faults.add("getMe", **wrong)
    world.faults.add("getMe", 100, error="bad_gateway")
    world.faults.clear()
    assert (await api("getMe")).error == "ok"
