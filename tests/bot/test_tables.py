"""Files as people keep them: every encoding and separator, merged cells, formulas, dates as numbers; and what is no table."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot import imports
from bot.lines import Unreadable
from bot.tables import tables

ROWS = (("企业名称", "主要内容"), ("德智", "出口退税,三个月"), ("天桥", "停电"))


def cells_of(path: Path) -> list[tuple[str, ...]]:
    (lines,) = tables(path)
    return [line.cells for line in lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_any_encoding_with_any_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "台账.csv"
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in ROWS)
    path.write_bytes(text.encode(encoding))
    assert list(ROWS) == cells_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("text", ["企业名称,主要\0内容\n德智,停电\n", "企业名称,主要内容\n德智,停电\n" + "\0" * 3000])
def test_a_csv_with_nul_bytes_is_damaged_and_says_so(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(text.encode(encoding))
    with pytest.raises(Unreadable, match="holds a NUL at byte"):
        cells_of(path)


def test_lines_keep_their_numbers_over_empty_ones_and_cells_of_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('企业名称,主要内容\n\n德智,"一\n二"\n天桥,停电\n', encoding="utf-8")
    assert [1, 3, 5] == [line.number for line in next(tables(path))]


def test_a_cell_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"企业名称,主要内容\n德智,{'x' * 10_000_000}\n", encoding="utf-8")
    assert 10_000_000 == len(cells_of(path)[1][1])


def sheet(path: Path, *rows: tuple[object, ...], merged: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for each in merged:
        book.active.merge_cells(each)
    book.save(path)
    return path


def test_dates_and_numbers_of_a_sheet_are_read_as_they_are_shown(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", (datetime(2026, 11, 20, 9, 5), 13873300101, 46346.5, True, None, "字"))  # noqa: DTZ001
    assert [("2026-11-20 09:05:00", "13873300101", "46346.5", "是", "", "字")] == cells_of(path)


def test_merged_cells_count_as_if_each_held_the_first(tmp_path: Path) -> None:
    rows = (("热线台账", None, None), ("企业名称", "主要内容", "来源"), ("德智", "一", "热线"), (None, "二", None))
    path = sheet(tmp_path / "a.xlsx", *rows, merged=("A1:C1", "A3:A4", "C3:C4"))
    assert [("德智", "一", "热线"), ("德智", "二", "热线")] == cells_of(path)[2:]


def test_a_formula_is_its_text_and_is_never_calculated(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ("=cmd|'/C calc'!A0", "=1+1"))
    assert [("=cmd|'/C calc'!A0", "=1+1")] == cells_of(path)


def test_the_first_sheet_with_the_columns_is_the_ledger(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ("说明",))
    from openpyxl import load_workbook

    book = load_workbook(path)
    ledger = book.create_sheet("台账")
    ledger.append(("企业名称", "主要内容", "登记时间"))
    ledger.append(("德智", "退税", "2026-11-20"))
    book.save(path)
    assert [2] == [line.number for line in imports.open_sheet(path, "hotline").lines]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "save it as .xlsx"),
        (b"PK\x03\x04 broken", "no whole XLSX"),
        (b"\xff\x81\x8a" * 9, "UTF-8"),
    ],
)
def test_what_is_no_table_is_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=says):
        imports.open_sheet(path, "hotline")


def test_a_sheet_of_charts_without_its_parts_is_a_sentence(tmp_path: Path) -> None:
    path, book = tmp_path / "a.xlsx", Workbook()
    book.create_chartsheet("图", 0)
    book.save(path)
    with pytest.raises(Unreadable, match="no whole XLSX"):
        imports.open_sheet(path, "hotline")


def test_other_columns_are_refused_with_those_expected_and_found(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,单位,职务\n张伟,市税务局,科长\n", encoding="gbk")
    with pytest.raises(Unreadable, match=r"企业名称, 主要内容, 登记时间.*Found: 姓名, 单位, 职务") as no:
        imports.open_sheet(path, "hotline")
    assert "\n" not in str(no.value)
