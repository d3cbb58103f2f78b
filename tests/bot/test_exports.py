"""The ledger as a file: every ticket a row, on both engines; real dates, nothing that runs, and nobody's name by accident."""

import csv
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection

from bot import exports
from office.numbers import exporting
from office.numbers.digest import digest
from storage.engine.database import Database
from storage.listing.ledger import PAGE
from storage.tickets import tickets
from templates.ledger_table import COLUMNS
from tests.builders import FIRM, FRIDAY, House, a_city, a_plain_ticket, a_ticket
from tickets.exporting import Asked
from tickets.people import COMMAND_LINE
from tickets.periods import Period, PeriodKind
from tickets.refusal import Refusal
from tickets.terms import Kind, State

CITY, ALL = a_city(), Asked()
RUNS = f'=SUM(A1:A9)\n<script>alert("1")</script>{FIRM}的王敏,13873300101'
MASKED = '=SUM(A1:A9)\n<script>alert("1")</script>株洲***有限公司的王*,138****0101'


def some_lives(conn: Connection) -> House:
    """A ticket confirmed, one in hand, one that nobody has handed out; each accepted on Friday the 20th."""
    house = House(conn)
    a_ticket(house, State.CLOSED)
    a_ticket(house, State.IN_PROGRESS, is_confidential=True)
    house.file(RUNS, category=None)
    house.file(f"市税务局张三态度差,{FIRM}王敏,电话13873300101", kind=Kind.COMPLAINT, about_unit="tax")
    return house


async def fill(db: Database) -> None:
    async with db.transaction() as hop:
        await hop(some_lives)


async def written(db: Database, target: Path, asked: Asked = ALL, now: datetime = FRIDAY) -> list[dict[str, Any]]:
    """The rows of the file, by the names of the columns."""
    count = await exports.write(db, CITY, asked, target, by=COMMAND_LINE, now=now)
    rows = read(target)
    assert count == len(rows)
    return rows


def read(target: Path) -> list[dict[str, Any]]:
    names = list(COLUMNS)
    if target.suffix == ".csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            lines: list[Any] = list(csv.reader(file))
    else:
        lines = list(load_workbook(target).active.iter_rows(values_only=True))
    assert [column.name for column in COLUMNS.values()] == list(lines[0])
    return [dict(zip(names, line, strict=True)) for line in lines[1:]]


def beside(target: Path) -> list[Path]:
    """What lies beside the file that is not the database's."""
    return [each for each in target.parent.iterdir() if each != target and "buqiuren.db" not in each.name]


async def test_every_ticket_is_a_row_with_real_dates_and_its_answers(db: Database, tmp_path: Path) -> None:
    await fill(db)
    done, in_hand, new, _ = await written(db, tmp_path / "台账.xlsx")
    assert datetime.fromisoformat("2026-11-20 10:00") == done["accepted_at"] == done["resolved_at"]
    assert datetime.fromisoformat("2026-11-27 17:30") == done["promised_at"]
    assert ("已销号", "企业确认解决", "市税务局", "张伟") == tuple(
        done[n] for n in ("state", "closing", "unit", "officer")
    )
    assert ("已回答", "已解决", "满意") == tuple(done[n] for n in ("outcome", "solved", "satisfaction"))
    assert ("办理中", "未到期", None) == tuple(in_hand[n] for n in ("state", "on_time", "solved"))
    assert ("待分办", None, 1) == tuple(new[n] for n in ("state", "unit", "round"))


async def test_names_and_phones_are_masked_in_texts_too(db: Database, tmp_path: Path) -> None:
    await fill(db)
    rows = await written(db, tmp_path / "台账.xlsx")
    assert ("株洲***有限公司", "王*", "138****0102") == tuple(rows[0][n] for n in ("firm", "person", "phone"))
    whole = str(rows)
    assert [] == [each for each in (FIRM, "王敏", "13873300102", "13873300101") if each in whole]
    assert f"'{MASKED}" == rows[2]["text"]


async def test_a_confidential_ticket_has_neither_firm_nor_words_whatever_the_reason(
    db: Database, tmp_path: Path
) -> None:
    await fill(db)
    for asked in (Asked(), Asked(reason="报市政府督查室")):
        row = (await written(db, tmp_path / "台账.xlsx", asked))[1]
        assert "是" == row["is_confidential"]
        assert [None] * 6 == [row[n] for n in ("firm", "uscc", "person", "phone", "text", "result")]
        assert "保密件,请在工单详情里查看" == row["held"]


