"""A digest that was asked for in chat: counted when it is sent, and whoever asked hears of it; nobody else waits."""

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Bot
from post_office import PostOffice, eventually

from bot.delivery import PATIENCE
from sandbox.server import Sandbox
from storage.engine.database import DatabaseUnavailable, TryAgain
from storage.engine.opening import open_database
from storage.engine.tally import Tally
from tickets.refusal import Refusal


async def test_what_was_asked_for_is_counted_when_it_is_sent(office: PostOffice) -> None:
    chat = office.a_person()
    posted = await office.post(chat, kind="digest", facts={"of": "the week"})
    async with office.open():
        assert ["sent"] == await office.done(posted)
    assert ["the week counted"] == office.texts(chat)


async def test_what_cannot_be_counted_now_waits_and_then_goes(office: PostOffice) -> None:
    def away_at_first(connection: sa.Connection, asked: Mapping[str, Any], /) -> Tally[dict[str, Any]]:
        if office.time.minute == 0:
            raise TryAgain("the server is restarted")
        return office.figures(connection, asked)

    posted = await office.post(office.a_person(), kind="digest", facts={"of": "the week"})
    async with office.open(figures=away_at_first):
        await office.put_off(posted)
        await office.pass_time(60)
        assert ["sent"] == await office.done(posted)


@pytest.mark.parametrize(
    ("error", "said"), [(KeyError("x"), "digest_failed"), (Refusal("no_such_scope", scope="unit:x"), "refusal")]
)
async def test_who_asked_hears_that_it_cannot_be_counted(office: PostOffice, error: Exception, said: str) -> None:
    def fails(connection: sa.Connection, asked: Mapping[str, Any], /) -> Tally[dict[str, Any]]:
        raise error

    chat = office.a_person()
    posted = await office.post(chat, kind="digest", facts={"of": "the week"})
    async with office.open(figures=fails):
        assert ["sent"] == await office.done(posted)
    assert [said] == office.texts(chat)


async def test_what_cannot_be_counted_for_long_is_given_up_and_the_chat_goes_on(office: PostOffice) -> None:
    def away(connection: sa.Connection, asked: Mapping[str, Any], /) -> Tally[dict[str, Any]]:
        raise DatabaseUnavailable("no room")

    chat = office.a_person()
    posted = [await office.post(chat, kind="digest", facts={"of": "a year"}), await office.post(chat, text="urgent")]
    async with office.open(figures=away):
        for times in range(1, PATIENCE + 1):
            await office.tried(posted[0], times)
            assert [] == office.texts(chat)
            await office.pass_time(60)
        assert ["sent", "sent"] == await office.done(*posted)
    assert ["digest_failed", "urgent"] == office.texts(chat)


async def test_a_long_count_keeps_no_other_message_waiting(sqlite_url: str, sandbox: Sandbox, bot: Bot) -> None:
    office = PostOffice(await open_database(sqlite_url), sandbox, bot)
    began, may_end = threading.Event(), threading.Event()

    def a_year(connection: sa.Connection) -> str:
        began.set()
        assert may_end.wait(30)
        return "counted"

    def figures(connection: sa.Connection, asked: Mapping[str, Any], /) -> Tally[dict[str, Any]]:
        return Tally({"text": a_year}, dict) if asked["of"] == "a year" else Tally({}, lambda _: {"text": "published"})

    long = [await office.post(office.a_person(), kind="digest", facts={"of": "a year"}) for _ in range(40)]
    chat = office.a_person()
    async with office.open(figures=figures):
        await asyncio.to_thread(began.wait, 30)
        ready = [await office.post(chat, kind="digest", facts={"of": "a week"}), await office.post(chat, text="urgent")]
        assert ["sent", "sent"] == await office.done(*ready)
        may_end.set()

        async def all_are_sent() -> bool:
            await office.pass_time(10)
            return all([(await office.row(each)).done == "sent" for each in long])

        await eventually(all_are_sent, 30)
    assert ["published", "urgent"] == office.texts(chat)
    await office.db.close()
