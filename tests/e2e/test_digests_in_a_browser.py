"""A digest's page behind a link of one's own, and behind its numbers the tickets: for whose link it is, and every look kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import httpx
import pytest
from playwright.async_api import expect
from sqlalchemy import Connection, insert

from bot.config import Web
from office.numbers import links
from storage.people import people
from storage.schema import posts
from tests.browser import PHONE, a_browser, a_page, needs_browser
from tests.digests import count_and_publish
from tests.e2e.served import a_served_town
from tests.e2e.town import Actor, Town, the_config
from tickets.periods import Period, PeriodKind
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind
from tickets.terms import Role

FIRM, WORDS = "株洲德智新材料有限公司", "出口退税三个月没到账"
NUMBER = "QY-20261120-0001"
TAX = Scope(ScopeKind.UNIT, "tax")


@asynccontextmanager
async def a_city(database_url: str) -> AsyncIterator[tuple[Town, httpx.AsyncClient]]:
    """A town with one ticket of the tax office, its week over, and a client of its web server."""
    config = replace(the_config(), web=Web(port=0))
    config = replace(config, city=replace(config.city, pages_url="http://127.0.0.1:8080"))
    async with a_served_town(database_url, config) as (town, client):
        wang = await town.contact(101, "王敏", FIRM, "+8613873300101")
        await town.staff(201, "张伟", Role.OFFICER, "tax")
        await wang.says(WORDS)
        await wang.presses("提交")
        await town.later(days=4)
        yield town, client


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[tuple[Town, httpx.AsyncClient]]:
    async with a_city(database_url) as pair:
        yield pair


async def publish(town: Town, scope: Scope = WHOLE_CITY) -> int:
    city = town.config.city
    week = Period.of(PeriodKind.WEEK, date(2026, 11, 20), city.calendar.zone)
    return int((await town.write(count_and_publish, city, period=week, scope=scope, now=town.now())).id)


async def page_of(actor: Actor, digest: int) -> str:
    """The link that 全文 gives, without the server's address."""
    await actor.presses_data(f"whole_digest:{digest}")
    return "/digests/" + next(
        key["url"].partition("/digests/")[2]
        for message in reversed(actor.messages())
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for key in row
        if key["text"] == "打开全文"
    )


async def test_a_leader_opens_the_whole_digest_and_the_tickets_behind_a_number(served) -> None:
    town, client = served
    cao = await town.staff(401, "曹市长", Role.LEADER)
    zhou = await town.staff(301, "周主任", Role.OFFICE)
    await cao.says("/start")
    link = await page_of(cao, await publish(town))
    page = await client.get(link)
    assert (200, "no-store") == (page.status_code, page.headers["Cache-Control"])
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "第 1 号" in page.text
    behind = link.replace("/digests/", "/lists/") + "/unit:tax:accepted"
    assert f'href="..{behind}"' in page.text
    shown = await client.get(behind)
    assert (200, True, False) == (shown.status_code, NUMBER in shown.text, FIRM in shown.text)
    await zhou.says("/board")
    await zhou.presses("打开记录")
    opened = [line.partition(" ")[2] for line in zhou.last().splitlines()[1:]]
    assert ["曹市长 第 1 号通报的名单「受理」", "曹市长 第 1 号通报"] == opened


async def test_in_chat_too_a_number_leads_to_its_tickets(served) -> None:
    town, _ = served
    zhou = await town.staff(301, "周主任", Role.OFFICE)
    await zhou.says("/start")
    await page_of(zhou, await publish(town))
    await zhou.presses("受理的")
    assert ["第 1 号 · 受理 1 件", "…20-0001 市税务局 待认领"] == zhou.last().splitlines()
    await zhou.presses(NUMBER)
    assert WORDS in zhou.last()
    await zhou.presses("未化解的")
    assert "0 件" in zhou.last()


