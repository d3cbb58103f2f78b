"""The board over HTTP: a link opens it once, its screen keeps it, and nothing of a firm or a person is on it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import Connection

from bot import offline
from bot.config import Config, Web
from office.numbers import links
from storage.engine.tally import Tally
from storage.people import people
from tests.e2e.served import a_served_town
from tests.e2e.town import Actor, Town, the_config
from tickets.people import COMMAND_LINE
from tickets.terms import Role

FIRM, WORDS = "株洲德智新材料有限公司", "出口退税三个月没到账"


def at_an_address(config: Config) -> Config:
    return replace(config, web=Web(port=0), city=replace(config.city, pages_url="http://127.0.0.1:8080"))


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[tuple[Town, httpx.AsyncClient]]:
    async with a_served_town(database_url, at_an_address(the_config())) as pair:
        yield pair


async def a_link(town: Town) -> str:
    """A link of the command line's, without the server's address."""
    made = await town.write(links.make, town.config.city, "board", by=COMMAND_LINE, now=town.now(), one_time=True)
    return f"/board/{made.token}"


async def in_chat(actor: Actor) -> str:
    """The link of /board, without the server's address."""
    await actor.says("/board")
    return "/board/" + actor.last().partition("/board/")[2].split()[0]


def dismiss(conn: Connection, telegram_id: int) -> None:
    person = people.by_telegram(conn, telegram_id)
    assert person is not None
    people.dismiss(conn, person.id, "")


async def test_a_link_from_the_chat_opens_the_board_once_and_the_screen_keeps_it(served) -> None:
    town, client = served
    leader = await town.staff(401, "曹市长", Role.LEADER)
    link = await in_chat(leader)
    opened = await client.get(link)
    assert (303, "../board") == (opened.status_code, opened.headers["Location"])
    assert {"httponly", "samesite=lax", "max-age=604800"} <= set(opened.headers["Set-Cookie"].lower().split("; "))
    for _ in range(2):
        board = await client.get("/board")
        assert (200, True) == (board.status_code, "今日受理" in board.text)
    assert 303 == (await client.get(link)).status_code, "pressed again where it is on"
    client.cookies.clear()
    elsewhere = await client.get(link)
    assert (410, True) == (elsewhere.status_code, "已经打开过" in elsewhere.text)


async def test_without_a_screen_or_after_a_week_the_page_says_what_to_do(served) -> None:
    town, client = served
    never = await client.get("/board")
    assert (401, True) == (never.status_code, "/board" in never.text)
    unknown = await client.get("/board/" + "x" * 32)
    assert (404, True) == (unknown.status_code, "没有这个链接" in unknown.text)
    await client.get(await a_link(town))
    late = await a_link(town)
    await town.later(days=7)
    for path in ("/board", "/board/now", late):
        over = await client.get(path)
        assert (410, True) == (over.status_code, "已到期" in over.text), path


async def test_a_cookie_that_the_books_do_not_know_leads_to_a_new_link(served) -> None:
    _, client = served
    for cookie in ("", "x", "of-another-city" * 40):
        for address in ("/board", "/board/", "/board/now"):
            sorry = await client.get(address, headers={"Cookie": f"board={cookie}"})
            assert (401, True) == (sorry.status_code, "请给机器人发 /board,用取到的链接打开" in sorry.text)


async def test_a_link_without_its_end_is_a_sentence(served) -> None:
    _, client = served
    for address in ("/digests", "/digests/", "/lists", "/lists/"):
        sorry = await client.get(address)
        assert (404, True) == (sorry.status_code, "可能没复制完整" in sorry.text)


async def test_who_only_looks_ahead_does_not_spend_the_link(served) -> None:
    town, client = served
    link = await a_link(town)
    for headers in ({"User-Agent": "TelegramBot (like TwitterBot)"}, {"Sec-Purpose": "prefetch;prerender"}):
        ahead = await client.get(link, headers=headers)
        assert (200, False) == (ahead.status_code, "Set-Cookie" in ahead.headers)
    assert 405 == (await client.head(link)).status_code
    assert 303 == (await client.get(link)).status_code


async def test_the_figures_follow_what_happens_and_are_sent_only_when_they_changed(served) -> None:
    town, client = served
    wang = await town.contact(101, "王敏", FIRM, "+8613873300101")
    await client.get(await a_link(town))
    first = await client.get("/board/now")
    assert 304 == (await client.get("/board/now", headers={"If-None-Match": first.headers["ETag"]})).status_code
    await wang.says(WORDS)
    await wang.presses("提交")
    await town.later(seconds=2)
    second = await client.get("/board/now", headers={"If-None-Match": first.headers["ETag"]})
    assert (200, True) == (second.status_code, '<b data-key="accepted">1</b>' in second.json()["html"])
    await town.later(days=14)
    await client.get(await a_link(town))
    late = (await client.get("/board")).text
    assert "QY-20261120-0001" in late
    for secret in (FIRM, "王敏", WORDS, "13873300101"):
        assert secret not in late


async def test_the_page_may_reach_nothing_but_its_own_server(served) -> None:
    town, client = served
    await client.get(await a_link(town))
    board = await client.get("/board")
    assert ("no-store", "no-referrer") == (board.headers["Cache-Control"], board.headers["Referrer-Policy"])
    policy = board.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in board.text.replace("http-equiv", "")


async def test_the_office_reads_who_opened_what_and_who_lost_the_post_sees_no_more(served) -> None:
    town, client = served
    zhou = await town.staff(301, "周主任", Role.OFFICE)
    leader = await town.staff(401, "曹市长", Role.LEADER)
    await client.get(await in_chat(leader))
    await client.get("/board")
    await zhou.says("/board")
    await zhou.presses("打开记录")
    assert 2 == zhou.last().count("曹市长 看板")
    assert "打开记录" not in leader.labels()
    await town.write(dismiss, 401)
    assert 403 == (await client.get("/board/now")).status_code


async def test_the_command_line_gives_a_link_too(served) -> None:
    town, client = served
    link = await offline.board(town.config)
    assert link.startswith("http://127.0.0.1:8080/board/")
    assert 303 == (await client.get("/board/" + link.rpartition("/")[2])).status_code


async def test_without_an_address_the_bot_sends_the_board_as_it_is_and_says_how_to_get_one(sqlite_url) -> None:
    async with a_served_town(sqlite_url, replace(the_config(), web=Web(port=0))) as (town, _):
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        await zhou.says("/board")
        assert "[web] public_url" in zhou.last()
        assert "看板 11月20日(周五)10时00分.html" == zhou.messages()[-1]["document"]["file_name"]
        cao = await town.staff(302, "曹书记", Role.LEADER)
        await cao.says("/board")
        assert "下载后用浏览器打开。" == cao.last().partition(",")[2]


async def test_no_screen_waits_for_a_year_to_be_counted(sqlite_url: str) -> None:
    began, may_end = threading.Event(), threading.Event()

    def a_year(conn: Connection) -> None:
        began.set()
        assert may_end.wait(30)

    async with a_served_town(sqlite_url, at_an_address(the_config())) as (town, client):
        await client.get(await a_link(town))
        counting = asyncio.create_task(town.parts.db.count(Tally({"first": a_year, "second": a_year}, dict)))
        await asyncio.to_thread(began.wait, 30)
        assert 200 == (await client.get("/board/now")).status_code
        may_end.set()
        await counting
