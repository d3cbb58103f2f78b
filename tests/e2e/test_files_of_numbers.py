"""Digests and the ledger as files, by the real command: what is asked for is there, and what cannot be is a sentence."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from tests.builders import a_city
from tests.digests import count_and_publish
from tests.e2e.test_bad_start import a_config, buqiuren
from tickets.periods import Period, PeriodKind

CITY = a_city()


@pytest.fixture
def config(tmp_path: Path) -> str:
    """The example city with a database in which nothing has happened."""
    path = str(a_config(tmp_path))
    assert 0 == buqiuren("migrate", "--config", path).returncode
    return path


def test_a_digest_is_written_as_what_the_files_name_ends_in(tmp_path: Path, config: str) -> None:
    starts = {".html": b"<!doctype html>", ".xlsx": b"PK", ".png": b"\x89PNG", ".json": b"{"}
    for suffix, start in starts.items():
        out = tmp_path / f"week{suffix}"
        done = buqiuren("digest", "week", "--date", "2026-11-20", "--out", str(out), "--config", config)
        assert (0, f"Written to {out}.\n") == (done.returncode, done.stdout), done.stderr
        assert out.read_bytes().startswith(start)
    assert "通报" == load_workbook(tmp_path / "week.xlsx").sheetnames[0]


def test_a_digest_of_a_part_of_the_city_and_of_none(tmp_path: Path, config: str) -> None:
    out = tmp_path / "tax.json"
    done = buqiuren("digest", "month", "--scope", "unit:tax", "--out", str(out), "--config", config)
    assert 0 == done.returncode
    assert "unit" == json.loads(out.read_text(encoding="utf-8"))["scope"]["kind"]
    done = buqiuren("digest", "month", "--scope", "unit:nowhere", "--config", config)
    assert (1, "没有「unit:nowhere」这个范围,可能写错或已经撤销。请从全市、县市区、单位、产业链、渠道里选一个。") == (
        done.returncode,
        done.stderr.strip(),
    )


def test_a_period_to_come_is_a_sentence(config: str) -> None:
    done = buqiuren("digest", "month", "--date", "2099-12-01", "--config", config)
    assert (1, "2099年12月还没有开始,请选本期或更早的日期。") == (done.returncode, done.stderr.strip())


def test_a_ledger_replaces_no_file_unasked(tmp_path: Path, config: str) -> None:
    kept = tmp_path / "ledger.csv"
    kept.write_text("kept", encoding="utf-8")
    done = buqiuren("export", str(kept), "--config", config)
    assert (1, "kept") == (done.returncode, kept.read_text(encoding="utf-8"))
    assert "--overwrite" in done.stderr
    done = buqiuren("export", str(kept), "--overwrite", "--unit", "tax", "--state", "closed", "--config", config)
    assert (0, f"0 tickets written to {kept}, names and phones masked.\n") == (done.returncode, done.stdout)
    assert (0o600, True) == (kept.stat().st_mode & 0o777, kept.read_bytes().startswith("\ufeff工单编号".encode()))


def test_a_ledger_of_no_such_unit_or_in_no_such_folder_is_a_sentence(tmp_path: Path, config: str) -> None:
    out = str(tmp_path / "nowhere" / "ledger.xlsx")
    for options, word in (
        (["--unit", "nowhere"], "nowhere"),
        ([], out),
        (["--since", "2026-11-02", "--until", "2026-11-01"], "开始日期"),
    ):
        done = buqiuren("export", out, *options, "--config", config)
        assert 1 == done.returncode
        assert word in done.stderr.strip().splitlines()[-1]


def test_a_published_digest_is_printed_as_it_was_published(tmp_path: Path, config: str) -> None:
    """Under its number, whatever the figures would be if they were counted now."""
    printed = buqiuren("digest", "week", "--date", "2026-11-20", "--config", config).stdout
    assert "第 1 号" not in printed
    engine = sa.create_engine(f"sqlite:///{tmp_path}/data/buqiuren.db")
    week = Period.of(PeriodKind.WEEK, date(2026, 11, 20), CITY.calendar.zone)
    with engine.begin() as conn:
        count_and_publish(conn, replace(CITY, name="当时的名称"), period=week, now=week.settles_at)
    engine.dispose()
    printed = buqiuren("digest", "week", "--date", "2026-11-20", "--config", config).stdout
    assert "周调度 · 2026年第47周(11月16日—22日) 第 1 号\n当时的名称" in printed
