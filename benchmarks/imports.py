"""``make bench-import``: how fast ledgers come in: 10,000 calls with an outcome, and the visits of 2022."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot import imports
from bot.config import load
from storage.engine.opening import open_database
from tests import ledgers

CALLS = 10_000
EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


def main() -> None:
    """Print lines a second for each, first time and again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "config.toml"
        text = EXAMPLE.read_text(encoding="utf-8")
        config.write_text(text.replace("sqlite:///data/buqiuren.db", f"sqlite:///{folder}/bench.db"), encoding="utf-8")
        asyncio.run(_migrate(f"sqlite:///{folder}/bench.db"))
        for kind, head, rows in (
            ("hotline", ledgers.HOTLINE_HEAD, ledgers.calls(CALLS)),
            ("visit", ledgers.VISIT_HEAD, ledgers.visits_of_2022()),
        ):
            _bring_in(config, folder / f"{kind}.csv", kind, head, rows)


async def _migrate(url: str) -> None:
    db = await open_database(url)
    await db.migrate()
    await db.close()


def _bring_in(config: Path, path: Path, kind: str, head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    ledgers.write(path, head, rows)
    for time_ in ("first", "again"):
        began = time.perf_counter()
        sheet = imports.open_sheet(path, kind)
        work = imports.bring_in(load(config, {}), sheet, path, is_dry=False, advance=lambda many: None)
        done = asyncio.run(work)
        took = time.perf_counter() - began
        sys.stdout.write(
            f"{kind}, {time_}: {len(sheet.lines)} lines in {took:.1f} s, {len(sheet.lines) / took:.0f} a second; "
            f"{done.added} added, {done.known} known, {len(done.refused)} refused\n"
        )


if __name__ == "__main__":
    main()
