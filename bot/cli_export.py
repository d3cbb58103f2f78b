"""``buqiuren export``, as it is asked for and answered on the command line."""

import sys
from pathlib import Path

import click

from bot.command import a_day, config_option, either, load, refuse, run_async
from tickets.terms import State

SUFFIXES = (".xlsx", ".csv")


@click.command()
@config_option
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--since", help="Only what was accepted on this day or later, like 2026-11-01.")
@click.option("--until", help="Only what was accepted on this day or earlier.")
@click.option("--unit", help="Only what this unit has; its key.")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only what is in this state now.")
@click.option("--unmasked", is_flag=True, help="Leave names, phones and words as they are; needs a --reason.")
@click.option("--reason", help="What an unmasked ledger is for; the office reads it under 导出记录.")
@click.option("--overwrite", is_flag=True, help="Replace a file that is there already.")
def export(
    path: Path,
    file: Path,
    since: str | None,
    until: str | None,
    unit: str | None,
    state: str | None,
    unmasked: bool,
    reason: str | None,
    overwrite: bool,
) -> None:
    """Write the ledger (台账), a row a ticket, to a .xlsx or .csv file; names and phones masked."""
    from tickets.exporting import Asked

    if file.suffix not in SUFFIXES:
        raise click.BadParameter(f"write to a file that ends in {either(SUFFIXES)}.", param_hint="FILE")
    if unmasked and reason is None:
        raise click.UsageError("--unmasked needs a --reason: what the ledger is for.")
    if reason is not None and not unmasked:
        raise click.UsageError("a --reason is for an --unmasked ledger; leave it out.")
    asked = Asked(a_day(since, "--since"), a_day(until, "--until"), unit, State(state) if state else None, reason)
    config = load(path)
    if unit is not None and unit not in config.city.unit:
        refuse(f"There is no unit {unit!r}. Name one with --unit: {', '.join(config.city.unit)}.")
    if file.exists() and not overwrite:
        refuse(f"{file} is there already. Name another file, or replace it with --overwrite.")
    from bot import offline

    try:
        with click.progressbar(length=0, label=file.name, file=sys.stderr) as bar:

            def begin(count: int) -> None:
                bar.length = count

            count = run_async(config, lambda: offline.export(config, asked, file, begin=begin, advance=bar.update))
    except OSError as error:
        refuse(f"{file} cannot be written: {error.strerror}. Name another file.")
    click.echo(f"{count} tickets written to {file}, {'names and phones masked' if asked.is_masked else 'unmasked'}.")
