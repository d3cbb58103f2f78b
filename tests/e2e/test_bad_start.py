"""Mistakes of whoever installs it: each is a sentence on standard error and exit code 1, never a traceback."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = (Path(__file__).parents[2] / "config.example.toml").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]


def buqiuren(*args: str, token: str = "") -> subprocess.CompletedProcess[str]:
    """Run the real command."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("BUQIUREN")} | {"PYTHONPATH": str(ROOT)}
    env |= {"BUQIUREN_TOKEN": token} if token else {}
    command = [sys.executable, "-c", "from bot.cli import main; main(prog_name='buqiuren')", *args]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, timeout=30, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done


def test_a_config_with_three_mistakes_gets_three_sentences(tmp_path: Path) -> None:
    bad = EXAMPLE.replace('mode = "polling"', 'mode = "pigeon"').replace('claim = "1wd"', 'claim = "soon"')
    bad = bad.replace('prefix = "QY"', 'prefx = "QY"')
    path = tmp_path / "config.toml"
    path.write_text(bad, encoding="utf-8")
    for command in (["check"], ["run"], ["digest", "week"]):
        done = buqiuren(*command, "--config", str(path), token="1000:x")
        assert 1 == done.returncode
        lines = done.stderr.strip().splitlines()
        assert 3 == len(lines), lines
        for word in ("pigeon", "soon", "prefx"):
            assert any(word in line for line in lines)


@pytest.mark.parametrize("command", [["migrate"], ["run"], ["invite", "--role", "office"], ["verify"]])
def test_an_unwritable_database_path_is_a_sentence(tmp_path: Path, command: list[str]) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    path = tmp_path / "config.toml"
    text = EXAMPLE.replace("sqlite:///data/buqiuren.db", f"sqlite:///{in_the_way}/buqiuren.db")
    path.write_text(text.replace("https://api.telegram.org", "http://127.0.0.1:9"), encoding="utf-8")
    done = buqiuren(*command, "--config", str(path), token="1000:x")
    assert 1 == done.returncode
    assert 1 == len(done.stderr.strip().splitlines()), done.stderr
    assert "buqiuren.db" in done.stderr


def test_a_database_file_that_is_something_else_is_a_sentence(tmp_path: Path) -> None:
    other = tmp_path / "photo.db"
    other.write_bytes(b"\x89PNG\r\n" * 1000)
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE.replace("sqlite:///data/buqiuren.db", f"sqlite:///{other}"), encoding="utf-8")
    done = buqiuren("migrate", "--config", str(path))
    assert 1 == done.returncode
    assert 1 == len(done.stderr.strip().splitlines()), done.stderr
    assert b"\x89PNG\r\n" * 1000 == other.read_bytes()


def test_a_missing_config_and_a_missing_token_are_sentences(tmp_path: Path) -> None:
    done = buqiuren("run", "--config", str(tmp_path / "nowhere.toml"))
    assert 1 == done.returncode
    assert "nowhere.toml" in done.stderr
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    done = buqiuren("run", "--config", str(path))
    assert 1 == done.returncode
    assert "BUQIUREN_TOKEN" in done.stderr


@pytest.mark.parametrize("bytes_", [b"", b"\xff\xfe[telegram]", b"[[[", b"\0" * 50])
def test_a_config_that_is_no_toml_is_a_sentence(tmp_path: Path, bytes_: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(bytes_)
    done = buqiuren("check", "--config", str(path))
    assert done.returncode == (0 if bytes_ == b"" else 1)
    assert 1 >= len(done.stderr.strip().splitlines()), done.stderr


def test_every_problem_of_a_start_is_told_at_once_the_tokens_too(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE.replace('claim = "1wd"', 'claim = "soon"'), encoding="utf-8")
    done = buqiuren("run", "--config", str(path))
    assert 1 == done.returncode
    first, second = done.stderr.strip().splitlines()
    assert "soon" in first
    assert "BUQIUREN_TOKEN" in second


def test_a_clock_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    path = a_config(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("https://api.telegram.org", "http://127.0.0.1:9"))
    done = buqiuren("run", "--clock", "http://127.0.0.1:9/clock", "--config", str(path), token="1000:x")
    assert 1 == done.returncode
    (line,) = [line for line in done.stderr.strip().splitlines() if not line.startswith("{")]
    assert "http://127.0.0.1:9/clock" in line


@pytest.mark.parametrize(
    "command",
    [
        ["digest", "week", "--date", "0001-01-01"],
        ["digest", "year", "--date", "9999-12-31"],
        ["digest", "week", "--date", "yesterday"],
        ["digest", "week", "--out", "week.pdf"],
        ["export", "ledger.pdf"],
        ["export", "ledger.csv", "--since", "yesterday"],
        ["invite", "--role", "office", "--expires", "0d"],
        ["invite", "--role", "office", "--expires", "-1d"],
        ["invite", "--role", "leader", "--unit", "tax"],
        ["dance"],
        [],
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(tmp_path: Path, command: list[str]) -> None:
    options = ["--config", str(a_config(tmp_path))] if command[1:] else []
    done = buqiuren(*command, *options)
    assert 2 == done.returncode
    assert done.stderr.strip()


@pytest.mark.parametrize("command", [["digest", "week"], ["export", "ledger.csv"], ["verify"], ["replay", "--list"]])
def test_a_command_that_only_reads_makes_no_database(tmp_path: Path, command: list[str]) -> None:
    done = buqiuren(*command, "--config", str(a_config(tmp_path)))
    assert 1 == done.returncode
    assert "buqiuren migrate" in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_database_that_somebody_else_holds_is_a_sentence(tmp_path: Path) -> None:
    path = a_config(tmp_path)
    assert 0 == buqiuren("migrate", "--config", str(path)).returncode
    other = sqlite3.connect(tmp_path / "data" / "buqiuren.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    done = buqiuren("invite", "--role", "office", "--config", str(path))
    other.close()
    assert 1 == done.returncode
    assert 1 == len(done.stderr.strip().splitlines()), done.stderr
    assert "try again" in done.stderr


@pytest.mark.parametrize("command", [["migrate"], ["digest", "week"], ["verify"]])
def test_a_database_of_a_newer_version_is_a_sentence(tmp_path: Path, command: list[str]) -> None:
    path = a_config(tmp_path)
    assert 0 == buqiuren("migrate", "--config", str(path)).returncode
    newer = sqlite3.connect(tmp_path / "data" / "buqiuren.db")
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()
    done = buqiuren(*command, "--config", str(path))
    assert 1 == done.returncode
    assert "newer buqiuren" in done.stderr


def a_config(folder: Path) -> Path:
    """The example with a database of its own."""
    path = folder / "config.toml"
    path.write_text(EXAMPLE.replace("sqlite:///data/", f"sqlite:///{folder}/data/"), encoding="utf-8")
    return path
