"""What is written beside a file that was brought in: the lines with something wrong in them, and the links for those invited.

Both hold people's names and numbers and are the owner's alone to read; no cell of them runs in a spreadsheet.
"""

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.lines import Line, Unreadable
from templates import labels
from tickets.intake import cells


def wrong_path(path: Path) -> Path:
    """Where the lines of a file go that were refused, or came in with a remark."""
    return path.with_name(f"{path.name}.errors.csv")


def links_path(path: Path) -> Path:
    """Where the invitation links of a file go."""
    return path.with_name(f"{path.name}.links.csv")


def write_wrong(path: Path, names: Sequence[str], wrong: Sequence[tuple[Line, str]]) -> None:
    """Write the lines with number, reason and cells, so that they can be mended and brought in by themselves."""
    target = wrong_path(path)
    if not wrong:
        target.unlink(missing_ok=True)
        return
    with _opened(target, "w") as file:
        writer = csv.writer(file)
        writer.writerow((labels.LINE, labels.WHY, *map(cells.defused, names)))
        for line, why in sorted(wrong, key=lambda each: each[0].number):
            writer.writerow((line.number, why, *map(_repeated, line.cells)))


def _repeated(cell: str) -> str:
    """The cell again; of one that was refused for its length nothing, so that it is not taken for a shorter one."""
    return cells.defused(cell) if len(cell) <= cells.LONGEST else ""


def keep_links(path: Path, names: Sequence[str], batch: Sequence[Line], links: Mapping[int, str]) -> None:
    """Add each invited person's line and link. Links are shown here once, so what stands there already stays."""
    if not links:
        return
    target = links_path(path)
    is_new = not target.exists()
    with _opened(target, "a") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow((labels.LINK, *map(cells.defused, names)))
        for line in batch:
            if line.number in links:
                writer.writerow((links[line.number], *map(cells.defused, line.cells)))


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[IO[str]]:
    """For the owner's eyes, in an encoding that spreadsheets open as it is."""
    flags = os.O_CREAT | os.O_WRONLY | (os.O_TRUNC if mode == "w" else os.O_APPEND)
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        raise Unreadable(
            f"{path} cannot be written: {error.strerror}. Copy the file to a folder of your own."
        ) from None
    is_new = os.fstat(handle).st_size == 0
    with os.fdopen(handle, mode, encoding="utf-8-sig" if is_new else "utf-8", newline="") as file:
        yield file
