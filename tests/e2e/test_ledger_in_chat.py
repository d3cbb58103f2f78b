"""/export: the office takes the ledger out as a file, masked, or as it is for a reason that everybody of the office can read."""

import io
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.exports import document
from storage.people import people
from tests.builders import a_city
from tests.e2e.test_bad_start import a_config, buqiuren
from tests.e2e.town import Actor, Town, a_town
from tickets.refusal import Refusal
from tickets.terms import Role

FIRM = "株洲德智新材料有限公司"


async def a_ticket(town: Town) -> Actor:
    """王敏's ticket, and the office."""
    office = await town.staff(301, "周主任", Role.OFFICE)
    wang = await town.contact(101, "王敏", FIRM, "+8613873300101")
    await wang.says("出口退税三个月没到账,请联系13873300101")
    await wang.presses("提交")
    return office


def rows(actor: Actor) -> list[tuple[Any, ...]]:
    """What is in the newest spreadsheet of the chat."""
    sent = [m["document"] for m in actor.messages() if m["out"] and "document" in m][-1]
    assert sent["file_name"].startswith("台账2026")
    kept = actor.town.sandbox.world.state.files.find(sent["file_id"])
    return list(load_workbook(io.BytesIO(kept.data)).active.iter_rows(values_only=True))


async def test_the_office_gets_the_ledger_of_a_span_and_a_unit_as_a_masked_spreadsheet(sqlite_url: str) -> None:
    async with a_town(sqlite_url) as town:
        office = await a_ticket(town)
        await office.says("/desk")
        await office.presses("导出台账")
        assert "导出台账 1 件" in office.last()
        await office.presses("选单位")
        await office.presses("市供电公司")
        assert "导出台账 0 件" in office.last()
        await office.presses("选单位")
        await office.presses("市税务局")
        await office.presses("本周")
        await office.presses("导出")
        _, row = rows(office)
        assert {"株洲***有限公司", "王*", "138****0101"} < {*row}
        assert "13873300101" not in str(row)


async def test_unmasked_it_needs_a_reason_and_the_office_reads_who_took_it(sqlite_url: str) -> None:
    async with a_town(sqlite_url) as town:
        office, luo = await a_ticket(town), await town.staff(302, "罗科长", Role.OFFICE)
        await luo.says("/export")
        await luo.presses("导出原文")
        assert "1 件,本月,全部单位" in luo.last()
        assert "保密件的企业和内容仍不含。" in luo.last()
        await luo.says("要")
        assert "请写明用途" in luo.last()
        await luo.says("报市政府督查室")
        assert {FIRM, "王敏", "138 7330 0101"} < {*rows(luo)[1]}
        await office.says("/export")
        await office.presses("导出记录")
        assert "罗科长" in office.last()
        assert "「报市政府督查室」" in office.last()


async def test_a_file_is_made_for_who_is_of_the_office_when_it_is_sent(sqlite_url: str) -> None:
    """Who lost the post while it waited gets none."""
    async with a_town(sqlite_url) as town:
        office = await a_ticket(town)
        await office.says("/export")
        await office.presses("导出")
        me = await town.read(people.by_telegram, 301)
        async with town.parts.db.transaction() as hop:
            await hop(people.dismiss, me.id, "")
        with pytest.raises(Refusal, match="office_only"):
            await document(town.parts.db, a_city(), 1, now=town.now())


def test_the_command_line_writes_down_what_it_takes(tmp_path: Path) -> None:
    config = str(a_config(tmp_path))
    assert 0 == buqiuren("migrate", "--config", config).returncode
    out = str(tmp_path / "ledger.csv")
    assert 2 == buqiuren("export", out, "--unmasked", "--config", config).returncode
    assert 2 == buqiuren("export", out, "--reason", "报市政府督查室", "--config", config).returncode
    done = buqiuren("export", out, "--unmasked", "--reason", "报市政府督查室", "--config", config)
    assert f"0 tickets written to {out}, unmasked.\n" == done.stdout
    kept = sqlite3.connect(tmp_path / "data" / "buqiuren.db")
    assert [(None, "报市政府督查室")] == kept.execute("SELECT person, reason FROM exports").fetchall()
    kept.close()
