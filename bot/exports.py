"""The ledger (台账) into a file, XLSX or CSV: page by page, in bounded memory, the database free for others in between.

The file is the owner's alone to read, and whole or not there: it is written beside and put in place at the end.
"""

import asyncio
import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp
from typing import IO, Protocol

from bot.workbooks import Workbook
from office.numbers import exporting, ledger
from storage.engine.database import Database
from templates import ledger_table
from templates.speech import Document
from templates.tables import Cell
from tickets.city import City
from tickets.exporting import Asked
from tickets.intake import cells
from tickets.people import Person


class Writer(Protocol):
    """A file that rows are added to."""

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write the rows below those that are there."""

    def save(self) -> None:
        """The file is whole."""


async def write(
    db: Database,
    city: City,
    asked: Asked,
    target: Path,
    *,
    by: Person,
    now: datetime,
    advance: Callable[[int], object] = lambda _: None,
) -> int:
    """Write the file and give how many rows it has; ``advance`` is told of every page.

    What was there before is replaced. Raises ``Refusal`` as ``ledger.page`` does, and ``OSError``.
    """
    count = 0
    with _beside(target) as beside, _opened(beside, target.suffix) as writer:
        page = await db.read(ledger.page, city, asked, by=by, now=now)
        while True:
            rows = ledger_table.cells(page.rows, city.calendar.zone)
            await asyncio.to_thread(writer.add, rows)
            count += len(rows)
            advance(len(rows))
            if page.after is None:
                break
            page = await db.read(ledger.page, city, asked, after=page.after, by=by, now=now)
        await asyncio.to_thread(writer.save)
    return count


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    handle, name = mkstemp(prefix=f".{target.name}.", dir=target.parent)  # readable by its owner alone
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _opened(path: Path, suffix: str) -> Iterator[Writer]:
    if suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:  # as spreadsheets open it at once
            yield _Csv(file)
    else:
        with Workbook() as book:
            yield _Xlsx(book, path)


class _Xlsx:
    def __init__(self, book: Workbook, path: Path) -> None:
        self._book, self._path = book, path
        self._sheet = book.sheet(ledger_table.TITLE, tuple(ledger_table.COLUMNS.values()))

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._sheet.add(rows)

    def save(self) -> None:
        self._book.save(self._path)


class _Csv:
    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._writer = csv.writer(file)
        self._writer.writerow([column.name for column in ledger_table.COLUMNS.values()])

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._writer.writerows([cells.defused(ledger_table.written(cell)) for cell in row] for row in rows)

    def save(self) -> None:
        self._file.flush()


async def document(db: Database, city: City, which: int, *, now: datetime) -> Document:
    """The ledger that was asked for under that id, as a file to send: of how the tickets stand when it is made."""
    asked, by = await db.read(exporting.wanted, which)
    with TemporaryDirectory(prefix="buqiuren-") as folder:
        target = Path(folder) / f"{ledger_table.TITLE}.xlsx"
        await write(db, city, asked, target, by=by, now=now)
        body = await asyncio.to_thread(target.read_bytes)
    return Document(f"{ledger_table.TITLE}{city.calendar.day(now):%Y%m%d}.xlsx", body)
