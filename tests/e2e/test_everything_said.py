"""Every word that the bot has is said in a long day of play: it is valid, it is Chinese, and it fits on a small screen."""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sandbox.entities import parse_html
from templates import render
from tests.conftest import once
from tests.e2e.everything_said import Day, a_day
from tests.e2e.town import the_config
from tickets.redaction import PEOPLES_WORDS

BUBBLE = 20
"""Full-width characters in a line of a bubble at 360 px."""

LINES = 8

A_TICKET: dict[str, Any] = {"id": 1, "number": "QY-20261120-0001", "excerpt": "退税没到账", "moves": [], "round": 1}

LATE: dict[str, Any] = {"due_at": "2026-11-27T09:30:00+00:00", "days_left": 2, "is_late": False, "is_paused": False}
LATE |= {"due_is_provisional": False}
A_SUPPORT = A_TICKET | {
    "is_urgent": True,
    "supporter": "市供电公司",
    "asks": "请核实停电的时间",
    "support_due_at": "2026-11-25T09:30:00+00:00",
    "is_waited_for": True,
}

NOT_PLAYED: dict[str, dict[str, Any]] = {
    "answered_to_office": A_TICKET | LATE,
    "apology": {"update_id": 100_000_001},
    "archive": {"number": "QY-20261120-0001", "files": [{}, {}], "missing": 1},
    "appointed": {"roles": ["officer"], "units": ["市税务局"], "name": "张伟"},
    "board": {
        "link": "https://qy.example.gov.cn/board/0123456789abcdef0123456789abcdef",
        "until": "2026-11-27T02:00:00+00:00",
        "may_see_openings": True,
    },
    "digest_failed": {"id": 1_000_001},
    "digest_behind": {
        "digest": 1,
        "number": 31,
        "scope": {"kind": "city", "label": "株洲市"},
        "what": "resolution:missed",
        "figure": "resolution.missed",
        "count": 1,
        "rows": [{"number": "QY-20261120-0001", "unit": "市税务局", "state": "in_progress", "round": 2}],
        "choices": [[1, "QY-20261120-0001"]],
        "page": 0,
        "last": 0,
        "has_before": False,
        "has_after": False,
    },
    "digest_link": {
        "digest": 1,
        "period": {
            "kind": "week",
            "name": "2026-W47",
            "year": 2026,
            "number": 47,
            "first": "2026-11-16",
            "last": "2026-11-22",
        },
        "number": 31,
        "scope": {"kind": "region", "label": "株洲高新技术产业开发区"},
        "link": "https://qy.example.gov.cn/digests/0123456789abcdef0123456789abcdef",
        "until": "2026-11-27T02:00:00+00:00",
        "may_see_lists": True,
    },
    "callback_undeliverable": A_TICKET | {"phone": "+8613873300101", "person": "王敏", "filer_took_part": False},
    "counted_again": A_TICKET | {"was_due_at": "2027-01-04T09:30:00+00:00", "due_at": "2027-01-05T09:30:00+00:00"},
    "counted_again_for_you": {
        "number": "QY-20261228-0001",
        "was_promised_at": "2027-01-04T09:30:00+00:00",
        "promised_at": "2027-01-05T09:30:00+00:00",
    },
    "digest_chat_lost": {"chat": -1001234567890, "title": "企业办事不求人指挥部工作群"},
    "edit_ignored": {},
    "hot_spot": {
        "count": 3,
        "page": 0,
        "last": 2,
        "has_before": False,
        "has_after": True,
        "before": -1,
        "after": 1,
        "place": 0,
        "span": "w20261116",
        "name": "珠江北路修路货车进不来",
        "category": "物流交通",
        "enterprises": 12,
        "tickets": 14,
        "units": ["市交通运输局", "天元区"],
        "alike": [0.42, 0.97],
        "open": 9,
        "lead": 1,
        "shared": [{"word": "珠江北路", "enterprises": 12}, {"word": "修路", "enterprises": 11}],
        "rows": [
            {"number": f"QY-20261120-000{n}", "excerpt": "珠江北路修路三个月,大货车进不了厂,发货绕行"}
            for n in (1, 2, 3)
        ],
    },
    "hot_join": {
        "span": "w20261116",
        "place": 0,
        "lead": 1,
        "number": "QY-20261120-0001",
        "followers": 2,
        "is_oldest": True,
        "count": 9,
        "next_lead": 2,
        "joinable": [[n, f"QY-20261120-000{n}"] for n in (2, 3, 4, 5)],
        "rows": [
            {"number": f"QY-20261120-000{n}", "excerpt": "珠江北路修路三个月,大货车进不了厂,发货绕行"}
            for n in (2, 3, 4, 5)
        ],
    },
    "merged_into": {"number": "QY-20261120-0001"},
    "deadline_failed": {"number": "QY-20261120-0001", "period": None, "again_at": "2026-11-23T01:30:00+00:00"},
    "destination_lost": {
        "name": "leaders_wecom",
        "sort": "mirror",
        "number": None,
        "why": "errcode 93000 invalid webhook url",
        "since": "2026-11-23T00:30:00+00:00",
    },
    "promise_due_for_you": {
        "number": "QY-20261120-0001",
        "state": "in_progress",
        "unit": "市税务局",
        "meeting": "第16次早餐会",
        "words": "11月30日前答复",
        "due_at": "2026-11-30T09:30:00+00:00",
        "is_due": True,
    },
    "not_arrived": {"number": "QY-20261120-0001", "next": "办公室"},
    "unreached": A_TICKET,
    "unreached_for_you": A_TICKET,
    "ask_came_back": A_TICKET,
    "nothing_more": A_TICKET,
    "not_mended": {"number": "QY-20261120-0001", "failed": 2, "where": ["市税务局群", "张伟"]},
    "rest": {"number": "QY-20261120-0001", "said": "其余的申报表这周寄出。"},
    "returned_over_you": {"number": "QY-20261120-0001", "by": "陈立新"},
    "unmask": {"is_channel": False},
    "group_unbound": {},
    "ask_public": {"number": "QY-20261120-0001", "group": "天元制造名城群", "longest": 300, "id": 1},
    "check_public": {
        "number": "QY-20261120-0001",
        "group": "天元制造名城群",
        "said": "周五到账",
        "is_masked": True,
        "id": 1,
    },
    "answered_in_group_by_you": {"number": "QY-20261120-0001"},
    "group_answer": {"number": "QY-20261120-0001", "unit": "市税务局", "said": "周五到账"},
    "group_admin": {},
    "group_lost": {"title": "天元制造名城群", "name": "天元区"},
    "author_hidden": {},
    "forwarded_in_group": {},
    "mention_help": {},
    "mention_given_up": {"number": "QY-20261120-0001", "link": "https://t.me/bot?start=group_1"},
    "author_missing": A_TICKET | {"is_urgent": False, "group": "天元制造名城群", "person": "曾厂长", "phone": None},
    "marked_urgent": A_TICKET | {"unit": "市税务局", "officer": "张伟", "due_at": "2026-11-27T09:30:00+00:00"},
    "marked_urgent_for_you": A_TICKET | LATE,
    **dict.fromkeys(("support_reminder", "support_yellow", "support_red"), A_SUPPORT),
}
"""What needs an accident, or a move whose buttons come later: said here with facts made by hand."""


