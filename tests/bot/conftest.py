"""A Telegram of this machine, a bot that talks to it, and a post office between a database and both."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from post_office import PostOffice, telegram

from sandbox.server import Sandbox
from storage.engine.database import Database


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    served = Sandbox()
    await served.start()
    yield served
    await served.stop()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    made = telegram(sandbox)
    yield made
    await made.session.close()


@pytest.fixture
def office(db: Database, sandbox: Sandbox, bot: Bot) -> PostOffice:
    return PostOffice(db, sandbox, bot)
