"""``buqiuren digest``, as it is asked for and answered on the command line."""

from pathlib import Path

import click

from bot.command import a_day, config_option, either, load, refuse, run_async
from bot.digest_files import SUFFIXES


@click.command()
@config_option
@click.argument("period", type=click.Choice(["week", "month", "quarter", "year"]))
@click.option("--date", "day", help="Any day of the period, like 2026-11-20; today otherwise.")
@click.option(
    "--scope", default="city", show_default=True, help="city, unit:KEY, region:KEY, chain:KEY or channel:KEY."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help=f"Write it to this {either(SUFFIXES)} file instead of the terminal.",
)
def digest(path: Path, period: str, day: str | None, scope: str, out: Path | None) -> None:
    """Print the figures of a period: flow, resolution rates, answers, by unit and by channel."""
    if out is not None and out.suffix not in SUFFIXES:
        raise click.BadParameter(f"write to a file that ends in {either(SUFFIXES)}.", param_hint="--out")
    chosen = a_day(day, "--date")
    config = load(path)
    from bot import digest_files, offline

    facts = run_async(config, lambda: offline.digest(config, period, chosen, scope))
    if out is None:
        click.echo(digest_files.text(facts), nl=False)
        return
    try:
        out.write_bytes(digest_files.body(facts, out.suffix, config.city.calendar.zone))
    except OSError as error:
        refuse(f"{out} cannot be written: {error.strerror}. Name another file with --out.")
    click.echo(f"Written to {out}.")
