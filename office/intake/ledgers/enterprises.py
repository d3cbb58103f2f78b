"""A register of enterprises: found by the code, else by exactly that name. What it says of them is kept, the rest stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.intake.ledgers import answers
from office.intake.ledgers.answers import Came, Lines, Taken
from office.intake.ledgers.known_names import Names
from storage.people import enterprises
from tickets.city import City
from tickets.intake import enterprise_entries
from tickets.intake.enterprise_entries import FirmEntry
from tickets.refusal import Refusal


def take(conn: Connection, city: City, lines: Lines, *, now: datetime) -> list[Taken]:
    """Bring a batch in."""
    said, found = answers.read(lines, lambda row: enterprise_entries.firm(row, city))
    names = Names()
    for line, entry in found:
        try:
            said.append(_take(conn, line, entry, names, now))
        except Refusal as no:
            said.append(answers.refused(line, no))
    return said


def _take(conn: Connection, line: int, entry: FirmEntry, names: Names, now: datetime) -> Taken:
    which = _find(conn, entry)
    told: dict[str, Any] = {"region": entry.region, "chain": entry.chain}
    told = {column: value for column, value in told.items() if value is not None}
    if entry.uscc is not None:
        told |= {"uscc": entry.uscc, "uscc_is_verified": entry.uscc_is_verified}
    remarks = list(entry.remarks)
    if entry.officer or entry.officer_phone:
        try:
            told["liaison"] = names.officer(conn, entry.officer, entry.officer_phone, now=now)
        except Refusal as no:
            remarks.append(no)
    if which is None:
        enterprises.found(conn, entry.name, now=now, **told)
        return Taken(line, Came.ADDED, entry.key, remarks=tuple(remarks))
    kept = enterprises.get(conn, which)
    changed = {column: value for column, value in (told | {"name": entry.name}).items() if kept[column] != value}
    if changed:
        enterprises.change(conn, which, **changed)
    return Taken(line, Came.ADDED if changed else Came.KNOWN, entry.key, remarks=tuple(remarks))


def _find(conn: Connection, entry: FirmEntry) -> int | None:
    """The firm that the line is about. Raises ``Refusal`` when its name and its code are two firms'."""
    coded = enterprises.by_uscc(conn, entry.uscc) if entry.uscc else None
    named = enterprises.named(conn, entry.name)
    if coded is not None and named is not None and coded != named:
        raise Refusal("firm_and_code_differ", name=entry.name, other=enterprises.get(conn, coded)["name"])
    if coded is not None or named is None:
        return coded
    kept = enterprises.get(conn, named)
    if entry.uscc and kept["uscc"] not in {None, entry.uscc} and kept["uscc_is_verified"]:
        raise Refusal("code_differs", name=entry.name, typed=entry.uscc)
    return named
