"""Updates that Telegram posts: the same bot, kept before it is answered, and nobody else can speak for Telegram."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, func, select

from bot.config import Config, Secrets, Telegram, Web
from bot.webhook import SECRET_HEADER
from storage.post import inbox
from storage.schema import outbox
from tests.e2e.served import a_served_town
from tests.e2e.town import TOKEN, Town, the_config
from tickets.terms import Role

SECRET = "a-secret-of-the-webhook"
PATH = "/telegram/a-secret-path"


def by_webhook() -> Config:
    """The city, told by webhook at a port that is free now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    telegram = Telegram(mode="webhook", webhook_url=f"http://127.0.0.1:{port}{PATH}")
    return replace(the_config(), telegram=telegram, web=Web(port=port, webhook_path=PATH), secrets=Secrets(SECRET))


@asynccontextmanager
async def a_hooked_town(url: str) -> AsyncIterator[tuple[Town, httpx.AsyncClient]]:
    async with a_served_town(url, by_webhook()) as (town, client):
        async with asyncio.timeout(5):
            info = f"{town.sandbox.url}/bot{TOKEN}/getWebhookInfo"
            while not (await client.get(info)).json()["result"]["url"]:
                await asyncio.sleep(0.01)
        yield town, client


def an_update(which: int, **message: Any) -> dict[str, Any]:
    who = {"id": 900, "is_bot": False, "first_name": "刘"}
    body = {"message_id": which, "date": 1_700_000_000, "chat": {"id": 900, "type": "private"}, "from": who}
    return {"update_id": which, "message": body | {"text": "/start"} | message}


async def test_the_bot_hears_and_answers_by_webhook_as_it_does_by_polling(database_url) -> None:
    async with a_hooked_town(database_url) as (town, _):
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        await wang.says("出口退税三个月没到账")
        await wang.presses("提交")
        await zhang.presses("认领")
        assert "张伟" in wang.last()


async def test_an_update_is_answered_only_once_it_is_kept_and_has_effect_once(sqlite_url) -> None:
    async with a_hooked_town(sqlite_url) as (town, client):
        headers = {SECRET_HEADER: SECRET}
        async with town.parts.db.transaction() as hop:  # somebody else is writing
            await hop(inbox.arrive, 1, now=town.now())
            asking = asyncio.create_task(client.post(PATH, json=an_update(7_000_001), headers=headers))
            await asyncio.sleep(0.1)
            assert not asking.done()
        assert 200 == (await asking).status_code
        said = await town.read(said_to, 900)
        assert said > 0
        assert 200 == (await client.post(PATH, json=an_update(7_000_001), headers=headers)).status_code
        assert said == await town.read(said_to, 900)
        figures = (await client.get("/metrics")).text
        assert 'endpoint="telegram"' in figures
        assert PATH not in figures


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"update_id": 7}', 403),
        ({SECRET_HEADER: "guessed"}, b'{"update_id": 7}', 403),
        ({SECRET_HEADER: SECRET}, b"{", 400),
        ({SECRET_HEADER: SECRET}, b"[7]", 400),
        ({SECRET_HEADER: SECRET}, b'{"update_id": 7, "message": {"text": 1}}', 200),
    ],
)
async def test_who_is_not_telegram_and_what_is_no_update_change_nothing(sqlite_url, headers, body, status) -> None:
    async with a_hooked_town(sqlite_url) as (town, client):
        assert status == (await client.post(PATH, content=body, headers=headers)).status_code
        laid_aside = await town.read(inbox.waiting)
        assert (1 if status == 200 else 0) == len(laid_aside)


def said_to(conn: Connection, chat: int) -> int:
    return conn.execute(select(func.count()).select_from(outbox).where(outbox.c.chat == chat)).scalar_one()
