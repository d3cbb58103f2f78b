"""Every notice kind and every refusal has words, every word has a use, and every button fits into Telegram's 64 bytes."""

import ast
import html
import re
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from handlers.press import LIMIT, pack
from templates import labels
from templates.keys import KEYS
from templates.render import FOLDERS, HERE, kinds, refusal_codes, refuse
from templates.rows import MORE, Each, K, Rest
from tests.architecture.source import called, files, name_of, tree, walk, words_of
from tickets.notices import CARD_OF, QUOTING, TOLD

ZONE = ZoneInfo("Asia/Shanghai")
WITHOUT_A_TEMPLATE = {"refusal", "digest", "published", "menu", "unsend", "mend"}
"""Spoken from refusals.toml and by templates.digest; a command menu and a deletion have no words, a mend another's."""

SAYS = {"say", "ask", "close", "toast", "here", "Notice", "Tell", "_question"}
PLACES = ("handlers", "office", "bot", "tickets")


def is_said(kind: str, said: set[str]) -> bool:
    return kind in said or any(each.endswith("*") and kind.startswith(each[:-1]) for each in said)


@cache
def literals() -> frozenset[str]:
    """Every string that stands in the code."""
    return frozenset(
        node.value
        for _, node in walk(*PLACES, "storage")
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def said_kinds() -> Iterator[tuple[str, str]]:
    """The kinds that handlers, office and bot say in so many words, with where."""
    for path, node in walk(*PLACES):
        if isinstance(node, ast.Call) and name_of(node) in SAYS and node.args:
            for word in words_of(node.args[0]):
                yield word, f"{called(path)}:{node.lineno}"


def test_every_kind_that_is_said_has_words() -> None:
    known = kinds() | WITHOUT_A_TEMPLATE
    said = {*said_kinds()} | {(row.kind, "TOLD") for rows in TOLD.values() for row in rows}
    said |= {(kind, "CARD_OF") for kind in CARD_OF.values()} | {(kind, "QUOTING") for kind in QUOTING}
    wordless = [(kind, where) for kind, where in said if not any(is_said(each, {kind}) for each in known)]
    assert wordless == []
    assert len(said) > 100


def test_every_template_is_used() -> None:
    said = literals() | {word for word, _ in said_kinds()}
    assert [kind for kind in kinds() if not is_said(kind, set(said))] == []


def test_every_kind_has_one_template() -> None:
    found = [path.stem for folder in FOLDERS for path in (HERE / folder).glob("*.j2")]
    assert sorted(found) == sorted(set(found))


def test_every_kind_with_buttons_has_words() -> None:
    assert set(KEYS) <= kinds() | WITHOUT_A_TEMPLATE


def raised_codes() -> Iterator[tuple[str, str]]:
    for path, node in walk(*PLACES, "storage"):
        if isinstance(node, ast.Call) and name_of(node) == "Refusal" and node.args:
            for code in words_of(node.args[0]):
                yield code, f"{called(path)}:{node.lineno}"


def guard_codes() -> Iterator[str]:
    """The codes that the guards of the life cycle name: what they return, and what ``within`` is given."""
    for path in files("tickets"):
        if path.stem not in {"lifecycle", "windows"}:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Return):
                yield from words_of(node.value)
            if isinstance(node, ast.Call) and name_of(node).lstrip("_") in {"window", "within"}:
                yield from (word for each in node.args[-1:] for word in words_of(each))


def test_every_refusal_has_a_sentence() -> None:
    codes = {code for code, _ in raised_codes()} | {code for code in guard_codes() if re.fullmatch(r"[a-z_]{6,}", code)}
    assert sorted(codes - refusal_codes()) == []
    assert len(codes) > 30


def test_every_sentence_has_a_refusal() -> None:
    assert sorted(refusal_codes() - literals()) == []


@pytest.mark.parametrize("code", sorted(refusal_codes()))
def test_a_refusal_says_something(code: str) -> None:
    facts = {
        "number": "QY-20261120-0001",
        "state": "in_progress",
        "officer": "张伟",
        "unit": "市税务局",
        "action": "claim",
    }
    facts |= {"shortest": 4, "longest": 60, "length": 30_000, "limit": 20_000, "problem": "checksum", "typed": "9143"}
    facts |= {"name": "李强", "is_confirmed": True, "decided_by": "周主任"}
    facts |= {"what": "extension", "decision": "granted", "days": 3, "most": 7, "times": 2}
    facts |= {"again_at": "2026-11-30T09:30:00+00:00", "until": "2026-11-30T09:30:00+00:00"}
    facts |= {"round": 2, "may_reopen": True, "who": "刘志强", "hours": ["09:00-12:00"]}
    facts |= {"again": "2026-11-23T01:00:00+00:00", "answer": "holds"}
    facts |= {"firm": "株洲德智新材料有限公司"}
    facts |= {"lead": "QY-20261120-0002", "count": 2, "is_complaint": True, "is_office": True}
    facts |= {"column": "登记时间", "other": "株洲齿轮厂"}
    facts |= {"policy": "live", "scope": "unit:steel"}
    facts |= {"period": {"kind": "month", "year": 2026, "number": 12, "first": "2026-12-01", "last": "2026-12-31"}}
    facts |= {"page": "board", "year": 2026, "at": "2026-11-30T09:30:00+00:00"}
    facts |= {"meeting": "第16次早餐会", "day": "2026-11-20T01:00:00+00:00", "places": [2, 5]}
    facts |= {"like": "2026-11-19", "first": "meeting", "second": "cancel"}
    words = refuse(code, facts, ZONE)
    assert re.search("[\u4e00-\u9fff]", words)
    assert "None" not in words


