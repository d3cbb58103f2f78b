"""A real headless Chromium for the tests of the chat page, and how they find their way around it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
ARGS += ["--disable-background-networking", "--disable-component-update"]
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

expect.set_options(timeout=15_000)  # as long as a page waits for anything else

needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium was found; install chromium to run the page's tests"
)


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """Chromium, for as long as the block lasts."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=ARGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def a_page(browser: Browser, url: str, **context) -> AsyncIterator[Page]:
    """The page at ``url`` in a fresh context; an error in its script fails the test."""
    errors: list[str] = []
    opened = await browser.new_context(**(WIDE | context))
    page = await opened.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(url)
    yield page
    await opened.close()
    assert errors == []


def phone(page: Page, number: int) -> Locator:
    """One of the three phones, from 0."""
    return page.locator(f'[data-phone="{number}"]')


def bubble(place: Locator, text: str) -> Locator:
    """The messages that hold this text."""
    return place.locator(".bubble").filter(has_text=text)


async def say(place: Locator, text: str) -> None:
    """Type and send."""
    await place.locator(".composer textarea").fill(text)
    await place.locator(".composer .send").click()
