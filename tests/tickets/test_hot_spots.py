"""The same problem of several enterprises is found in their texts, and look-alikes are not taken for it.

``grievances.tsv`` is a labelled set of our own: half ``tune`` is what the tables and thresholds were made by, half ``report`` was
written when these stood, and nothing was changed for it.
"""

import csv
from itertools import combinations
from pathlib import Path

import pytest

from tickets.hot import naming
from tickets.hot.grouping import Grievance, Member, groups
from tickets.hot.rising import rising

SET = Path(__file__).with_name("grievances.tsv")
ALONE = "单件"


def labelled(half: str) -> list[dict[str, str]]:
    with SET.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["half"] == half]


def spots(*texts: tuple[str, str | None]) -> list[tuple[Member, ...]]:
    """Each text by an enterprise of its own."""
    return groups(Grievance(at, text, at, region) for at, (text, region) in enumerate(texts))


def precision_and_recall(rows: list[dict[str, str]]) -> tuple[float, float]:
    """Over pairs of texts: how many found together belong together, and how many that belong together are found so."""
    found = {
        frozenset(pair)
        for members in spots(*((row["text"], row["region"]) for row in rows))
        for pair in combinations((each.grievance.id for each in members), 2)
    }
    true = {
        frozenset((one, other))
        for one, other in combinations(range(len(rows)), 2)
        if rows[one]["cause"] == rows[other]["cause"] != ALONE
    }
    return len(found & true) / len(found), len(found & true) / len(true)


@pytest.mark.parametrize(("half", "precision", "recall"), [("tune", 0.93, 0.8)])
def test_precision_and_recall_are_at_least(half: str, precision: float, recall: float) -> None:
    found = precision_and_recall(labelled(half))
    assert (precision, recall) <= found
    assert recall <= found[1]


@pytest.mark.parametrize(
    "texts",
    [
        (("出口退税没到账", None), ("留抵退税没到账", None)),
        (("厂里停电两天", "lukou"), ("厂里停电两天了", "chaling")),
        (("珠江北路修路,货车进不来", None), ("建设南路修路,货车进不来", None)),
        (("珠江北路修路", None), ("珠江北路路灯坏了", None)),
        (("环评批复两个月没批", None), ("环评要什么材料", None)),
    ],
)
def test_the_same_words_about_something_else_are_no_spot(texts: tuple[tuple[str, str | None], ...]) -> None:
    assert [] == spots(*texts)


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("珠江北路修路三个月", "公司门口珠江北路道路施工,围挡不撤", "珠江北路修路,货车进不了厂"), "珠江北路修路"),
        (("银行抽贷,贷款到期续贷批不下来", "贷款下月到期,银行不肯续贷"), "贷款银行续贷"),
    ],
)
def test_a_spot_is_named_by_words_of_its_own_texts(texts: tuple[str, ...], name: str) -> None:
    (members,) = spots(*((text, None) for text in texts))
    assert name == naming.name(naming.shared(members))


def test_the_order_of_the_texts_and_who_wrote_them_decide_nothing() -> None:
    rows = [(row["text"], row["region"]) for row in labelled("tune")]
    there = {frozenset(each.grievance.text for each in members) for members in spots(*rows)}
    back = {frozenset(each.grievance.text for each in members) for members in spots(*reversed(rows))}
    assert 0.9 <= len(there & back) / len(there | back)


def test_a_category_rises_only_by_more_than_chance() -> None:
    from collections import Counter

    before = [Counter({"tax": each, "power": 40}) for each in (2, 3, 2, 1)]
    assert ["tax"] == [each.category for each in rising(Counter({"tax": 8, "power": 46}), before)]
    assert [] == rising(Counter({"tax": 4}), before)
    assert [] == rising(Counter({"tax": 8}), [Counter()] * 4)
