"""What every command of the command line does alike: read the configuration, run to the end, refuse in a sentence."""

import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from tickets.days import YEARS

T = TypeVar("T")

config_option = click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="The configuration file.",
)


def a_day(written: str | None, option: str) -> date | None:
    """The day that an option names. Raises ``click.BadParameter``."""
    try:
        day = date.fromisoformat(written) if written is not None else None
    except ValueError:
        raise click.BadParameter(f"{written!r} is not a day; write it like 2026-11-20.", param_hint=option) from None
    if day is not None and day.year not in YEARS:
        raise click.BadParameter(f"{written} is out of reach; write a day of 2000 to 2099.", param_hint=option)
    return day


def either(suffixes: Sequence[str]) -> str:
    """The endings that a file's name may have, in words."""
    return f"{', '.join(suffixes[:-1])} or {suffixes[-1]}"


def refuse(sentence: str) -> NoReturn:
    """Say why not, and leave with 1."""
    click.echo(sentence, err=True)
    sys.exit(1)


def load(path: Path) -> Any:
    """The checked configuration; every problem of it as a sentence otherwise."""
    config, _ = _read(path, needs_token=False)
    return config


def load_with_token(path: Path) -> tuple[Any, str]:
    """The same with the bot's token, whose problem stands among the others."""
    return _read(path, needs_token=True)


def _read(path: Path, *, needs_token: bool) -> tuple[Any, str]:
    from bot import config

    problems, read, secret = [], None, ""
    try:
        read = config.load(path, os.environ)
    except config.ConfigError as error:
        problems += error.problems
    if needs_token:
        try:
            secret = config.token(os.environ)
        except config.ConfigError as error:
            problems += error.problems
    if problems:
        refuse("\n".join(str(problem) for problem in problems))
    return read, secret


def serve(config: Any, main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run what runs for long, on the fast loop."""
    from bot.loop import fast_loop

    return run_async(config, main, loop=fast_loop)


def run_async(config: Any, main: Callable[[], Coroutine[Any, Any, T]], *, loop: Callable[[], Any] | None = None) -> T:
    """Run to the end; what is expected to go wrong becomes a sentence, its moments in the city's time."""
    import asyncio

    from bot.starting import CannotStart
    from storage.engine.database import DatabaseUnavailable, TryAgain
    from tickets.refusal import Refusal

    try:
        with asyncio.Runner(loop_factory=loop) as runner:
            return runner.run(main())
    except (DatabaseUnavailable, CannotStart) as error:
        refuse(str(error))
    except TryAgain as error:
        refuse(f"The database is busy: {error}. Nothing was changed; try again in a moment.")
    except Refusal as no:
        from templates import render

        refuse(render.refuse(no.code, no.facts, config.city.calendar.zone))
    raise AssertionError
