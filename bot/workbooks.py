"""Tables into an XLSX file: the header stays in view, every column filters, dates and shares are real, and nothing runs.

Rows go to the disk as they come; the whole is never in memory. Words and columns are ``templates``' affair.
"""

import io
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from templates.tables import Cell, Column, Look, Plain, Shown, Table
from tickets.intake import cells

FORMATS = {
    Look.TEXT: "@",
    Look.NUMBER: "0",
    Look.TENTHS: "0.0",
    Look.SHARE: "0.0%",
    Look.CHANGE: "+0.0;-0.0;0.0",
    Look.DAY: "yyyy-mm-dd",
    Look.MINUTE: "yyyy-mm-dd hh:mm",
}
HEAD = "DDE6F0"
LONGEST = 32_767
"""Characters that a cell holds."""

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
"""What an XML file cannot hold, and a carriage return, which would be written as something else."""


class Workbook:
    """One file being written: sheet after sheet, row after row, then ``save``. Leaving its block lets go of what it held."""

    def __init__(self) -> None:
        from openpyxl import Workbook as Book

        self._book, self._is_saved = Book(write_only=True), False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for sheet in [] if self._is_saved else self._book.worksheets:
            with suppress(OSError):  # a disk that is full takes no more of it
                if not sheet.closed:
                    sheet.close()
            with suppress(FileNotFoundError):  # gone already, as what went into the file before it could not be written
                sheet._writer.cleanup()

    def sheet(self, title: str, columns: Sequence[Column]) -> "Sheet":
        """Begin the next sheet with its header."""
        return Sheet(self._book.create_sheet(title), columns)

    def save(self, target: Path | io.BytesIO) -> None:
        """Write the file and be done. Raises ``OSError``."""
        self._book.save(target)
        self._is_saved = True


class Sheet:
    """A sheet that rows are added to."""

    def __init__(self, sheet: Any, columns: Sequence[Column]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font, PatternFill
        from openpyxl.utils import get_column_letter

        self._sheet, self._looks = sheet, [column.look for column in columns]
        self._last = get_column_letter(len(columns))
        self._count = 1
        sheet.freeze_panes = "A2"
        for place, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(place)].width = column.width
        self._pens = {look: WriteOnlyCell(sheet) for look in Look}
        for look, pen in self._pens.items():
            pen.number_format = FORMATS[look]
        head = WriteOnlyCell(sheet)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor=HEAD)
        sheet.append(_written(head, column.name) for column in columns)
        self._filter()

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write the rows below those that are there."""
        for row in rows:
            self._sheet.append(self._cell(cell, look) for cell, look in zip(row, self._looks, strict=True))
            self._count += 1
        self._filter()

    def _filter(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{self._last}{self._count}"

    def _cell(self, cell: Cell, look: Look) -> Any:
        value, look = (cell.value, cell.look) if isinstance(cell, Shown) else (cell, look)
        return None if value is None or value == "" else _written(self._pens[look], value)


def _written(pen: Any, value: Plain) -> Any:
    """The cell, which is on the disk before the pen writes the next: one made for each value takes twice the time."""
    if isinstance(value, str):
        pen.value = cells.defused(_UNFIT.sub("", value))[:LONGEST]
        pen.data_type = "s"  # what reads like an error's name is a word too
    else:
        pen.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    return pen


def body(tables: Iterable[Table]) -> bytes:
    """The whole file of small tables."""
    target = io.BytesIO()
    with Workbook() as book:
        for table in tables:
            book.sheet(table.title, table.columns).add(table.rows)
        book.save(target)
    return target.getvalue()
