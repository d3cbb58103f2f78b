"""A published digest on its way: its chart above the words where it can be, the words alone where not, and keys that change."""

from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from post_office import PostOffice

from bot.drawing import NotDrawn
from storage.engine.database import TryAgain
from templates.keys import keys_of
from templates.speech import Speech
from tests.digests import empty

WORDS = "周调度 第 31 号"
KEYS = ["全文", "超期清单", "上报事项", "已阅"]


@pytest.fixture
def monday(office: PostOffice) -> PostOffice:
    """An office that holds one published digest."""
    office.digests = {31: empty()}
    office.words["published"] = words
    return office


def words(facts: Mapping[str, Any]) -> Speech:
    return Speech(WORDS, keys_of("published", facts))


async def fails(facts: Mapping[str, Any]) -> bytes:
    raise NotDrawn("no font")


async def post(office: PostOffice, chat: int, *, is_read: bool = False, fresh: bool = True) -> int:
    facts = {"digest": 31, "is_read": is_read}
    return await office.post(chat, "published", facts=facts, card="digest:31", fresh=fresh)


def labels(message: dict[str, Any]) -> list[str]:
    return [key["text"] for row in message["reply_markup"]["inline_keyboard"] for key in row]


async def test_the_chart_stands_above_the_words_with_the_keys_below(monday: PostOffice) -> None:
    chat = monday.a_person()
    posted = await post(monday, chat)
    async with monday.open():
        assert ["sent"] == await monday.done(posted)
    (shown,) = monday.shown(chat)
    assert (WORDS, KEYS) == (shown["caption"], labels(shown))
    assert shown["photo"]


async def test_it_is_drawn_once_for_all_the_chats_that_get_it(monday: PostOffice) -> None:
    posted = [await post(monday, monday.a_person()) for _ in range(5)]
    async with monday.open():
        await monday.done(*posted)
    assert (1, 5) == (len(monday.drawn), len(monday.called("sendPhoto")))
    assert [monday.digests[31]] == [{name: facts[name] for name in monday.digests[31]} for facts in monday.drawn]


async def test_a_chart_that_cannot_be_drawn_does_not_stop_the_words(monday: PostOffice) -> None:
    chat = monday.a_person()
    posted = await post(monday, chat)
    async with monday.open(draw=fails):
        assert ["sent"] == await monday.done(posted)
    (shown,) = monday.shown(chat)
    assert (WORDS, KEYS) == (shown["text"], labels(shown))


async def test_a_chart_that_cannot_be_drawn_is_not_tried_again_for_every_chat(monday: PostOffice) -> None:
    tried: list[Mapping[str, Any]] = []

    async def fails_and_counts(facts: Mapping[str, Any]) -> bytes:
        tried.append(facts)
        raise NotDrawn("no font")

    async with monday.open(draw=fails_and_counts):
        for _ in range(3):
            assert ["sent"] == await monday.done(await post(monday, monday.a_person()))
    assert 1 == len(tried)


async def test_a_chat_that_takes_no_pictures_gets_the_words(monday: PostOffice) -> None:
    chat = monday.a_person()
    monday.fails("sendPhoto", 400, "Bad Request: not enough rights to send photos to the chat")
    posted = await post(monday, chat)
    async with monday.open():
        assert ["sent"] == await monday.done(posted)
    assert [WORDS] == monday.texts(chat)


async def test_once_read_only_the_keys_change_also_under_a_picture(monday: PostOffice) -> None:
    chat = monday.a_person()
    async with monday.open():
        await monday.done(await post(monday, chat))
        assert ["sent"] == await monday.done(await post(monday, chat, is_read=True, fresh=False))
    (shown,) = monday.shown(chat)
    assert (WORDS, KEYS[:3]) == (shown["caption"], labels(shown))


async def test_read_again_it_changes_nothing_and_fails_nothing(monday: PostOffice) -> None:
    chat = monday.a_person()
    async with monday.open():
        await monday.done(await post(monday, chat))
        again = [await post(monday, chat, is_read=True, fresh=False) for _ in range(2)]
        for each in again:
            assert set(await monday.done(each)) <= {"sent", "replaced"}


async def test_while_the_books_cannot_be_read_it_waits_and_then_goes(monday: PostOffice) -> None:
    def away_at_first(connection: sa.Connection, which: int, /) -> Mapping[str, Any]:
        if monday.time.minute == 0:
            raise TryAgain("the server is restarted")
        return monday.published(connection, which)

    chat = monday.a_person()
    posted = await post(monday, chat)
    async with monday.open(published=away_at_first):
        await monday.put_off(posted)
        await monday.pass_time(60)
        assert ["sent"] == await monday.done(posted)
    assert 1 == len(monday.shown(chat))
