"""The charts of a digest: the picture for a chat and the drawings for a page, with the names and weeks that come in."""

import json
import re
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from templates import chart
from templates.drawings import by_unit, png, trend
from templates.drawings.marks import Box, Line, Words
from tests.architecture.source import ROOT
from tests.digests import crowded, empty, lively

AT_MOST_BOTH = 10_000
"""Pixels of width and height together that Telegram takes of a picture."""


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    return lively(a_week=20)


@pytest.fixture(scope="module")
def picture(facts: dict[str, Any]) -> bytes:
    return chart.png(facts)


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def a_rate(numerator: int, denominator: int) -> dict[str, Any]:
    return {"name": "resolution", "numerator": numerator, "denominator": denominator}


def weeks(*rates: tuple[int, int]) -> list[dict[str, Any]]:
    return [
        {"kind": "week", "year": 2026, "number": 40 + n, "resolution": a_rate(*rate)} for n, rate in enumerate(rates)
    ]


def ranked(*rows: tuple[int | None, str, int, int]) -> list[dict[str, Any]]:
    """Departments: a place, a name and its rate; without a place there were too few cases."""
    lowest = max((place for place, *_ in rows if place), default=1)
    named = [
        {"place": place, "is_last": 1 < lowest == place, "unit": label, "label": label, "resolution": a_rate(*rate)}
        for place, label, *rate in rows
    ]
    few = [row for row in named if row["place"] is None]
    return [{"kind": "department", "rows": [row for row in named if row["place"]], "few": few}]


def words(drawing: Any) -> list[str]:
    return [mark.text for mark in drawing.marks if isinstance(mark, Words)]


def bars(drawing: Any) -> list[str]:
    """The colours of the bars, from above."""
    return [mark.tone for mark in drawing.marks if isinstance(mark, Box) and mark.tone not in {"track", "ground"}]


def test_the_picture_is_as_wide_as_a_good_phone_shows_and_small_enough_to_send(picture: bytes) -> None:
    width, height = size(picture)
    assert 1280 == width
    assert width + height < AT_MOST_BOTH
    assert len(picture) < 700_000


