"""What people open in a browser by a link of the bot's: digests, lists, the board, and what to do when a link leads nowhere.

Every page is served with a policy that lets it reach nothing but this server, and is kept by nobody on the way.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web

from office.numbers import board, links, opened
from storage.engine.database import Database, DatabaseUnavailable, TryAgain
from templates import screens
from templates.render import refuse
from tickets.city import City
from tickets.links import LASTS, SCREEN
from tickets.refusal import Refusal

COOKIE = "board"
FRESH = timedelta(seconds=1)
"""For so long all screens are shown the same count."""

STATUSES = {"link_unknown": 404, "link_expired": 410, "link_used": 410, "not_for_you": 403, "no_screen": 401}
STATUSES |= {"open_on_screen": 200}
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
READ_AHEAD = ("bot", "preview", "spider", "crawler")
"""What fetches a link to show what is behind it says one of these in its name: a one-time link is not spent on it."""

Page = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Pages:
    """The endpoints below ``/digests``, ``/lists`` and ``/board``."""

    def __init__(self, db: Database, city: City, *, now: Callable[[], datetime]) -> None:
        self._db, self._city, self._now = db, city, now
        self._zone = city.calendar.zone
        self._counting = asyncio.Lock()
        self._counted: tuple[datetime, dict[str, Any]] | None = None

    def routes(self) -> list[web.RouteDef]:
        """Where each is served; a HEAD would open what it only asks about."""
        served = {
            "/digests": self.cut_off,
            "/digests/": self.cut_off,
            "/lists": self.cut_off,
            "/lists/": self.cut_off,
            "/board/": self.board,
            "/digests/{token}": self.digest,
            "/lists/{token}/{what}": self.list,
            "/board": self.board,
            "/board/now": self.board_now,
            "/board/{token}": self.turn_on,
        }
        return [web.get(path, self._said(page), allow_head=False) for path, page in served.items()]

    async def cut_off(self, request: web.Request) -> web.StreamResponse:
        """A link of which only the beginning was copied."""
        raise Refusal("link_unknown")

    async def digest(self, request: web.Request) -> web.StreamResponse:
        """A digest's page; behind its numbers the lists that its reader may open."""
        from templates import report  # what draws is loaded for who reads a digest, not by every process

        token = request.match_info["token"]
        async with self._db.transaction() as hop:
            shown = await hop.commit(opened.digest_page, self._city, token, now=self._now())
        lists = {name: f"../lists/{token}/{name}" for name in shown.lists}
        page = await asyncio.to_thread(report.page, shown.facts, self._zone, lists)
        return self._page(page, screens.policy("report.css"))

    async def list(self, request: web.Request) -> web.StreamResponse:
        """The tickets behind a number, by the digest's link."""
        token, what = request.match_info["token"], request.match_info["what"]
        async with self._db.transaction() as hop:
            shown = await hop.commit(opened.list_page, self._city, token, what, now=self._now())
        return self._page(screens.tickets(shown, self._zone), screens.policy("page.css"))

    async def turn_on(self, request: web.Request) -> web.StreamResponse:
        """A one-time link: the screen it is opened on gets the board, and keeps it."""
        if _is_read_ahead(request):
            raise Refusal("open_on_screen")
        to_board = web.Response(status=303, headers=HEADERS | {"Location": "../board"})
        try:
            async with self._db.transaction() as hop:
                link = await hop.commit(links.turn_on, self._city, request.match_info["token"], now=self._now())
        except Refusal as no:
            if await self._is_on(request):  # pressed again where the board is on already
                return to_board
            raise no from None
        is_safe = (self._city.pages_url or "").startswith("https://")
        lasts = int(LASTS.total_seconds())
        to_board.set_cookie(COOKIE, link.token, max_age=lasts, httponly=True, samesite="Lax", secure=is_safe)
        return to_board

    async def board(self, request: web.Request) -> web.StreamResponse:
        """The board, for a screen on which it was opened."""
        screen = await self._screen(request, is_opened=True)
        page = screens.board(await self._facts(), self._zone, until=screen.expires_at.isoformat())
        return self._page(page, screens.policy("board.css", "board.js"))

    async def board_now(self, request: web.Request) -> web.StreamResponse:
        """What of the board changes, as one document; 304 while it is as the screen has it."""
        await self._screen(request)
        facts = await self._facts()
        body = json.dumps({"html": screens.board_now(facts, self._zone)}, ensure_ascii=False)
        etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:20]}"'
        as_of = datetime.fromisoformat(facts["at"]).astimezone(self._zone).isoformat(timespec="seconds")
        headers = HEADERS | {"ETag": etag, "X-As-Of": as_of}
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        return web.Response(text=body, content_type="application/json", headers=headers)

    async def _facts(self) -> dict[str, Any]:
        """How it stands, counted once for all the screens that ask within a moment."""
        async with self._counting:
            now = self._now()
            if self._counted is None or abs(now - self._counted[0]) >= FRESH:
                tally = board.tally(self._city, now=now)
                # no screen waits for a year to be counted: one connection is good enough meanwhile
                count = partial(self._db.read, tally.over) if self._db.is_counting else partial(self._db.count, tally)
                self._counted = now, await count()
            return self._counted[1]

    async def _screen(self, request: web.Request, *, is_opened: bool = False) -> links.Opened:
        """The screen by its cookie; opening the page is kept. Raises ``Refusal``."""
        token = request.cookies.get(COOKIE)
        if token is None:
            raise Refusal("no_screen")
        try:
            if not is_opened:
                return await self._db.read(links.opens, token, SCREEN, now=self._now())
            async with self._db.transaction() as hop:
                return await hop.commit(links.follow, self._city, token, SCREEN, now=self._now())
        except Refusal as no:
            if no.code != "link_unknown":
                raise
            # nobody at a screen pressed a link: its cookie is another city's, or older than the books
            raise Refusal("no_screen") from no

    async def _is_on(self, request: web.Request) -> bool:
        try:
            await self._screen(request)
        except Refusal:
            return False
        return True

    def _said(self, page: Page) -> Page:
        """The page, or one that says in words why not."""

        async def served(request: web.Request) -> web.StreamResponse:
            try:
                return await page(request)
            except Refusal as no:
                return self._sorry(no.code, STATUSES.get(no.code, 404), no.facts)
            except (TryAgain, DatabaseUnavailable):
                return self._sorry("pages_busy", 503, {})

        return served

    def _sorry(self, code: str, status: int, facts: dict[str, Any]) -> web.Response:
        words = refuse(code, facts, self._zone)
        return self._page(screens.sorry(words, self._city.name, self._zone), screens.policy("page.css"), status=status)

    def _page(self, page: str, policy: str, *, status: int = 200) -> web.Response:
        headers = HEADERS | {"Content-Security-Policy": policy}
        return web.Response(text=page, content_type="text/html", status=status, headers=headers)


def _is_read_ahead(request: web.Request) -> bool:
    """Whether nobody looks: a messenger's preview, a browser that loads ahead."""
    agent = request.headers.get("User-Agent", "").lower()
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return "prefetch" in purpose or any(word in agent for word in READ_AHEAD)
