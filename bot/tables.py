"""Tables out of files that people keep: CSV in whatever encoding and with whatever separator, XLSX with merged cells.

Gives lines of text under their numbers in the file. What the columns mean is ``tickets.intake.ledgers``' to know.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.lines import Line, Unreadable

SEPARATORS = (",", ";", "\t", ",", ";")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NUL = b"\0"
_LOOKED_AT = 20
"""Lines by which the separator is told."""


def tables(path: Path) -> Iterator[list[Line]]:
    """The file's tables: one of a CSV or of Markdown, one a sheet of an XLSX. Raises ``Unreadable``."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start == _ZIP:
            from bot import sheets

            yield from sheets.tables(path)
            return
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None
    if start == _OLD_OFFICE:
        raise Unreadable(
            f"{path} is an old or a locked Excel file: open it and save it as .xlsx or .csv without a password."
        )
    text = _decoded(path, raw)
    from bot import documents

    yield documents.table(text) if path.suffix.lower() in documents.SUFFIXES else _csv(path, text)


def _decoded(path: Path, raw: bytes) -> str:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _in(path, raw, encoding)
    if NUL in raw:
        return _of_two_bytes(path, raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _in(path, raw, "gb18030")


def _of_two_bytes(path: Path, raw: bytes) -> str:
    """Text in UTF-16 without a mark, told by the separators among its letters. Whatever else holds a NUL is damaged, or no
    text. Raises ``Unreadable``.
    """
    nuls = raw.count(NUL)
    is_of_one_byte = _is_utf_8(raw) and 3 * nuls < len(raw)
    for encoding in () if is_of_one_byte else ("utf-16-le", "utf-16-be"):
        text = raw.decode(encoding, errors="replace")
        if "\0" not in text and "\ufffd" not in text and any(each in text for each in (*SEPARATORS, "\n")):
            return text
    raise Unreadable(
        f"{path} holds a NUL at byte {raw.index(NUL) + 1}, which no text has: it was damaged while it was copied, or is no "
        "table. Export it anew, as .xlsx or as .csv in UTF-8."
    )


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _in(path: Path, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(
            f"{path} is neither a table nor text in UTF-8, UTF-16 or GBK: save it as .xlsx or .csv."
        ) from None


def _csv(path: Path, text: str) -> list[Line]:
    csv.field_size_limit(max(len(text), 131_072))  # a cell that is too long is its own row's trouble, not the file's
    separator = max(SEPARATORS, key=lambda each: _evenness(text, each))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found, begins = [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append(Line(begins, tuple(row)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"{path} breaks off at line {reader.line_num}: {error}.") from None
    return found


def _evenness(text: str, separator: str) -> int:
    """How much of the first lines falls into rows of one width: cells that only happen to hold a comma do not."""
    start = io.StringIO(text[:50_000], newline="")
    try:
        widths = Counter(
            len(row) for _, row in zip(range(_LOOKED_AT), csv.reader(start, delimiter=separator), strict=False)
        )
    except csv.Error:
        return 0
    return max((width * many for width, many in widths.items() if width > 1), default=0)
