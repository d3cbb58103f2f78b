"""Webhook delivery to a real HTTP server of the test's own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from bot_api import BotApi, Hands

from sandbox.world import World


class Receiver:
    """Keeps what is posted to it; answers with the next of `statuses`, then 200."""

    def __init__(self) -> None:
        self.url = ""
        self.posts: list[tuple[str | None, dict[str, Any]]] = []
        self.statuses: list[int] = []
        self.reply: dict[str, Any] | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.inside = self.most_inside = 0
        self._news = asyncio.Condition()

    async def receive(self, request: web.Request) -> web.Response:
        self.posts.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        self.inside += 1
        self.most_inside = max(self.inside, self.most_inside)
        async with self._news:
            self._news.notify_all()
        await self.gate.wait()
        self.inside -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.reply, status=status) if self.reply else web.Response(status=status)

    async def wait(self, count: int) -> list[str]:
        """The texts of all posts, once there are `count`."""
        async with asyncio.timeout(5), self._news:
            await self._news.wait_for(lambda: len(self.posts) >= count)
        return [post["message"]["text"] for _, post in self.posts]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/", receiver.receive)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield receiver
    receiver.gate.set()
    await runner.cleanup()


async def info_once(api: BotApi, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """getWebhookInfo as soon as this holds of it."""
    async with asyncio.timeout(5):
        while True:
            info: dict[str, Any] = (await api("getWebhookInfo")).result
            if holds(info):
                return info


async def nothing_pending(api: BotApi) -> None:
    await info_once(api, lambda info: info["pending_update_count"] == 0)


async def test_an_update_is_posted_with_the_secret(api: BotApi, world: World, min_: int, receiver: Receiver) -> None:
    answer = await api("setWebhook", url=receiver.url, secret_token="s-1_A")
    assert (answer.result, answer.body["description"]) == (True, "Webhook was set")
    world.send(min_, text="在吗")
    assert await receiver.wait(1) == ["在吗"]
    assert receiver.posts[0][0] == "s-1_A"
    await nothing_pending(api)


async def test_updates_from_before_are_posted_too_unless_they_are_dropped(
    api: BotApi, world: World, min_: int, receiver: Receiver
) -> None:
    world.send(min_, text="从前")
    await api("setWebhook", url=receiver.url)
    assert await receiver.wait(1) == ["从前"]
    await nothing_pending(api)
    await api("deleteWebhook")
    world.send(min_, text="丢掉")
    await api("setWebhook", url=receiver.url, drop_pending_updates=True)
    world.send(min_, text="后来")
    assert await receiver.wait(2) == ["从前", "后来"]


async def test_an_answer_that_is_no_2xx_is_tried_again_and_the_chat_stays_in_order(
    api: BotApi, world: World, min_: int, receiver: Receiver
) -> None:
    receiver.statuses = [500, 404, 302]
    await api("setWebhook", url=receiver.url)
    world.send(min_, text="一")
    world.send(min_, text="二")
    assert await receiver.wait(5) == ["一"] * 4 + ["二"]
    info = (await api("getWebhookInfo")).result
    assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"


async def test_another_chat_does_not_wait_for_one_that_fails(
    api: BotApi, world: World, hands: Hands, receiver: Receiver
) -> None:
    first, second = hands.somebody(), hands.somebody()
    receiver.statuses = [500]
    await api("setWebhook", url=receiver.url, max_connections=1)
    world.send(first, text="一")
    world.send(second, text="二")
    assert await receiver.wait(3) == ["一", "二", "一"]


async def test_no_more_connections_than_allowed_are_open_at_once(
    api: BotApi, world: World, hands: Hands, receiver: Receiver
) -> None:
    people = [hands.somebody() for _ in range(6)]
    receiver.gate.clear()
    await api("setWebhook", url=receiver.url, max_connections=3)
    for person in people:
        world.send(person, text="在吗")
        world.send(person, text="急")
    await receiver.wait(3)
    assert (await api("getWebhookInfo")).result["pending_update_count"] == 12
    receiver.gate.set()
    await receiver.wait(12)
    assert receiver.most_inside == 3


async def test_a_server_that_is_not_there_is_named_in_the_info(api: BotApi, world: World, min_: int) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/", allowed_updates=["message"])
    world.send(min_, text="在吗")
    info = await info_once(api, lambda info: "last_error_message" in info)
    assert info["last_error_message"].startswith("Connection failed")
    assert (info["pending_update_count"], info["allowed_updates"]) == (1, ["message"])


async def test_a_method_in_the_answer_is_called(api: BotApi, world: World, min_: int, receiver: Receiver) -> None:
    receiver.reply = {"method": "sendMessage", "chat_id": min_, "text": "收到"}
    await api("setWebhook", url=receiver.url)
    world.send(min_, text="在吗")
    assert (await world.wait_call("sendMessage"))["body"]["text"] == "收到"


async def test_a_webhook_goes_only_to_this_machine(api: BotApi) -> None:
    for url, reason in (
        ("https://example.org/hook", "the sandbox delivers to this machine only"),
        ("ftp://127.0.0.1/", "an HTTPS URL must be provided for webhook"),
    ):
        assert (await api("setWebhook", url=url)).error == f"400 Bad Request: bad webhook: {reason}"


async def test_deleting_says_what_it_did(api: BotApi, receiver: Receiver) -> None:
    await api("setWebhook", url=receiver.url)
    described = [
        (await api(method, url=receiver.url)).body["description"] for method in ("setWebhook", "deleteWebhook")
    ]
    assert described == ["Webhook is already set", "Webhook was deleted"]
    assert (await api("getWebhookInfo")).result["url"] == ""
