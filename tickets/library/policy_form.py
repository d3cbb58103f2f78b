"""How policies are written down in a file: what its fields are called, and an entry made of them. It opens no file.

Markdown: front matter between two lines of ``---``, headings, and below a heading fields as ``来源: 市税务局``. With headings
of the second rank those are the entries, and the fields of a first heading hold for all below it; else each is an entry.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tickets.intake import cells
from tickets.intake.ledgers import LEDGERS
from tickets.library.policies import BODY_LIMIT, TITLE_LIMIT, Entry
from tickets.masking import visible
from tickets.refusal import Refusal

LEDGER = LEDGERS["policy"]
NAMES = {name.casefold(): column.key for column in LEDGER.columns for name in (column.name, *column.also)}
"""What each part of an entry may be called: as a field of Markdown as at the head of a column."""

_HEADING = re.compile(r"(#{1,2})\s+(.*?)\s*#*\s*")
_FIELD = re.compile(r"\s*(?:[-*]\s+)?([^\s::]{1,12})\s*[::]\s*(.*?)\s*")
_PARTED = re.compile(r"[;;|\n]+")


@dataclass(slots=True)
class Section:
    """A heading with the fields and the text below it; ``line`` is where it stands, ``rank`` 0 before any heading."""

    line: int
    rank: int
    title: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)


def entries_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each entry of a Markdown file: its line, and its parts as they were written."""
    front, *rest = _sections(text)
    ranks = {each.rank for each in rest}
    if not rest:
        yield front.line, front.fields | {"body": _body(front)}
    shared: dict[str, str] = {}
    for section in rest:
        if section.rank < max(ranks):
            shared = section.fields
        else:
            yield (
                section.line,
                front.fields | shared | {"title": section.title, "body": _body(section)} | section.fields,
            )


def _sections(text: str) -> list[Section]:
    """What stands before the first heading, front matter and all, and then a section for each heading."""
    found = [Section(1, 0)]
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        current = found[-1]
        if heading := _HEADING.fullmatch(line):
            found.append(Section(number, len(heading[1]), heading[2]))
        elif current.rank == 0 and line.strip() == "---":
            continue
        elif not any(current.body) and (named := _FIELD.fullmatch(line)) and named[1].casefold() in NAMES:
            current.fields[NAMES[named[1].casefold()]] = named[2]
        else:
            current.body.append(line.rstrip())
    return found


def _body(section: Section) -> str:
    return "\n".join(section.body).strip()


def entry_of(parts: Mapping[str, str]) -> Entry:
    """The entry that these parts make.

    Raises ``Refusal``: ``policy_title_missing``, ``policy_title_too_long``, ``policy_body_missing``, ``policy_body_too_long``,
    ``policy_date_unread``.
    """
    said = {part: visible(str(value)).strip() for part, value in parts.items()}
    title, body = " ".join(said.get("title", "").split()), said.get("body", "")
    check(title, body)
    return Entry(
        title=title,
        body=body,
        questions="\n".join(one.strip() for one in _PARTED.split(said.get("questions", "")) if one.strip()),
        source=said.get("source", ""),
        issued_on=_day(said.get("issued_on", "")),
        category=said.get("category", ""),
        region=said.get("region", ""),
        valid_until=_day(said.get("valid_until", "")),
    )


def check(title: str, body: str) -> None:
    """Raises ``Refusal`` as ``entry_of`` does, dates apart."""
    if not any(letter.isalnum() for letter in title):
        raise Refusal("policy_title_missing")
    if len(title) > TITLE_LIMIT:
        raise Refusal("policy_title_too_long", limit=TITLE_LIMIT, length=len(title))
    if not any(letter.isalnum() for letter in body):
        raise Refusal("policy_body_missing")
    if len(body) > BODY_LIMIT:
        raise Refusal("policy_body_too_long", limit=BODY_LIMIT, length=len(body))


def _day(written: str) -> date | None:
    if cells.is_empty(written):
        return None
    day = cells.day(written)
    if day is None:
        raise Refusal("policy_date_unread", typed=written[:20])
    return day
