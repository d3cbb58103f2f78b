"""A digest as a file, by how the file's name ends: a page, a picture, a workbook, plain values; and as text for a terminal."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from templates.speech import Document

Facts = Mapping[str, Any]


def text(facts: Facts) -> str:
    """Everything counted, for the terminal."""
    from templates.digest import week_text

    return week_text(facts)


def workbook(facts: Facts) -> Document:
    """A published digest as a workbook to be sent."""
    from templates.digest import file_name

    return Document(file_name(facts, ".xlsx"), _tables(facts))


def body(facts: Facts, suffix: str, zone: ZoneInfo) -> bytes:
    """What is in the file."""
    return _BODIES[suffix](facts, zone)


def _page(facts: Facts, zone: ZoneInfo) -> bytes:
    from templates import report

    return report.page(facts, zone).encode()


def _picture(facts: Facts, _: ZoneInfo) -> bytes:
    from templates import chart

    return chart.png(facts)


def _workbook(facts: Facts, _: ZoneInfo) -> bytes:
    return _tables(facts)


def _tables(facts: Facts) -> bytes:
    from bot import workbooks
    from templates import digest_tables

    return workbooks.body(digest_tables.tables(facts))


def _values(facts: Facts, _: ZoneInfo) -> bytes:
    from templates.digest import labelled

    return (json.dumps(labelled(facts), ensure_ascii=False, indent=2) + "\n").encode()


_BODIES: dict[str, Callable[[Facts, ZoneInfo], bytes]] = {
    ".html": _page,
    ".xlsx": _workbook,
    ".png": _picture,
    ".json": _values,
}
SUFFIXES = tuple(_BODIES)
