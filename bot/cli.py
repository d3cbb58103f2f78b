"""The command line. Each command imports what it needs when it runs, so that ``check`` never waits for Telegram's library.

Exit codes: 0 done, 1 refused with a sentence on standard error, 2 wrong usage. Never a traceback for a user's mistake.
"""

import atexit
import gc
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.cli_digest import digest
from bot.cli_export import export
from bot.cli_import import import_
from bot.command import config_option, load, load_with_token, refuse, run_async, serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="buqiuren")
def main() -> None:
    """不求人: every grievance a numbered ticket, and only the enterprise's answer counts."""
    gc.disable()  # nothing that a command imports is garbage, and looking for it takes a tenth of its time
    atexit.register(gc.freeze)  # nor need it be looked through once more at the very end
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # there are none; looking for them reads every package


@main.command()
@config_option
def check(path: Path) -> None:
    """Validate the configuration: every problem at once, with its line and the mend; then, where it is there, the database."""
    from bot import offline

    config = load(path)
    notes = run_async(config, lambda: offline.check(config))
    for note in (*config.warnings, *notes):
        click.echo(f"Note: {note}")
    click.echo(f"{path}: {len(config.city.units)} units, {len(config.city.categories)} categories, all well.")


@main.command()
@config_option
def migrate(path: Path) -> None:
    """Bring the database to the newest schema."""
    from bot import offline

    config = load(path)
    run_async(config, lambda: offline.migrate(config))
    click.echo("The database is up to date.")


@main.command()
@config_option
@click.option(
    "--clock", help='Take the time from {"now": …} at this URL, for rehearsals; refused against the real Telegram.'
)
@click.option("--no-migrate", is_flag=True, help="Refuse to start on an old schema instead of migrating it.")
def run(path: Path, clock: str | None, no_migrate: bool) -> None:
    """Run the bot. The token comes from BUQIUREN_TOKEN."""
    config, secret = load_with_token(path)
    if clock is not None and config.telegram.is_real:
        refuse("--clock is for rehearsals: set telegram.api_base to a local server, or leave the option out.")
    from bot import lean

    lean.import_leanly()
    from bot import live

    serve(config, lambda: live.run(config, secret, clock_url=clock, may_migrate=not no_migrate))


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8787, show_default=True, help="0 takes any free one.")
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    help="Keep the city in this file; otherwise it is gone afterwards.",
)
@click.option("--empty", is_flag=True, help="Staff and groups only, no enterprises.")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", help="The language of the terminal and the page."
)
@click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    default=None,
    help="The city to play; config.toml, then the example.",
)
def demo(port: int, database: Path | None, empty: bool, lang: str, path: Path | None) -> None:
    """Play every part yourself: sandbox, bot and a seeded city, no account and no network."""
    from bot import lean

    lean.import_leanly()
    from bot import demo as playing

    chosen = path or next((p for p in (Path("config.toml"), Path("config.example.toml")) if p.exists()), None)
    config = load(chosen or playing.example())
    serve(config, lambda: playing.play(config, port=port, database=database, empty=empty, lang=lang))


@main.command()
@config_option
@click.option("--role", required=True, type=click.Choice(["officer", "unit_lead", "office", "leader"]))
@click.option("--unit", help="The unit's key; needed for officer and unit_lead.")
@click.option("--name", help="The name to greet them by.")
@click.option("--expires", default="3d", show_default=True, help="How long the link works.")
def invite(path: Path, role: str, unit: str | None, name: str | None, expires: str) -> None:
    """Print a one-time invitation link for a staff member."""
    from bot import offline
    from tickets.clocks import Duration

    config = load(path)
    try:
        length = Duration.parse(expires)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--expires") from None
    if length.amount <= 0:
        raise click.BadParameter(f"{expires} is over at once; write a longer time, like 3d.", param_hint="--expires")
    if role not in {"officer", "unit_lead"} and unit:
        raise click.BadParameter(f"{role} belongs to no unit; leave it out.", param_hint="--unit")
    if role in {"officer", "unit_lead"} and unit not in config.city.unit:
        known = ", ".join(unit.key for unit in config.city.units)
        refuse(
            f"There is no unit {unit!r}. Name one with --unit: {known}."
            if unit
            else f"Name the unit with --unit: {known}."
        )
    click.echo(run_async(config, lambda: offline.invite(config, role, unit=unit, name=name, expires=length)))


@main.command()
@config_option
def board(path: Path) -> None:
    """Print a link that opens the board once; the screen it is opened on keeps it for a week."""
    from bot import offline

    config = load(path)
    click.echo(run_async(config, lambda: offline.board(config)))


@main.command()
@config_option
def verify(path: Path) -> None:
    """Prove the history, what is kept beside it, and every published digest."""
    from bot import offline

    config = load(path)
    lines, is_sound = run_async(config, lambda: offline.verify(config))
    click.echo("\n".join(lines))
    if not is_sound:
        sys.exit(1)


@main.command()
@config_option
@click.option("--list", "only_list", is_flag=True, help="Only show what would be run again.")
def replay(path: Path, only_list: bool) -> None:
    """List the updates that ended in an error, and run them again."""
    from bot import offline

    config = load(path)
    waiting = run_async(config, lambda: offline.laid_aside(config))
    for update_id, error, at in waiting:
        click.echo(f"{update_id}  {_local(at, config):%Y-%m-%d %H:%M}  {error}")
    if not waiting:
        click.echo("No update is waiting.")
        return
    if only_list:
        return
    _, secret = load_with_token(path)
    from bot import lean

    lean.import_leanly()
    from bot import live

    done, failed = run_async(config, lambda: live.replay(config, secret))
    click.echo(f"{done} done, {failed} failed again.")
    if failed:
        sys.exit(1)


for _command in (digest, export, import_):
    main.add_command(_command)


def _local(at: datetime, config: Any) -> datetime:
    local: datetime = config.city.calendar.local(at)
    return local


if __name__ == "__main__":
    main()
