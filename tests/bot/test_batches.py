"""A ledger comes in batch by batch: cut off in the middle, or brought in twice at once, it is whole after another run."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import imports
from bot.config import Config, load
from bot.imports import BATCH, Done
from tests import ledgers
from tests.e2e.test_bad_start import EXAMPLE

LINES = 2 * BATCH + 50


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """The example city, on each engine in turn."""
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE.replace("sqlite:///data/buqiuren.db", database_url), encoding="utf-8")
    return load(path, {})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return ledgers.write(tmp_path / "a.csv", ledgers.HOTLINE_HEAD, ledgers.calls(LINES))


async def bring_in(config: Config, file: Path, advance: Callable[[int], Any] = lambda many: None) -> Done:
    return await imports.bring_in(config, imports.open_sheet(file, "hotline"), file, is_dry=False, advance=advance)


class Killed(Exception):
    pass


async def test_what_a_kill_left_out_the_next_run_brings_in(config: Config, file: Path) -> None:
    def kill(many: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        await bring_in(config, file, kill)
    done = await bring_in(config, file)
    assert (LINES - BATCH, BATCH) == (done.added, done.known)


async def test_two_who_bring_in_one_ledger_at_once_add_it_once(config: Config, file: Path) -> None:
    both = await asyncio.gather(bring_in(config, file), bring_in(config, file))
    assert (LINES, LINES) == (sum(done.added for done in both), sum(done.known for done in both))