def test_a_machine_without_fonts_draws_the_same(facts: dict[str, Any], picture: bytes, tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text("<?xml version='1.0'?><fontconfig></fontconfig>", encoding="utf-8")
    bare = {
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "MPLCONFIGDIR": str(tmp_path),
        "HOME": str(tmp_path),
        "PATH": "",
    }
    drawn = subprocess.run(
        [sys.executable, "-m", "templates.drawings"],
        cwd=ROOT, env=bare, input=json.dumps(facts).encode(), capture_output=True, check=True,
    )  # fmt: skip
    assert picture == drawn.stdout


def test_the_font_knows_every_name_and_shows_a_square_for_what_it_does_not() -> None:
    assert "市自然资源和规划局 91.4% (53/58) −0.5 个百分点·—…" == png.known(
        "市自然资源和规划局 91.4% (53/58) −0.5 个百分点·—…"
    )
    assert "□税务局" == png.known("😀税务局")


def test_pictures_are_drawn_side_by_side(facts: dict[str, Any], picture: bytes) -> None:
    with ThreadPoolExecutor(2) as threads:
        assert [picture, picture] == list(threads.map(chart.png, [facts, facts]))


def test_an_empty_week_is_a_picture_too() -> None:
    facts = empty()
    assert 1280 == size(chart.png(facts))[0]
    assert (None, []) == (chart.trend_svg(facts), chart.unit_svgs(facts))


def test_a_week_without_a_case_breaks_the_line() -> None:
    drawing = trend.drawn(weeks((9, 10), (8, 10), (0, 0), (7, 10), (10, 10)))
    assert drawing
    runs = [mark for mark in drawing.marks if isinstance(mark, Line) and mark.tone == "accent"]
    assert [2, 2] == [len(run.points) for run in runs]
    assert {"90.0%", "80.0%", "—", "0/0", "70.0%", "100.0%", "44周", "10/10"} <= {*words(drawing)}


@pytest.mark.parametrize(
    ("expected", "period"),
    [
        ("近 2 个月 9月 11月", {"kind": "month", "number": 9}),
        ("近 2 个季度 26年3季 26年5季", {"kind": "quarter", "number": 3}),
        ("近 2 年 2026年 2026年", {"kind": "year", "number": 1}),
    ],
)
def test_a_point_is_called_by_its_period(expected: str, period: dict[str, Any]) -> None:
    first = period | {"year": 2026, "resolution": a_rate(1, 2)}
    drawing = trend.drawn([first, first | {"number": first["number"] + 2}])
    assert drawing
    assert expected == " ".join(each for each in words(drawing) if re.search("[月季年]", each))


@pytest.mark.parametrize(
    ("expected", "rates"),
    [(["70%", "90%"], [(9, 10), (8, 10)]), (["0%", "100%"], [(0, 5), (5, 5)]), (["80%", "100%"], [(5, 5), (5, 5)])],
)
def test_the_axis_is_said_and_never_makes_a_cliff_of_a_little(
    expected: list[str], rates: list[tuple[int, int]]
) -> None:
    drawing = trend.drawn(weeks(*rates))
    assert drawing
    assert expected == [each for each in words(drawing) if re.fullmatch(r"\d+%", each)]


def test_the_last_of_a_kind_has_a_colour_of_its_own_and_few_cases_are_pale() -> None:
    drawing = by_unit.drawn(
        ranked((1, "甲", 5, 5), (2, "乙", 4, 5), (2, "丙", 4, 5), (None, "丁", 1, 1)), a_rate(14, 16)
    )
    assert drawing
    assert ["accent", "alarm", "alarm", "soft"] == bars(drawing)
    assert {"样本少,不排名", "合计 87.5%", "80.0% (4/5)"} <= {*words(drawing)}


def test_where_all_share_the_first_place_nobody_is_the_last() -> None:
    drawing = by_unit.drawn(ranked((1, "甲", 5, 5), (1, "乙", 6, 6)), a_rate(11, 11))
    assert drawing
    assert ["accent", "accent"] == bars(drawing)


def test_of_sixty_units_the_best_and_the_last_are_drawn_and_the_rest_counted() -> None:
    drawing = by_unit.drawn(ranked(*((n + 1, f"单位{n + 1}", 99 - n, 100) for n in range(60))), a_rate(7, 10))
    assert drawing
    shown = words(drawing)
    assert "中间 36 个单位略" in shown
    assert ("单位8" in shown, "单位9" in shown, "单位44" in shown, "单位45" in shown) == (True, False, False, True)


def test_of_many_units_with_few_cases_the_rest_is_counted() -> None:
    drawing = by_unit.drawn(ranked(*((None, f"单位{n + 1}", 1, 2) for n in range(28))), a_rate(1, 2))
    assert drawing
    assert ["soft"] * 24 == bars(drawing)
    assert {"样本少,不排名", "另有 4 个略"} <= {*words(drawing)}


def test_where_the_ranked_take_all_the_room_those_with_few_cases_are_only_counted() -> None:
    rows = [(n + 1, f"单位{n + 1}", 50 - n, 50) for n in range(by_unit.IN_A_CHAT)]
    drawing = by_unit.drawn(ranked(*rows, (None, "甲", 1, 2), (None, "乙", 1, 2)), a_rate(1, 2), by_unit.IN_A_CHAT)
    assert drawing
    assert by_unit.IN_A_CHAT == len(bars(drawing))
    assert "样本少,不排名:2 个单位" in words(drawing)


def test_sixty_units_fit_a_picture_that_can_be_sent() -> None:
    width, height = size(chart.png(crowded()))
    assert width + height < AT_MOST_BOTH


def test_a_name_is_shortened_where_it_is_drawn_and_whole_where_one_points_at_it(facts: dict[str, Any]) -> None:
    long, evil = "株洲市" * 20, "<script>alert(1)</script> $x^2$"
    changed = deepcopy(facts) | {"ranking": ranked((1, long, 5, 5), (2, evil, 4, 5))}
    [drawn] = chart.unit_svgs(changed)
    assert f"<title>{long}</title>" in drawn
    assert "株洲市株洲市株…" in drawn
    assert "<script>" not in drawn
    assert 1280 == size(chart.png(changed))[0]
