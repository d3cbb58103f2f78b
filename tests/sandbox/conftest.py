"""A sandbox for each test, somebody who has started the bot, and a way to call the Bot API over real HTTP."""

from collections.abc import AsyncIterator

import httpx
import pytest
from bot_api import BotApi, Hands, Stopwatch

from sandbox.server import Sandbox
from sandbox.world import World


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
async def telegram(stopwatch: Stopwatch) -> AsyncIterator[Sandbox]:
    async with Sandbox(monotonic=stopwatch, webhook_retry=0.01) as sandbox:
        yield sandbox


@pytest.fixture
def world(telegram: Sandbox) -> World:
    return telegram.world


@pytest.fixture
async def api(telegram: Sandbox) -> AsyncIterator[BotApi]:
    async with httpx.AsyncClient(timeout=10, verify=False) as client:
        yield BotApi(client, telegram.url, telegram.token)


@pytest.fixture
def hands(world: World) -> Hands:
    return Hands(world)


@pytest.fixture
def min_(hands: Hands) -> int:
    """王敏, who has started the bot; her id is that of their chat too."""
    return hands.somebody("王敏")
