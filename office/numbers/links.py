"""Links to pages in a browser: made by who wants one, good for a week, their own, and every opening kept (查看记录).

A link is told to nobody but whose it is. What it opens is drawn elsewhere; ``tickets.links`` says how that is written.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import looks, pages
from storage.pages import links as kept
from storage.people import askers
from tickets.city import City
from tickets.links import BOARD, DIGEST, LASTS, SCREEN, may_open, page_of
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role

PAGE = 6

FOLDER = {DIGEST: "digests", BOARD: "board"}
"""Where each page lies; a screen has no address of its own."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was just made: its token goes into the address and is kept nowhere. ``url`` is ``None`` while the pages have
    no address of their own (``City.pages_url``)."""

    token: str
    url: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opened, for whom, and until when it can be opened again."""

    what: str
    by: Person
    expires_at: datetime


def make(conn: Connection, city: City, what: str, *, by: Person, now: datetime, one_time: bool = False) -> Link:
    """Make a link of ``by``'s own. Raises ``Refusal("not_for_you")``."""
    if not may_open(what, by):
        raise Refusal("not_for_you")
    token, until = secrets.token_urlsafe(24), now + LASTS
    kept.write(conn, token, what, person=askers.key_of(by), expires_at=until, is_one_time=one_time)
    return Link(token, address(city, page_of(what), token), until)


def hand_out(
    conn: Connection, city: City, what: str, *, by: Person, now: datetime, one_time: bool = False
) -> Link | None:
    """The same for who asks in chat; nothing is made or given while the pages have no address. Raises like ``make``."""
    if not may_open(what, by):
        raise Refusal("not_for_you")
    return make(conn, city, what, by=by, now=now, one_time=one_time) if city.pages_url else None


def address(city: City, page: str, token: str) -> str | None:
    """Where the page lies: ``/digests/…``, ``/board/…``."""
    return f"{city.pages_url}/{FOLDER[page]}/{token}" if city.pages_url and page in FOLDER else None


def follow(conn: Connection, city: City, token: str, page: str, *, now: datetime, part: str | None = None) -> Opened:
    """Open a link to ``page``, or a ``part`` of it, and keep that it was opened; a one-time link is spent.

    Raises ``Refusal``: ``link_unknown``, ``link_expired``, ``link_used``, and ``not_for_you`` when they may no longer.
    """
    opened, which, is_one_time = _known(conn, token, page, now=now)
    if is_one_time and not kept.spend(conn, which, now=now):
        raise Refusal("link_used")
    kept.view(conn, which, part or opened.what, now=now)
    return opened


def opens(conn: Connection, token: str, page: str, *, now: datetime) -> Opened:
    """What the link opens; nothing is kept of it. Raises like ``follow``."""
    return _known(conn, token, page, now=now)[0]


def turn_on(conn: Connection, city: City, token: str, *, now: datetime) -> Link:
    """Spend a link to the board and have the screen that it was opened on keep it. Raises like ``follow``."""
    opened = follow(conn, city, token, BOARD, now=now)
    return make(conn, city, SCREEN, by=opened.by, now=now)


def log(conn: Connection, city: City, place: int, *, by: Person) -> dict[str, Any]:
    """One page of who opened what, newest first: at, who, posts, what. Raises ``Refusal("office_only")``."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    count = kept.count_views(conn)
    here = pages.at(place, count, PAGE)
    rows = [
        {"at": row.at.isoformat(), "who": row.name, "posts": looks.posts(conn, city, row.person), "what": row.what}
        for row in kept.views(conn, skip=here.skip, room=PAGE)
    ]
    return {"rows": rows, "count": count, **here.facts}


def _known(conn: Connection, token: str, page: str, *, now: datetime) -> tuple[Opened, int, bool]:
    row = kept.find(conn, token)
    if row is None or page_of(row.what) != page:
        raise Refusal("link_unknown")
    if now >= row.expires_at:
        raise Refusal("link_expired", page=page, at=row.expires_at.isoformat())
    if row.used_at is not None:
        raise Refusal("link_used")
    who = askers.get(conn, row.person)
    if not may_open(row.what, who):
        raise Refusal("not_for_you")
    return Opened(row.what, who, row.expires_at), row.id, row.is_one_time
