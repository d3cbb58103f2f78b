"""The digest as a workbook: a sheet a section, each rate a real share of the two numbers beside it, and nothing that runs."""

import io
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot import workbooks
from office.callbacks import callback
from templates import digest_tables
from templates.tables import Column, Look, Table
from tests.builders import House, a_ticket
from tests.digests import this_week
from tests.plainly import connected
from tickets.callback import Question
from tickets.city import Unit
from tickets.terms import State

Facts = dict[str, Any]


@pytest.fixture
def facts(sqlite_url: str) -> Facts:
    """A week with a ticket confirmed, one that nobody answered for, and one in hand; a unit's name would run."""
    with connected(sqlite_url) as conn:
        house = House(conn)
        house.city = replace(house.city, units=(*house.city.units, Unit("steel", "=1+1")))
        a_ticket(house, State.CLOSED)
        again = a_ticket(house, State.RESOLVED)
        house.do(callback.send, again.id)
        house.answer(again, Question.SOLVED, "partly")
        a_ticket(house, State.IN_PROGRESS)
        house.later(hours=2)
        made: Facts = house.do(this_week)
    return made


def book(facts: Facts) -> Workbook:
    return load_workbook(io.BytesIO(workbooks.body(digest_tables.tables(facts))))


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_every_section_is_a_sheet_whose_header_stays_and_whose_columns_filter(facts: Facts) -> None:
    made = book(facts)
    assert ["通报", "一、总体情况", "化解率走势", "二、渠道情况"] == made.sheetnames[:4]
    assert "九、口径说明" == made.sheetnames[-1]
    assert {"A2"} == {sheet.freeze_panes for sheet in made}
    assert {True} == {sheet.auto_filter.ref.startswith("A1:") for sheet in made}


def test_every_rate_of_the_digest_is_a_share_of_the_numbers_beside_it(facts: Facts) -> None:
    sheet = book(facts)["一、总体情况"]
    told = {row["指标"]: (row["数值"], row["分子"], row["分母"]) for row in rows(sheet)}
    assert (0.5, 1, 2) == told["本期回访化解率"]
    for name, rate in facts["rates"].items():
        label = digest_tables.digest.LABELS[name]
        if rate["denominator"] and label in told:
            assert rate["numerator"] / rate["denominator"] == told[label][0]
            assert (rate["numerator"], rate["denominator"]) == told[label][1:]
    shares = {cell.number_format for cell in sheet["B"][4:8]}
    assert {"0.0%"} == shares


def test_without_anything_to_divide_by_there_is_a_dash(facts: Facts) -> None:
    (power,) = (row for row in rows(book(facts)["各责任单位"]) if row["责任单位"] == "市供电公司")
    assert ("—", 0, 0) == tuple(power[f"本期回访化解率{part}"] for part in ("", "·分子", "·分母"))


def test_a_units_name_does_not_run(facts: Facts) -> None:
    cells = [cell for sheet in book(facts) for line in sheet.iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    assert "'=1+1" in {cell.value for cell in cells}


def test_what_no_file_can_hold_is_left_out() -> None:
    table = Table(
        "一", (Column("字"), Column("数", look=Look.NUMBER)), [("a\x00b\x0b\ufffec\ud800", 1), ("#N/A", None)]
    )
    assert [("abc", 1), ("#N/A", None)] == list(
        load_workbook(io.BytesIO(workbooks.body([table]))).active.iter_rows(min_row=2, values_only=True)
    )


def test_what_recurs_stands_with_its_reason_and_its_tickets(facts: Facts) -> None:
    spot = {"name": "货车进不来", "category": "交通", "enterprises": 3, "tickets": 4, "units": ["渌口区"]}
    spot |= {"numbers": ["QY-20261120-0001"], "shared": [{"word": "修路", "enterprises": 3}], "alike": [0.6, 0.9]}
    risen = {"category": "用电", "count": 9, "before": [1, 2, 1]}
    made = book(facts | {"hot": {"read": 9, "more": 0, "spots": [spot], "rising": [risen]}})
    first, second = rows(made["五、热点诉求"])
    assert ("货车进不来", 3, 4, "渌口区") == tuple(first[n] for n in ("热点", "企业", "工单", "责任单位"))
    assert ("上升", "用电", 9) == tuple(second[n] for n in ("热点", "类别", "工单"))


def test_what_an_earlier_digest_would_say_now_stands_beside_what_it_said(facts: Facts) -> None:
    one = {"path": ["flow", "accepted"], "of": [], "old": 3, "new": 4}
    late = {"number": 30, "period": facts["period"], "figures": [one]}
    late["why"] = [{"what": "submitted", "count": 1, "numbers": ["QY-20261116-0001"]}]
    (row,) = rows(book(facts | {"corrections": [late]})["更正"])
    assert ("受理", "3", "4") == tuple(row[n] for n in ("指标", "原数字", "现数字"))
    assert row["通报"].startswith("第 30 号 · 2026年第47周")


def test_a_file_that_cannot_be_written_leaves_nothing_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def write() -> None:
        with workbooks.Workbook() as made:
            for title in ("一", "二"):
                made.sheet(title, (Column("名称"),)).add([["王敏"]] * 1000)
            made.save(tmp_path / "no such folder" / "book.xlsx")

    with pytest.raises(FileNotFoundError):
        write()
    assert [] == list(tmp_path.iterdir())