async def test_behind_its_own_link_the_office_sees_whose_ticket_it_is(served) -> None:
    town, client = served
    await town.staff(301, "周主任", Role.OFFICE)
    await publish(town)
    token = await town.write(a_link, 301, town, "digest:1")
    shown = await client.get(f"/lists/{token}/unit:tax:accepted")
    assert (200, True, True) == (shown.status_code, NUMBER in shown.text, FIRM in shown.text)
    assert (404, 404) == (
        (await client.get(f"/lists/{token}")).status_code,
        (await client.get(f"/board/{token}")).status_code,
    )


async def test_only_who_leads_the_unit_is_offered_what_is_behind_the_numbers_of_its_digest(served) -> None:
    town, client = served
    zhao = await town.staff(202, "赵科长", Role.UNIT_LEAD, "tax")
    await zhao.says("/start")
    digest = await publish(town, TAX)
    for who, may_see_lists in ((zhao, True), (Actor(town, 201), False)):
        link = await page_of(who, digest)
        page = await client.get(link)
        assert (200, may_see_lists) == (page.status_code, "/lists/" in page.text)
        behind = await client.get(link.replace("/digests/", "/lists/") + "/accepted")
        assert [may_see_lists] * 3 == [
            behind.status_code == 200,
            "数字可以点开" in who.last(),
            "受理的" in who.labels(),
        ]


async def test_a_confidential_ticket_stands_there_without_its_enterprise(served) -> None:
    town, client = served
    await town.staff(301, "周主任", Role.OFFICE)
    wang = Actor(town, 101)
    await wang.says("/mine")
    await wang.presses(NUMBER)
    await wang.presses("保密")
    await publish(town)
    token = await town.write(a_link, 301, town, "digest:1")
    shown = await client.get(f"/lists/{token}/accepted")
    assert (True, False) == (NUMBER in shown.text, FIRM in shown.text)


async def test_what_is_not_there_and_who_may_no_longer_is_told_in_words(served) -> None:
    town, client = served
    cao = await town.staff(401, "曹市长", Role.LEADER)
    await cao.says("/start")
    link = await page_of(cao, await publish(town))
    lists = link.replace("/digests/", "/lists/")
    unknown = {"nonsense": "没有这一项清单", "city:all:accepted": "没有这一项清单", "unit:no_such:accepted": "这个范围"}
    for what, words in unknown.items():
        answer = await client.get(f"{lists}/{what}")
        assert (404, True) == (answer.status_code, words in answer.text)
    await town.write(change_post, 401)
    assert (403, 403) == ((await client.get(link)).status_code, (await client.get(f"{lists}/accepted")).status_code)
    await town.later(days=7)
    over = await client.get(link)
    assert (410, True) == (over.status_code, "全文" in over.text)


@pytest.mark.browser
@needs_browser
async def test_a_number_is_followed_to_its_tickets_and_the_page_breaks_no_rule_of_its_own(sqlite_url: str) -> None:
    async with a_city(sqlite_url) as (town, client), a_browser() as browser:
        await town.staff(301, "周主任", Role.OFFICE)
        await publish(town)
        token = await town.write(a_link, 301, town, "digest:1")
        said: list[str] = []
        async with a_page(browser, "about:blank", **PHONE) as page:
            page.on("console", lambda message: said.append(message.text))
            await page.goto(f"{client.base_url}/digests/{token}")
            await page.locator('a[href$="/unit:tax:accepted"]').first.click()
            await expect(page.get_by_text(NUMBER)).to_be_visible()
            assert 360 == await page.evaluate("document.documentElement.scrollWidth")
        assert [] == said


def a_link(conn: Connection, telegram_id: int, town: Town, what: str, *, now: datetime | None = None) -> str:
    by = people.by_telegram(conn, telegram_id)
    assert by is not None
    return links.make(conn, town.config.city, what, by=by, now=now or town.now()).token


def change_post(conn: Connection, telegram_id: int) -> None:
    """Leader no more, officer of a unit instead."""
    person = people.by_telegram(conn, telegram_id)
    assert person is not None
    people.dismiss(conn, person.id, "")
    since = datetime(2026, 11, 20, tzinfo=UTC)
    conn.execute(insert(posts), {"person": person.id, "role": Role.OFFICER, "unit": "power", "since": since})
