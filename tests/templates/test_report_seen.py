"""The digest's page in a real browser: wide, on a phone, in the dark, and on paper."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from templates.report import page as report
from templates.screens import policy
from tests.browser import PHONE, a_browser, a_page, needs_browser
from tests.digests import crowded, empty, full

pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.asyncio(loop_scope="module")]

PAPER = {"viewport": {"width": 680, "height": 1009}}
"""What an A4 sheet holds between the page's margins, in pixels of a style sheet."""
OVERFLOWING = """() => [...document.querySelectorAll('table')]
  .filter(table => table.scrollWidth > table.parentElement.clientWidth).map(table => table.parentElement.ariaLabel)"""
SVG_TEXT = (
    "() => Math.min(...[...document.querySelectorAll('svg text')].map(each => each.getBoundingClientRect().height))"
)
COLOURS = """() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color,
  getComputedStyle(document.querySelector('svg text.t-ink')).fill]"""

SERVED = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy("report.css")}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The addresses of a full, an empty and a crowded week's page."""
    folder: Path = tmp_path_factory.mktemp("pages")
    weeks: dict[str, dict[str, Any]] = {"full": full(), "empty": empty(), "crowded": crowded()}
    for name, facts in weeks.items():
        (folder / f"{name}.html").write_text(report(facts, ZoneInfo("Asia/Shanghai")), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in weeks}


async def fits(page: Page) -> bool:
    """Nothing makes the page itself wider than the screen."""
    return bool(await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("name", ["full", "empty", "crowded"])
async def test_a_wide_screen_shows_every_table_whole(browser: Browser, pages: dict[str, str], name: str) -> None:
    asked: list[str] = []
    async with a_page(browser, "about:blank") as page:
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(pages[name])
        assert [pages[name]] == asked
        assert await fits(page)
        assert [] == await page.evaluate(OVERFLOWING)


@pytest.mark.parametrize("name", ["full", "empty", "crowded"])
async def test_on_a_phone_only_tables_scroll_and_names_stay(browser: Browser, pages: dict[str, str], name: str) -> None:
    async with a_page(browser, pages[name], **PHONE) as page:
        assert await fits(page)
        place = page.locator(".scroll", has_text="名次").first
        name_of_unit = place.locator("tbody th").first
        before = await name_of_unit.bounding_box()
        await place.evaluate("place => place.scrollTo(999, 0)")
        assert before == await name_of_unit.bounding_box()
        assert await place.evaluate("place => place.scrollLeft") > 0


async def test_the_charts_can_be_read_on_a_phone(browser: Browser, pages: dict[str, str]) -> None:
    async with a_page(browser, pages["full"], **PHONE) as page:
        assert await page.locator("svg").count() >= 2
        assert await page.evaluate(SVG_TEXT) >= 9


async def test_the_page_and_its_charts_follow_the_dark(browser: Browser, pages: dict[str, str]) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        async with a_page(browser, pages["full"], color_scheme=scheme) as page:
            seen[scheme] = [_light(colour) for colour in await page.evaluate(COLOURS)]
    assert [True, False, False] == seen["light"]
    assert [False, True, True] == seen["dark"]


def _light(colour: str) -> bool:
    return sum(map(int, re.findall(r"\d+", colour)[:3])) > 3 * 128


@pytest.mark.parametrize(("name", "sheets"), [("full", 6), ("empty", 5), ("crowded", 7)])
async def test_it_prints_on_a4_and_nothing_is_cut_off(
    browser: Browser, pages: dict[str, str], name: str, sheets: int
) -> None:
    async with a_page(browser, pages[name], color_scheme="dark", **PAPER) as page:
        await page.emulate_media(media="print")
        assert await fits(page)
        assert [] == await page.evaluate(OVERFLOWING)
        pdf = await page.pdf(prefer_css_page_size=True)
    assert 1 < len(re.findall(rb"/Type\s*/Page\b", pdf)) <= sheets
    assert re.search(rb"/MediaBox \[0 0 59[45][\d.]* 84[12][\d.]*\]", pdf)


async def test_it_looks_the_same_under_the_servers_policy(browser: Browser, pages: dict[str, str]) -> None:
    refused: list[str] = []
    async with a_page(browser, "about:blank") as page:
        page.on("console", lambda said: refused.append(said.text))
        await page.route(
            "**/*", lambda route: route.fulfill(path=pages["full"].removeprefix("file://"), headers=SERVED)
        )
        await page.goto("http://digest.test/")
        served = await page.evaluate(COLOURS)
    async with a_page(browser, pages["full"]) as page:
        assert served == await page.evaluate(COLOURS)
    assert [] == refused


async def test_what_people_wrote_runs_nowhere(browser: Browser, pages: dict[str, str]) -> None:
    async with a_page(browser, pages["crowded"]) as page:
        assert 0 == await page.locator("script").count()
        assert await page.get_by_text("<script>alert(1)</script>=SUM(A1)").count() >= 1