@pytest.fixture(scope="module")
def played(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """The day, played once for all who look at what was said in it."""
    path = shutil.copyfile(migrated_file, tmp_path_factory.mktemp("day") / "buqiuren.db")
    days = []

    async def play() -> None:
        async with a_day(f"sqlite:///{path}") as (day, _):
            days.append(day)

    once(play)
    return days[0]


def lines_of(text: str) -> int:
    """How many lines a text takes in a bubble; Chinese is one wide, ASCII half."""
    shown = 0
    for line in text.split("\n"):
        width = sum(0.5 if letter.isascii() else 1 for letter in line)
        shown += max(1, -(-int(width * 2) // (BUBBLE * 2)))
    return shown


def without(text: str, own: list[str]) -> str:
    """The text without what people wrote themselves, and without the lines that held nothing else."""
    for words in sorted(own, key=len, reverse=True):
        text = text.replace(words, "\0")
    text = re.sub(r"[^\n]*…[^\n]*", "\0", text)  # the beginning of somebody's own words
    lines = (re.sub("[「」\0]", "", line).strip() if "\0" in line else line for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def test_everything_that_can_be_said_is_said_well(played: Day) -> None:
    said = {kind for kind, _, _ in played.said}
    assert render.kinds() - said == set(NOT_PLAYED), "play it, or give it facts in NOT_PLAYED"
    zone = the_config().city.calendar.zone
    speeches = [(kind, speech) for kind, _, speech in played.said]
    speeches += [(kind, render.speak(kind, facts, zone)) for kind, facts in NOT_PLAYED.items()]
    own = [words for words in played.own if len(words) > 1]
    too_long = {}
    for kind, speech in speeches:
        text, _ = parse_html(speech.text)
        assert text or speech.files, f"{kind} says nothing"
        assert "None" not in text, f"{kind}: {text}"
        bare = without(text, own)
        assert "!" not in bare, f"{kind}: {text}"
        assert "！" not in bare, f"{kind}: {text}"
        if lines_of(bare) > LINES:
            too_long[kind] = text
    assert too_long == {}, "\n\n".join(f"{kind}:\n{text}" for kind, text in too_long.items())


def strings(facts: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a notice's facts, with the name it stands under."""
    if isinstance(facts, Mapping):
        for name, value in facts.items():
            yield from strings(value, name)
    elif isinstance(facts, list | tuple):
        for each in facts:
            yield from strings(each, key)
    elif isinstance(facts, str):
        yield key, facts


def test_what_people_wrote_stands_only_where_it_could_be_masked(played: Day) -> None:
    said = [
        words for words in played.own if len(words) > 7 and "公司" not in words and not words.startswith(("/", "QY-"))
    ]
    found = {
        (kind, key)
        for kind, facts, _ in played.said
        for key, value in strings(facts)
        if key not in PEOPLES_WORDS | OF_THE_PERSON and any(words in value for words in said)
    }
    assert set() == found - NO_WORDS_OF_A_TICKET


OF_THE_PERSON = {"phone"}
"""A contact's number is kept with the contact, wherever it is shown."""

NO_WORDS_OF_A_TICKET = {
    ("check_firm", "name"),
    ("uscc_invalid", "typed"),
    ("ask_resolve", "replies"),
    ("reply_kept", "name"),
}
"""What people typed of themselves, and the answers that officers keep for later."""
