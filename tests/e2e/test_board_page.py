"""The board in a real browser: it moves by itself, outlives a restart, and fits a wall and a phone."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.config import Config, Web
from bot.web.server import listening
from office.numbers import links
from tests.browser import PHONE, a_browser, a_page, needs_browser
from tests.e2e.town import Actor, Town, a_town, the_config
from tickets.people import COMMAND_LINE

pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.asyncio(loop_scope="module")]

WALL = {"viewport": {"width": 1920, "height": 1080}}
FIRM = "株洲德智新材料有限公司"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_town(sqlite_url) as opened:
        await opened.contact(101, "王敏", FIRM, "+8613873300101")
        yield opened


def listening_at(port: int = 0) -> Config:
    return replace(the_config(), web=Web(port=port))


async def a_link(town: Town, port: int) -> str:
    made = await town.write(links.make, town.config.city, "board", by=COMMAND_LINE, now=town.now(), one_time=True)
    return f"http://127.0.0.1:{port}/board/{made.token}"


async def file(town: Town, words: str = "出口退税三个月没到账") -> None:
    wang = Actor(town, 101)
    await wang.says("/new " + words)
    await wang.presses("提交")
    await town.later(seconds=2)


def figure(page: Page, key: str):
    return page.locator(f'[data-key="{key}"]')


async def test_a_ticket_that_is_filed_shows_and_a_restart_is_waited_out(browser: Browser, town: Town) -> None:
    async with listening(town.parts, listening_at()) as port:
        link = await a_link(town, port)
        context = await browser.new_context(**WALL)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await page.goto(link)
        await expect(page).to_have_url(f"http://127.0.0.1:{port}/board")
        await expect(figure(page, "accepted")).to_have_text("0")
        await file(town)
        await expect(figure(page, "accepted")).to_have_text("1")
        await expect(figure(page, "tianyuan-accepted")).to_have_text("1")
        await page.reload()
        await expect(figure(page, "accepted")).to_have_text("1")
    await expect(page.get_by_role("status")).to_contain_text("正在重连")
    await expect(figure(page, "accepted")).to_have_text("1")
    await file(town, "契税退库一直没有办下来")
    async with listening(town.parts, listening_at(port)):
        await expect(figure(page, "accepted")).to_have_text("2")
        await expect(page.get_by_role("status")).to_be_hidden()
    await context.close()


@pytest.mark.parametrize(("screen", "is_whole"), [(WALL, True), (PHONE, False)], ids=["wall", "phone"])
async def test_it_fits_the_screen_and_asks_nobody_but_its_server(browser, town, screen, is_whole) -> None:
    await file(town)
    await town.later(days=14)
    async with listening(town.parts, listening_at()) as port:
        link = await a_link(town, port)
        asked: list[str] = []
        async with a_page(browser, "about:blank", **screen) as page:
            page.on("request", lambda request: asked.append(request.url))
            await page.goto(link)
            await expect(page.locator(".late li")).to_contain_text("QY-20261120-0001")
            await expect(page.locator(".tile")).to_have_count(11)
            width, height = await page.evaluate("[document.documentElement.scrollWidth, document.body.scrollHeight]")
            assert screen["viewport"]["width"] == width
            assert not is_whole or height <= screen["viewport"]["height"]
            assert FIRM not in await page.content()
        assert {f"127.0.0.1:{port}"} == {url.split("/")[2] for url in asked}


async def test_a_screen_that_is_over_keeps_its_figures_and_says_what_to_do(browser: Browser, town: Town) -> None:
    async with listening(town.parts, listening_at()) as port, a_page(browser, await a_link(town, port)) as page:
        await town.later(days=6, hours=1)
        await expect(page.get_by_role("status")).to_contain_text("24 小时内到期")
        await town.later(days=1)
        await expect(page.get_by_role("status")).to_contain_text("已到期")
        await expect(figure(page, "accepted")).to_be_visible()