# --- the words themselves ------------------------------------------------------------------------------------------------

TEMPLATES = sorted(HERE.glob("*/*.j2"))
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)
QUOTED = re.compile(r"'([^']*)'")
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")


def spoken(source: str) -> list[str]:
    """What people read of a template: the text around its code, and the words quoted inside."""
    return [CODE.sub("\n", source), *(word for code in CODE.findall(source) for word in QUOTED.findall(code))]


@pytest.mark.parametrize("path", TEMPLATES, ids=called)
def test_a_template_is_calm_and_chinese(path) -> None:
    for words in spoken(path.read_text(encoding="utf-8")):
        assert "!" not in words
        assert "！" not in words
        assert ENGLISH.search(words.replace("/", "\n")) is None


def test_refusals_are_calm_and_chinese() -> None:
    for line in (HERE / "refusals.toml").read_text(encoding="utf-8").splitlines():
        sentence = CODE.sub("", line.partition(" = ")[2])
        assert "!" not in sentence
        assert ENGLISH.search(sentence) is None


def test_every_label_is_short_and_calm() -> None:
    for table in labels.TABLES.values():
        assert all(0 < len(label) <= 40 and "!" not in label for label in table.values())


# --- buttons ---------------------------------------------------------------------------------------------------------------

LARGEST, LONGEST_KEY, DRAFT = 2**53, "k" * 24, "d" * 11
IDS = {
    "id",
    "callback",
    "digest",
    "outbox",
    "firm_id",
    "person_id",
    "before",
    "after",
    "ticket",
    "officer",
    "door",
    "said",
    "page",
    "request",
    "revisit",
    "enquiry",
    "place",
    "after_it",
    "policy",
    "meeting_id",
    "item",
    "lead",
    "next_lead",
}
ITEMS = {"days": ("20261130",)}
KEYS_OF_CONFIG = {"scope_key", "meant_key", "unit_key", "suggested_key", "unit", "*chosen"}
WORDS = {
    "period_kind": "quarter",
    "day": "20261116",
    "before_day": "20261109",
    "after_day": "20261123",
    "scope_kind": "channel",
    "part": "channel",
    "kept_for": "ask_enterprise",
    "key": "o9007199254740992",
    "span": "w20261116",
    "first": "20261201",
    "last": "20261205",
    "next": "satisfaction",
    "list": "unclaimed",
    "role": "unit_lead",
    "what": "region",
    "figure": "on_time_extended.missed",
    "state": "offered",
}


def longest(arg: str) -> str | int:
    """The longest that an argument of a button can be."""
    if arg.startswith("="):
        return arg[1:]
    if arg in IDS:
        return LARGEST
    return WORDS.get(arg) or {"draft": DRAFT}.get(arg) or (LONGEST_KEY if arg in KEYS_OF_CONFIG else arg * 99)


def buttons() -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    for kind, rows in KEYS.items():
        for row in rows:
            if isinstance(row, Each):
                last = max(labels.TABLES[row.table], key=len) if row.table else LARGEST
                for item in ITEMS.get(row.fact, (last, LONGEST_KEY)):
                    yield kind, row.verb, (*map(longest, row.args), item)
            else:
                folded = row.folded if isinstance(row, Rest) else (row,)
                for key in (MORE, *(each for keys in folded for each in keys)):
                    assert isinstance(key, K)
                    yield kind, key.verb, tuple(map(longest, key.args))


def test_every_button_fits_at_the_largest_ids_and_longest_keys() -> None:
    found = list(buttons())
    assert len(found) > 150
    for kind, verb, args in found:
        assert len(pack(verb, *args).encode()) <= LIMIT, f"{verb} under {kind}"


def test_every_label_fits_a_row() -> None:
    """Telegram shares a row's width: labels of a row are cut when together they are longer than the message is wide."""
    for rows in KEYS.values():
        for row in rows:
            if isinstance(row, tuple):
                assert len(row) <= 5
                assert all(len(html.unescape(key.label)) <= 13 for key in row if isinstance(key, K))
