"""``buqiuren import --as policy``: Markdown and spreadsheets of policies, as offices keep them."""

from pathlib import Path

import openpyxl
import pytest

from tests.e2e.test_import import bring_in, config
from tests.library import HERE

__all__ = ["config"]


def sheet(path: Path, *rows: tuple[str, ...]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_library_in_markdown_comes_in_once(config: Path) -> None:
    file = HERE / "zhuzhou.md"
    said = "203 lines: {} {}, {} known already, 0 refused.\n"
    assert (0, said.format(203, "would be added", 0)) == bring_in(config, file, "--dry-run", kind="policy")[:2]
    assert (0, said.format(203, "added", 0)) == bring_in(config, file, kind="policy")[:2]
    assert (0, said.format(0, "added", 203)) == bring_in(config, file, kind="policy")[:2]


def test_a_spreadsheet_with_rows_that_say_too_little(config: Path, tmp_path: Path) -> None:
    file = sheet(
        tmp_path / "政策.xlsx",
        ("政策名称", "答复", "发布单位", "发布日期"),
        ("一次性吸纳就业补贴", "每人 1000 元", "市人社局", "2026年1月20日"),
        ("", "没有标题的一行", "市人社局", ""),
        ("稳岗返还", "", "", ""),
        ("=cmd|'/C calc'!A0", "公式也是文字", "", ""),
        ("就业见习补贴", "按月发放", "", "昨天"),
        ("一次性 吸纳就业补贴", "同一条再写一遍", "", ""),
    )
    code, said, complaints = bring_in(config, file, kind="policy")
    assert (0, "6 lines: 2 added, 1 known already, 3 refused.\n") == (code, said)
    for line, why in ((3, "没有标题"), (4, "没有内容"), (6, "没看懂日期「昨天」")):
        assert f"line {line}: {why}" in complaints


@pytest.mark.parametrize("text", ["", "# 只有标题\n", "没有标题,只有一段话。\n"])
def test_markdown_without_an_entry_ends_in_a_sentence(config: Path, tmp_path: Path, text: str) -> None:
    file = tmp_path / "空.md"
    file.write_text(text, encoding="utf-8")
    code, _, complaint = bring_in(config, file, kind="policy")
    assert 1 == code
    assert "Traceback" not in complaint
    assert complaint.strip()
