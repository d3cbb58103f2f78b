"""What goes wrong at the command line: one sentence, and the exit code 1."""

from datetime import UTC, datetime
from typing import NoReturn

import click
import pytest

from bot.command import a_day, run_async
from bot.config import Config
from tickets.refusal import Refusal


async def refused() -> NoReturn:
    raise Refusal("period_runs", until=datetime(2026, 11, 29, 16, 0, tzinfo=UTC).isoformat())


def test_a_refusal_tells_its_moments_in_the_citys_time(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run_async(Config(), refused)
    assert 1 == left.value.code
    assert "这一期到11月30日(周一)00:00才结束,请到时再发布。\n" == capsys.readouterr().err


@pytest.mark.parametrize("written", ["", " ", "周", "1999-12-31", "2100-01-01", "２０２６-11-20", "2026-W60"])
def test_what_is_no_day_is_never_taken_for_today(written: str) -> None:
    with pytest.raises(click.BadParameter):
        a_day(written, "--date")


def test_only_an_option_left_out_is_today() -> None:
    assert a_day(None, "--date") is None
