"""``buqiuren import``: a file of somebody's ledger brought in, batch by batch, with an answer for every line.

What the columns mean is ``tickets.intake.ledgers``', what becomes of a line ``office.intake``'s; what is wrong is
written beside the file by ``bot.leftovers``.
"""

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from bot import leftovers, offline, tables
from bot.config import Config
from bot.lines import Line, Unreadable
from bot.now import system_now
from office.intake import ledgers
from office.intake.ledgers.answers import Came, Taken
from storage.clock import known
from storage.engine.database import Database, TryAgain
from tickets.intake.ledgers import LEDGERS, Header, Ledger, find_header, likeliest_header
from tickets.refusal import Refusal

BATCH = 200
"""Lines a transaction: a kill loses at most so many, and running it again brings them in."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ledger found in a file: where its columns are, what they are called there, and the lines below."""

    ledger: Ledger
    header: Header
    names: tuple[str, ...]
    lines: Sequence[Line]


@dataclass(slots=True)
class Done:
    """What came of a file so far; ``refused`` and ``remarks`` are lines, each with the sentence that says why."""

    added: int = 0
    known: int = 0
    refused: list[tuple[Line, str]] = field(default_factory=list)
    remarks: list[tuple[Line, str]] = field(default_factory=list)
    links: int = 0


def open_sheet(path: Path, kind: str) -> Sheet:
    """The first table of the file that has the ledger's columns. Raises ``Unreadable``, with those expected and found."""
    ledger, found = LEDGERS[kind], tuple[str, ...]()
    for lines in tables.tables(path):
        top = [line.cells for line in lines]
        header = find_header(ledger, top)
        if header is not None:
            return Sheet(ledger, header, top[header.at], lines[header.at + 1 :])
        found = max(found, likeliest_header(top), key=len)
    needed = ", ".join(column.name for column in ledger.needed)
    more = ", ".join(column.name for column in ledger.columns if not column.is_needed)
    shown = ", ".join(name[:20] for name in found[:20]) or "nothing"
    raise Unreadable(
        f"{path} is no {kind} ledger. Expected the columns {needed}, and perhaps {more}. Found: {shown}. "
        "Other names that are understood are in docs/imports.md."
    )


async def bring_in(
    config: Config, sheet: Sheet, path: Path, *, is_dry: bool, advance: Callable[[int], Any]
) -> Done:  # fmt: skip
    """Bring in every line, a batch a transaction; of a rehearsal nothing is kept. ``advance`` hears how many are done."""
    done, seen = Done(), set[str]()
    db = await offline.opened(config)
    try:
        now = await db.read(known.latest_moment, system_now())
        bot_name = await db.read(known.recall, "username") or "BOT"
        for batch in _batches(sheet.lines):

            def keep(answers: Sequence[Taken], batch: Sequence[Line] = batch) -> None:
                links = {each.line: f"https://t.me/{bot_name}?start=inv_{each.link}" for each in answers if each.link}
                leftovers.keep_links(path, sheet.names, batch, links)

            answers = await _take(db, config, sheet, batch, now, before_commit=None if is_dry else keep)
            _count(config, done, batch, answers, seen)
            advance(len(batch))
    finally:
        await db.close()
    leftovers.write_wrong(path, sheet.names, done.refused + done.remarks)
    return done


def _batches(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for start in range(0, len(lines), BATCH):
        yield lines[start : start + BATCH]


class CutOff(Exception):
    """The database was in the way in the middle of a file; the text is a sentence that says so, and the mend."""


class _Rehearsed(Exception):
    """Undoes a transaction that was only a rehearsal."""


async def _take(
    db: Database,
    config: Config,
    sheet: Sheet,
    batch: Sequence[Line],
    now: datetime,
    *,
    before_commit: Callable[[Sequence[Taken]], None] | None,
) -> list[Taken]:
    """The answers of one batch, kept after ``before_commit``, undone without it.

    What another process brought in meanwhile is known at the second try.
    """
    rows = [(line.number, sheet.header.read(line.cells)) for line in batch]
    answers: list[Taken] = []
    for left in reversed(range(TRIES)):
        try:
            async with db.transaction() as hop:
                answers = await hop(ledgers.TAKE[sheet.ledger.key], config.city, rows, now=now)
                if before_commit is None:
                    raise _Rehearsed
                before_commit(answers)
        except _Rehearsed:
            break
        except (TryAgain, IntegrityError) as error:
            if not left:
                raise CutOff(
                    f"The database is busy: what stands before line {batch[0].number} is in, the rest is not. "
                    "Run it again in a moment: what is in is known."
                ) from error
        else:
            break
    return answers


def _count(config: Config, done: Done, batch: Sequence[Line], answers: Sequence[Taken], seen: set[str]) -> None:
    """Add the batch up. A line that was in the file before is known, in a rehearsal too, which keeps nothing."""
    lines = {line.number: line for line in batch}
    for each in sorted(answers, key=lambda answer: answer.line):
        done.remarks += [(lines[each.line], _sentence(config, remark)) for remark in each.remarks]
        if each.refusal is not None:
            done.refused.append((lines[each.line], _sentence(config, each.refusal)))
        elif each.came is Came.KNOWN or each.key in seen:
            done.known += 1
        else:
            done.added += 1
            done.links += each.link is not None
        if each.key is not None:
            seen.add(each.key)


def _sentence(config: Config, no: Refusal) -> str:
    from templates import render

    return html.unescape(render.refuse(no.code, no.facts, config.city.calendar.zone))
