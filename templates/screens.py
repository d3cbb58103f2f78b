"""What a browser is shown at the addresses of the web server, digests apart: the board, lists, and why a link leads nowhere.

Each page is whole by itself, and ``POLICY`` lets it run its own script and style and reach its own server, nothing else.
"""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from templates.digest import LABELS
from templates.figures import fraction, share, value
from templates.labels import NO_REGION
from templates.page_names import figure_name
from templates.render import environment
from tickets.ranking import MIN_RANKED

Facts = Mapping[str, Any]

EVERY = 2000
"""Milliseconds between two looks of a board at its figures."""

SHADES = ((0.9, "good", "90%以上"), (0.75, "fair", "75%至90%"), (0.0, "poor", "75%以下"))
"""A county's colour by its resolution rate, from that share on, and how the legend calls it; of fewer callbacks than are ranked
``few``: one answer would change it."""


def board(facts: Facts, zone: ZoneInfo, *, until: str) -> str:
    """The board as a page that keeps itself up to date; ``until`` is when its screen has to be opened anew."""
    return _board(facts, zone, until=until, every=EVERY, script=_source("board.js"))


def board_as_it_is(facts: Facts, zone: ZoneInfo) -> str:
    """The board at one moment, as a file."""
    return _board(facts, zone, script=None)


def _board(facts: Facts, zone: ZoneInfo, **more: Any) -> str:
    return environment(zone).get_template("board.html.j2").render(_drawn(facts), style=_source("board.css"), **more)


def board_now(facts: Facts, zone: ZoneInfo) -> str:
    """What of the board changes."""
    return environment(zone).get_template("board_now.j2").render(_drawn(facts))


def tickets(facts: Facts, zone: ZoneInfo) -> str:
    """The tickets behind a number of a digest."""
    has_firms = any(row["enterprise"] for row in facts["rows"])
    return (
        environment(zone)
        .get_template("list.html.j2")
        .render(facts, name=figure_name(facts["what"]), has_firms=has_firms, style=_source("page.css"))
    )


def sorry(words: str, office: str, zone: ZoneInfo) -> str:
    """A page that says why there is nothing to see, and what to do."""
    return environment(zone).get_template("sorry.html.j2").render(words=words, office=office, style=_source("page.css"))


@cache
def policy(style: str, script: str | None = None) -> str:
    """The Content-Security-Policy of a page with this style and script."""
    allowed = [
        "default-src 'none'",
        f"style-src {_hash(style)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    if script is not None:
        allowed += [f"script-src {_hash(script)}", "connect-src 'self'"]
    return "; ".join([*allowed, "frame-ancestors 'none'"])


def _hash(name: str) -> str:
    digest = hashlib.sha256(_source(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _source(name: str) -> str:
    return environment(ZoneInfo("UTC")).get_template(name).render()


def _drawn(facts: Facts) -> dict[str, Any]:
    is_mapped = all(region["tile"] for region in facts["regions"] if region["key"])
    shades = [*((shade, words) for _, shade, words in SHADES), ("few", f"回访不足{MIN_RANKED}件")]
    drawing = {
        "share": share,
        "fraction": fraction,
        "shade": _shade,
        "width": _width,
        "month_day": _month_day,
        "no_region": NO_REGION,
    }
    return {**facts, "is_mapped": is_mapped, "shades": shades, "name": _name, **drawing}


def _shade(rate: Facts) -> str:
    share = value(rate)
    if share is None or rate["denominator"] < MIN_RANKED:
        return "few"
    return next(shade for least, shade, _ in SHADES if share >= least)


def _name(rate: Facts) -> str:
    return LABELS[rate["name"]].replace("本期", "本周")


def _width(rate: Facts) -> str:
    return f"{float(value(rate) or 0) * 100:.1f}"


def _month_day(written: str) -> str:
    _, month, day = written.split("-")
    return f"{int(month)}月{int(day)}日"