async def test_a_complaints_words_need_a_reason(db: Database, tmp_path: Path) -> None:
    await fill(db)
    masked = (await written(db, tmp_path / "台账.xlsx"))[3]
    assert (None, "投诉件,请在工单详情里查看") == (masked["text"], masked["held"])
    whole = (await written(db, tmp_path / "台账.xlsx", Asked(reason="报市政府督查室")))[3]
    assert (FIRM, "王敏", None) == (whole["firm"], whole["person"], whole["held"])
    assert whole["text"].startswith("市税务局张三态度差")


async def test_a_workbook_runs_nothing_keeps_its_header_in_view_and_filters_every_column(
    db: Database, tmp_path: Path
) -> None:
    await fill(db)
    await written(db, tmp_path / "台账.xlsx")
    sheet = load_workbook(tmp_path / "台账.xlsx").active
    assert {"s", "n", "d"} == {cell.data_type for cells in sheet.iter_rows() for cell in cells}
    assert ("A2", "A1:AO5") == (sheet.freeze_panes, sheet.auto_filter.ref)
    assert ("yyyy-mm-dd hh:mm", 20) == (sheet["B2"].number_format, sheet.column_dimensions["A"].width)


async def test_a_csv_runs_nothing_and_a_spreadsheet_opens_it_as_it_is(db: Database, tmp_path: Path) -> None:
    await fill(db)
    row = (await written(db, tmp_path / "台账.csv"))[2]
    assert (tmp_path / "台账.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (f"'{MASKED}", "2026-11-20 10:00", "1", "") == tuple(
        row[n] for n in ("text", "accepted_at", "round", "closing")
    )


async def test_a_span_a_unit_and_a_state_narrow_it(db: Database, tmp_path: Path) -> None:
    await fill(db)

    async def many(**asked: Any) -> int:
        return len(await written(db, tmp_path / "台账.csv", Asked(**asked)))

    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    assert [4, 0, 4] == [await many(since=friday), await many(since=saturday), await many(until=friday)]
    assert [2, 1] == [await many(unit="tax"), await many(unit="tax", state=State.CLOSED)]
    with pytest.raises(Refusal, match="export_reversed"):
        await many(since=saturday, until=friday)


async def test_on_time_is_what_the_rate_counts(db: Database, tmp_path: Path) -> None:
    await fill(db)
    later = datetime.fromisoformat("2026-11-30T09:00+08:00")
    rows = await written(db, tmp_path / "台账.xlsx", now=later)
    week = Period.of(PeriodKind.WEEK, date(2026, 11, 27), CITY.calendar.zone)
    rate = (await db.read(digest, CITY, period=week, now=later)).total.rate("on_time")
    said = [row["on_time"] for row in rows]
    assert (rate.numerator, rate.denominator) == (said.count("按期"), len(said))


async def test_page_after_page_none_is_missing_and_none_comes_twice(db: Database, tmp_path: Path) -> None:
    """Many of one moment: a page may end between them."""
    numbers = [f"QY-20261120-{n:04}" for n in range(1, 2 * PAGE + 2)]
    new = [(replace(a_plain_ticket(State.SUBMITTED), number=number), number, 2026) for number in numbers]
    async with db.transaction() as hop:
        await hop(tickets.insert_many, new)
    assert numbers == [row["number"] for row in await written(db, tmp_path / "台账.csv")]


async def test_a_file_that_fails_leaves_what_was_there(db: Database, tmp_path: Path) -> None:
    kept = tmp_path / "台账.xlsx"
    kept.write_bytes(b"before")
    with pytest.raises(Refusal, match="no_such_unit"):
        await exports.write(db, CITY, Asked(unit="steel"), kept, by=COMMAND_LINE, now=FRIDAY)
    assert (b"before", []) == (kept.read_bytes(), beside(kept))


async def test_a_ledger_sent_in_chat_is_of_the_moment_it_is_made(db: Database, tmp_path: Path) -> None:
    def a_wait(conn: Connection) -> tuple[int, datetime]:
        house = House(conn)
        which = house.do(exporting.begin, Asked(), by=COMMAND_LINE)["export"]
        a_ticket(house, State.IN_PROGRESS)
        house.later(days=3)
        return int(which), house.now

    async with db.transaction() as hop:
        which, sent = await hop.commit(a_wait)
    made = await exports.document(db, CITY, which, now=sent)
    (tmp_path / "台账.xlsx").write_bytes(made.body)
    (row,) = read(tmp_path / "台账.xlsx")
    assert ("台账20261123.xlsx", "办理中") == (made.name, row["state"])
