"""Meetings (三会): the line that opens one, what is noted in it, and what of that still has to be asked.

Knows no firm and no clock of its own; a day is given.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from tickets import days
from tickets.refusal import Refusal

CHANNEL = "meeting"
"""The key of the channel whose sub-channels are the kinds of meeting."""

LONGEST_NAME, LONGEST_LEADER, MOST_LEADERS = 40, 12, 20
"""Characters of a meeting's name and of a leader's, and how many leaders attend at most."""

ALIKE = 3
"""So many characters in a row that a meeting's name and a kind share make a guess."""

OLDEST = timedelta(days=366)
"""What lies further back is a slip of the pen."""

_AND = re.compile(r"[、,\uff0c;\uff1b/\s]+|(?<=某)和")
_MARKS = " ,\uff0c;\uff1b、:\uff1a"
_LABEL = re.compile(r"(?:(?:参会|出席|到会)?领导|参会|出席|到会)\s*[:\uff1a]\s*")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a line says of a meeting; ``sub_channel`` is a guess, ``None`` where the name gives none away."""

    name: str
    sub_channel: str | None
    held_on: date
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting. It collects until ``is_open`` ends; ``keeper`` is the id of the only one who writes in it meanwhile."""

    id: int
    name: str
    sub_channel: str | None
    held_on: date
    leaders: tuple[str, ...]
    keeper: int
    is_open: bool
    is_handed_out: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A grievance noted in a meeting, before it is a ticket.

    ``enterprise`` is a known firm's id; else ``firm`` is a name, and ``is_new`` says that a firm of that name is to be
    written down. ``promise`` is what a leader said, ``None`` when nobody promised anything; ``is_dateless``: no day was set.
    """

    id: int
    text: str
    firm: str | None = None
    enterprise: int | None = None
    is_new: bool = False
    promise: str | None = None
    leader: str | None = None
    due_on: date | None = None
    is_dateless: bool = False

    @property
    def lacks(self) -> str | None:
        """The first thing that must be asked before it can be a ticket: ``text``, ``firm``, ``leader`` or ``day``."""
        if not self.text:
            return "text"
        if self.enterprise is None and not self.is_new:
            return "firm"
        if self.promise is None:
            return None
        if self.leader is None:
            return "leader"
        return "day" if self.due_on is None and not self.is_dateless else None


def draft_of(meeting: int, item: int) -> str:
    """What an item is called as a ticket's draft: filed twice it is one, and what quoted it before is found by it."""
    return f"{CHANNEL}:{meeting}:{item}."


def read_opening(line: str, *, today: date, kinds: Sequence[str]) -> Opening:
    """「第16次早餐会 2026-11-20 曹某、陈某」: a name, a day (today when none is named) and the leaders, if any.

    Raises ``Refusal``: ``meeting_unread``, ``past_day_unread``, ``meeting_not_held_yet``, ``meeting_too_old``.
    """
    words = " ".join(line.split())
    before, held_on, after = days.partition(words, today) or (words, today, "")
    if held_on is None:
        raise Refusal("past_day_unread", like=today.isoformat())
    if held_on > today:
        raise Refusal("meeting_not_held_yet")
    if held_on < today - OLDEST:
        raise Refusal("meeting_too_old")
    name, who = _parted(before, after)
    leaders = tuple(dict.fromkeys(each for each in _AND.split(_LABEL.sub("", who)) if each))
    is_unfit = not 2 <= len(name) <= LONGEST_NAME or not any(letter.isalpha() for letter in name)
    if is_unfit or len(leaders) > MOST_LEADERS or any(len(each) > LONGEST_LEADER for each in leaders):
        raise Refusal("meeting_unread")
    return Opening(name, guess_kind(name, kinds), held_on, leaders)


def _parted(before: str, after: str) -> tuple[str, str]:
    """The name and what is left of the line: the day parts them; without one between them the first space does."""
    before, after = before.strip(_MARKS), after.strip(_MARKS)
    if before and after:
        return before, after
    name, _, who = (before or after).partition(" ")
    return name, who


def guess_kind(name: str, kinds: Sequence[str]) -> str | None:
    """The kind of meeting that a name speaks of: one that stands in it, else the one that shares most with it."""
    if stated := next((kind for kind in kinds if kind in name), None):
        return stated
    shared = {kind: SequenceMatcher(None, kind, name, autojunk=False).find_longest_match().size for kind in kinds}
    best = max(kinds, key=lambda kind: shared[kind], default=None)
    return best if best is not None and shared[best] >= ALIKE else None
