"""getUpdates: order, confirmation, kinds, waiting, conflicts, and how long the unconfirmed are kept."""

import asyncio

from bot_api import BotApi, Hands, Stopwatch, kinds, until

from sandbox.server import Sandbox
from sandbox.world import World


async def test_updates_come_oldest_first_and_again_until_confirmed(api: BotApi, world: World, min_: int) -> None:
    world.send(min_, text="一")
    world.send(min_, text="二")
    first = (await api("getUpdates")).result
    assert [update["message"]["text"] for update in first] == ["一", "二"]
    assert first == (await api("getUpdates")).result
    rest = (await api("getUpdates", offset=first[0]["update_id"] + 1)).result
    assert rest == first[1:]
    assert (await api("getUpdates", offset=first[1]["update_id"] + 1)).result == []


async def test_a_limit_gives_the_first_of_them_and_is_kept_between_1_and_100(
    api: BotApi, world: World, min_: int
) -> None:
    for number in range(120):
        world.send(min_, text=str(number))
    for limit, expected in ((2, 2), (0, 1), (500, 100)):
        assert expected == len((await api("getUpdates", limit=limit)).result)


async def test_a_negative_offset_forgets_all_but_the_last(api: BotApi, world: World, min_: int) -> None:
    for text in ("一", "二", "三"):
        world.send(min_, text=text)
    assert [update["message"]["text"] for update in (await api("getUpdates", offset=-1)).result] == ["三"]
    assert len((await api("getUpdates")).result) == 1


async def test_a_waiting_poll_is_answered_by_the_next_message(api: BotApi, world: World, min_: int) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await until(world.state.updates.is_waiting)
    world.send(min_, text="在吗")
    assert [update["message"]["text"] for update in (await poll).result] == ["在吗"]


async def test_a_poll_that_waits_in_vain_gets_nothing(api: BotApi) -> None:
    assert (await api("getUpdates", timeout=0)).result == []


async def test_the_older_of_two_polls_is_ended_by_the_newer(api: BotApi, world: World, min_: int) -> None:
    older = asyncio.create_task(api("getUpdates", timeout=30))
    await until(world.state.updates.is_waiting)
    newer = asyncio.create_task(api("getUpdates", timeout=30))
    expected = "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    assert expected == (await older).error
    world.send(min_, text="在吗")
    assert len((await newer).result) == 1


async def test_a_waiting_poll_does_not_keep_the_sandbox_from_stopping(telegram: Sandbox, api: BotApi) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await until(telegram.world.state.updates.is_waiting)
    await telegram.stop()
    assert (await poll).result == []


async def test_polling_is_refused_while_a_webhook_is_set_and_setting_one_ends_the_poll(
    api: BotApi, world: World
) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await until(world.state.updates.is_waiting)
    await api("setWebhook", url="http://127.0.0.1:9/")
    assert (await poll).error == "409 Conflict: terminated by setWebhook request"
    expected = "409 Conflict: can't use getUpdates method while webhook is active;"
    assert (await api("getUpdates")).error == f"{expected} use deleteWebhook to delete the webhook first"
    await api("deleteWebhook")
    assert (await api("getUpdates")).error == "ok"


async def test_only_the_kinds_asked_for_are_kept_until_others_are_asked_for(
    api: BotApi, world: World, min_: int
) -> None:
    await api("getUpdates", allowed_updates=["callback_query"])
    world.send(min_, text="不要")
    assert (await api("getUpdates")).result == []
    await api("getUpdates", allowed_updates=[])
    world.send(min_, text="要")
    assert kinds((await api("getUpdates")).result) == ["message"]


async def test_chat_member_comes_only_when_asked_for_and_only_to_an_administrator(
    api: BotApi, world: World, hands: Hands
) -> None:
    owner, other = hands.somebody(), hands.somebody("李娜")
    plain, ruled = hands.group(owner), hands.group(owner, bot="administrator")
    world.change_chat(ruled, add=[other])
    assert kinds(await api.updates()) == ["message"]
    await api("getUpdates", allowed_updates=["message", "chat_member"])
    world.change_chat(ruled, remove=[other])
    world.change_chat(plain, add=[other])
    update = (await api.updates())[0]["chat_member"]
    assert (update["old_chat_member"]["status"], update["new_chat_member"]["status"]) == ("member", "left")
    assert update["new_chat_member"]["user"]["first_name"] == "李娜"


async def test_what_nobody_confirms_is_forgotten_after_24_hours(
    api: BotApi, world: World, min_: int, stopwatch: Stopwatch
) -> None:
    world.send(min_, text="旧")
    stopwatch.at += 12 * 3600
    world.send(min_, text="新")
    stopwatch.at += 12 * 3600 - 1
    assert len((await api("getUpdates")).result) == 2
    stopwatch.at += 1
    assert [update["message"]["text"] for update in (await api("getUpdates")).result] == ["新"]


async def test_an_update_shows_the_message_as_it_was_then(api: BotApi, world: World, min_: int) -> None:
    [message] = world.send(min_, text="初稿")
    world.edit(min_, min_, message, text="定稿")
    first, second = await api.updates()
    assert first["message"]["text"] == "初稿"
    assert second["edited_message"]["text"] == "定稿"
    assert second["edited_message"]["edit_date"] >= first["message"]["date"]


async def test_blocking_and_returning_tell_the_bot(api: BotApi, world: World, min_: int) -> None:
    world.change_user(min_, blocked=True)
    world.send(min_, text="/start")
    blocked, returned, start = await api.updates()
    statuses = [update["my_chat_member"]["new_chat_member"]["status"] for update in (blocked, returned)]
    assert (statuses, start["message"]["text"]) == (["kicked", "member"], "/start")
