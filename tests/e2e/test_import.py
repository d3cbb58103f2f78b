"""``buqiuren import`` as somebody uses it: files as they come, an answer for every line, the digest afterwards."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests import ledgers
from tests.e2e.test_bad_start import EXAMPLE, buqiuren

HEAD = ("工单编号", "联系电话", "企业名称", "主要内容", "登记时间", "是否解决")
DONE = ("A1", "13873300001", "株洲天桥起重机有限公司", "出口退税没到账", "2026-11-03", "是")
LIVE = ("A2", "13873300001", "株洲天桥起重机有限公司", "=cmd|'/C calc'!A0", "2026-11-04", "")


@pytest.fixture
def config(sqlite_url: str, tmp_path: Path) -> Path:
    """The example city with a database of the test's own."""
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE.replace("sqlite:///data/buqiuren.db", sqlite_url), encoding="utf-8")
    return path


def ledger(folder: Path, *rows: tuple[str, ...]) -> Path:
    return ledgers.write(folder / "台账.csv", HEAD, iter(rows))


def bring_in(config: Path, file: Path, *options: str, kind: str = "hotline") -> tuple[int, str, str]:
    done = buqiuren("import", str(file), "--as", kind, "--config", str(config), *options)
    return done.returncode, done.stdout, done.stderr


def test_the_visits_of_2022_print_the_rate_that_the_city_reported(config: Path, tmp_path: Path) -> None:
    file = ledgers.write(tmp_path / "走访.csv", ledgers.VISIT_HEAD, ledgers.visits_of_2022())
    code, said, _ = bring_in(config, file, kind="visit")
    assert (0, "9923 lines: 9923 added, 0 known already, 0 refused.\n") == (code, said)
    printed = buqiuren("digest", "year", "--date", "2022-09-30", "--config", str(config)).stdout
    assert "联企走访  单位报告化解率 92.3% (2605/2823)" in printed
    assert "回访化解率 —" in printed
    assert "受理 0" in printed


def test_a_rehearsal_keeps_nothing_and_says_what_would_be(config: Path, tmp_path: Path) -> None:
    file = ledger(tmp_path, DONE, LIVE, DONE)
    said = "3 lines: 2 {}, 1 known already, 0 refused.\n"
    assert (0, said.format("would be added")) == bring_in(config, file, "--dry-run")[:2]
    assert (0, said.format("added")) == bring_in(config, file)[:2]
    assert (0, "3 lines: 0 added, 3 known already, 0 refused.\n") == bring_in(config, file)[:2]


def test_refused_lines_are_listed_beside_the_file_to_be_mended_there(config: Path, tmp_path: Path) -> None:
    file = ledger(tmp_path, DONE, (*LIVE[:4], "昨天", ""), ("A3", *LIVE[1:3], "x" * 10_000_000, *LIVE[4:]))
    code, said, complaints = bring_in(config, file)
    assert (0, "3 lines: 1 added, 0 known already, 2 refused.\n") == (code, said)
    assert "line 4: 「登记时间」写的是「昨天」,没看懂。" in complaints
    errors = tmp_path / "台账.csv.errors.csv"
    assert 0o600 == errors.stat().st_mode & 0o777
    with errors.open(encoding="utf-8-sig", newline="") as opened:
        head, first, second = csv.reader(opened)
    assert ["行号", "原因", *HEAD] == head
    assert ("4", "'=cmd|'/C calc'!A0", "5") == (first[0], first[5], second[0])
    assert "一格最多 20000 个字" in second[1]
    errors.write_text(errors.read_text(encoding="utf-8-sig").replace("昨天", "2026-11-04"), encoding="gb18030")
    assert "2 lines: 1 added, 0 known already, 1 refused.\n" == bring_in(config, errors)[1]


