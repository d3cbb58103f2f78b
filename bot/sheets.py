"""The sheets of an XLSX file as lines of text: dates spelt out, merged cells filled with their first, formulas as they stand.

Nothing is ever calculated: a formula gives the value that was saved with it, or else its own text.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from bot.lines import Line, Unreadable
from tickets.intake import cells

_MERGED = re.compile(rb'<mergeCell [^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<f[ >/]")
_STUMBLES = (LookupError, ValueError, TypeError, AttributeError)
"""What openpyxl raises over parts that are missing or hold something else."""
_CHUNK, _OVERLAP = 1 << 20, 64
Range = tuple[int, int, int, int]
"""First column, first row, last column, last row, counted from 1."""


def tables(path: Path) -> Iterator[list[Line]]:
    """Each sheet's lines that say something. Raises ``Unreadable``."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            formulas = None
            for sheet in book.worksheets:
                merged, has_formulas = _structure(path, sheet._worksheet_path)
                rows = _rows(sheet)
                if has_formulas:
                    formulas = formulas or load_workbook(path, read_only=True)
                    rows = [_filled_in(*both) for both in zip(rows, _rows(formulas[sheet.title]), strict=False)]
                _unmerge(rows, merged)
                yield [Line(at, tuple(row)) for at, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
            if formulas is not None:
                formulas.close()
        finally:
            book.close()
    except (zipfile.BadZipFile, InvalidFileException, ParseError, *_STUMBLES, OSError) as error:
        raise Unreadable(
            f"{path} is no whole XLSX file ({error}): open it in a spreadsheet and save it anew."
        ) from None


def _rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what the file claims of its own size is often wrong
    return [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def _filled_in(values: list[str], formulas: list[str]) -> list[str]:
    padded = formulas + [""] * (len(values) - len(formulas))
    return [value or formula for value, formula in zip(values, padded, strict=False)]


def _text(value: Any) -> str:
    """The cell as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return cells.YES if value else cells.NO
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(getattr(value, "text", value))  # a formula over several cells keeps its words there


def _structure(path: Path, sheet: str) -> tuple[list[Range], bool]:
    """The sheet's merged ranges, which reading row by row does not tell, and whether there are formulas in it."""
    from openpyxl.utils.cell import range_boundaries

    merged, has_formulas, rest = [], False, b""
    with zipfile.ZipFile(path) as archive, archive.open(sheet.lstrip("/")) as file:
        while chunk := file.read(_CHUNK):
            window = rest + chunk
            has_formulas = has_formulas or _FORMULA.search(window) is not None
            merged += _MERGED.findall(window)
            rest = window[-_OVERLAP:]
    return [range_boundaries(each.decode()) for each in dict.fromkeys(merged)], has_formulas


def _unmerge(rows: Sequence[list[str]], merged: Sequence[Range]) -> None:
    width = max(map(len, rows), default=0)
    for left, top, right, bottom in merged:
        if top > len(rows) or left > len(rows[top - 1]):
            continue
        first = rows[top - 1][left - 1]
        for row in rows[top - 1 : bottom]:
            row.extend([""] * (min(right, width) - len(row)))
            row[left - 1 : min(right, width)] = [first] * (min(right, width) - left + 1)
