"""``buqiuren import``, as it is asked for and answered on the command line."""

import sys
from pathlib import Path

import click

from bot.command import config_option, load, refuse, run_async

KINDS = ["hotline", "visit", "roster", "enterprises", "policy"]
SHOWN = 5
"""Lines of each sort that are shown at once; all of them are in the file."""


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "kind", required=True, type=click.Choice(KINDS), help="What it is.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Read and check everything, keep nothing.")
@config_option
def import_(path: Path, file: Path, kind: str, is_dry: bool) -> None:
    """Bring in somebody's ledger: CSV in any encoding, XLSX; policies in Markdown too. What is known already is skipped."""
    config = load(path)
    from bot import imports, leftovers
    from bot.lines import Unreadable

    try:
        sheet = imports.open_sheet(file, kind)
        if not sheet.lines:
            refuse(f"{file} has a header and no line below it.")
        with click.progressbar(length=len(sheet.lines), label=file.name, file=sys.stderr) as bar:
            done = run_async(config, lambda: imports.bring_in(config, sheet, file, is_dry=is_dry, advance=bar.update))
    except (Unreadable, imports.CutOff) as no:
        refuse(str(no))
    kept = "would be added" if is_dry else "added"
    click.echo(
        f"{len(sheet.lines)} lines: {done.added} {kept}, {done.known} known already, {len(done.refused)} refused."
    )
    if done.links and not is_dry:
        click.echo(f"{done.links} invitation links are in {leftovers.links_path(file)}; each works once, for 14 days.")
    for line, why in done.refused[:SHOWN]:
        click.echo(f"line {line.number}: {why}", err=True)
    for line, what in done.remarks[:SHOWN]:
        click.echo(f"line {line.number} came in, but: {what}", err=True)
    if wrong := len(done.refused) + len(done.remarks):
        click.echo(f"{wrong} in {leftovers.wrong_path(file)}: mend them there and import that file.", err=True)
    if len(done.refused) == len(sheet.lines):
        sys.exit(1)