def test_a_workbook_with_a_merged_title_a_date_cell_and_a_formula_comes_in_too(config: Path, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["热线台账"])
    book.active.append(HEAD)
    book.active.append([*DONE[:4], datetime(2026, 11, 3, 9, 5), "是"])  # noqa: DTZ001
    book.active.append([*LIVE[:4], 46330, "否"])
    book.active.merge_cells("A1:F1")
    book.save(tmp_path / "台账.xlsx")
    said = "2 lines: {} added, {} known already, 0 refused.\n"
    assert (0, said.format(2, 0)) == bring_in(config, tmp_path / "台账.xlsx")[:2]
    assert (0, said.format(0, 2)) == bring_in(config, ledger(tmp_path, DONE, LIVE))[:2]
    printed = buqiuren("digest", "month", "--date", "2026-11-20", "--config", str(config)).stdout
    assert "两线  单位报告化解率 50.0% (1/2)" in printed


def test_a_file_of_the_wrong_columns_says_which_were_expected_and_found(config: Path, tmp_path: Path) -> None:
    file = ledgers.write(tmp_path / "名单.csv", ("姓名", "单位"), iter([("张伟", "市税务局")]))
    code, said, complaint = bring_in(config, file)
    assert (1, "") == (code, said)
    assert "Expected the columns 企业名称, 主要内容, 登记时间" in complaint
    assert "Found: 姓名, 单位." in complaint
    assert 1 == len(complaint.strip().splitlines())


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, b"PK\x03\x04broken"])
def test_what_is_no_table_is_a_sentence(config: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "photo.csv"
    file.write_bytes(content)
    code, _, complaint = bring_in(config, file)
    assert 1 == code
    assert 1 == len(complaint.strip().splitlines())


def test_a_file_that_is_not_there_or_has_no_lines_is_a_sentence(config: Path, tmp_path: Path) -> None:
    assert 1 == bring_in(config, tmp_path / "nowhere.csv")[0]
    code, _, complaint = bring_in(config, ledger(tmp_path))
    assert (1, True) == (code, "no line below" in complaint)


def test_when_every_line_is_refused_it_ends_in_an_error(config: Path, tmp_path: Path) -> None:
    assert 1 == bring_in(config, ledger(tmp_path, (*DONE[:4], "昨天", "是")))[0]


def test_an_unknown_ledger_is_wrong_usage(config: Path, tmp_path: Path) -> None:
    assert 2 == bring_in(config, ledger(tmp_path, DONE), kind="recipes")[0]


def test_a_roster_writes_a_link_for_each_beside_it_and_never_over_those_that_stand_there(
    config: Path, tmp_path: Path
) -> None:
    head = ("姓名", "单位", "职务", "手机", "分管企业")
    zhang = ("张三", "市税务局", "联企干部", "13873300555", "株洲天桥起重机有限公司、株洲齿轮厂")
    file = ledgers.write(tmp_path / "名册.csv", head, iter([zhang, ("=李四", "市税务局", "负责人", "", "")]))
    code, said, _ = bring_in(config, file, kind="roster")
    links = tmp_path / "名册.csv.links.csv"
    assert (0, True, 0o600) == (code, f"2 invitation links are in {links}" in said, links.stat().st_mode & 0o777)
    with links.open(encoding="utf-8-sig", newline="") as opened:
        titles, first, second = csv.reader(opened)
    assert (["邀请链接", *head], "张三", "'=李四") == (titles, first[1], second[1])
    assert first[0].startswith("https://t.me/BOT?start=inv_")
    bring_in(config, ledgers.write(file, head, iter([("王五", "市税务局", "", "", "")])), kind="roster")
    assert 4 == len(links.read_text(encoding="utf-8-sig").splitlines())


def test_a_register_says_what_it_left_out_of_lines_that_came_in(config: Path, tmp_path: Path) -> None:
    head = ("企业名称", "统一社会信用代码", "县市区")
    rows = [("株洲天桥起重机有限公司", "91430200MA4L16JE31", "天元"), ("株洲齿轮厂", "", "火星区")]
    code, said, remarks = bring_in(config, ledgers.write(tmp_path / "企业.csv", head, iter(rows)), kind="enterprises")
    assert (0, "2 lines: 2 added, 0 known already, 0 refused.\n") == (code, said)
    assert "line 3 came in, but: 统一社会信用代码「91430200MA4L16JE31」校验位不符,已按未核实保存" in remarks
    assert "line 4 came in, but: 「县市区」写的是「火星区」" in remarks
