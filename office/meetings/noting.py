"""Noting grievances in an open meeting, one message each: taken apart, and mended until they are handed out."""

from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from office.meetings.opening import kept
from office.people import finding_firms
from storage.doors import meetings
from storage.doors.meetings import Noted
from storage.tickets.events import Attachment
from tickets.city import City
from tickets.intake import meeting_lines
from tickets.intake.courtesies import is_mere_courtesy
from tickets.intake.meetings import LONGEST_LEADER, Item, Meeting
from tickets.intake.promised import due_day
from tickets.people import Person
from tickets.refusal import Refusal

SHORTEST_TEXT = 2


@dataclass(frozen=True, slots=True)
class Message:
    """What the operator sent: words, files, the (chat, message) pair it came by, when in seconds since 1970, and whether it is so
    long that a client may have cut it.
    """

    text: str
    files: tuple[Attachment, ...]
    source: tuple[int, int]
    at: int
    is_cut: bool = False


AT_ONCE = 2
"""The next part of a text that a client cut comes within so many seconds."""


def note(conn: Connection, city: City, meeting_id: int, message: Message, *, by: Person, now: datetime) -> int:
    """Note what the message says; gives the item's id.

    The rest of a text that a client cut, and files without words, belong to the item before.
    Raises ``Refusal``: ``meeting_line_unread``, ``meeting_files_alone``, and those of ``opening.kept``.
    """
    meeting = kept(conn, meeting_id, by=by)
    before = meetings.last(conn, meeting_id)
    if is_mere_courtesy(message.text, message.files):
        raise Refusal("meeting_line_unread")
    if not message.text:
        return _attach(conn, before, message)
    if before is not None and _goes_on(before, message):
        return _reread(conn, city, meeting, before, before.said + message.text, message)
    item = _read(conn, city, meeting, message.text)
    new = Noted(item, meeting_id, message.text, message.files, message.source, message.at if message.is_cut else None)
    return meetings.note(conn, new, now=now)


def reword(conn: Connection, city: City, item_id: int, message: Message, *, by: Person, now: datetime) -> int:
    """Read an item anew from these words; its files stay, and more may come with them."""
    noted, meeting = _to_change(conn, item_id, by=by)
    if not message.text:
        return _attach(conn, noted, message)
    return _reread(conn, city, meeting, noted, message.text, message)


def drop(conn: Connection, city: City, item_id: int, *, by: Person, now: datetime) -> int:
    """Take an item out; gives the place that it had."""
    noted, _ = _to_change(conn, item_id, by=by)
    place = [each.id for each in meetings.items(conn, noted.meeting)].index(item_id) + 1
    meetings.drop(conn, item_id)
    return place


def is_theirs(conn: Connection, city: City, item_id: int, *, by: Person) -> bool:
    """Whether the item still waits in the meeting in which the person writes now."""
    noted, mine = meetings.item(conn, item_id), meetings.kept_by(conn, by.id)
    return noted is not None and mine is not None and noted.meeting == mine.id


def answer(conn: Connection, city: City, item_id: int, message: Message, *, by: Person, now: datetime) -> int | None:
    """What the item lacks, typed; ``None`` when the words are no answer but more of it, or the next grievance.

    Raises ``Refusal``: ``day_unread``, ``firm_name_unfit``, ``meeting_leader_unread``, ``meeting_line_unread``.
    """
    noted, _ = _to_change(conn, item_id, by=by)
    if is_mere_courtesy(message.text, message.files):
        raise Refusal("meeting_line_unread")
    lacks, typed = noted.item.lacks, message.text
    if lacks is None or _goes_on(noted, message) or (lacks != "text" and _is_a_grievance(typed)):
        return None
    if lacks == "text":
        told: dict[str, Any] = {"text": typed}
    elif lacks == "firm":
        finding_firms.find(conn, city, typed)
        told = _firm(conn, city, typed)
    elif lacks == "leader":
        if len(typed.strip()) > LONGEST_LEADER:
            raise Refusal("meeting_leader_unread")
        told = {"leader": typed.strip()}
    else:
        due_on = due_day(typed, city.calendar.day(now), city.calendar)
        if due_on is None:
            raise Refusal("day_unread")
        told = {"due_on": due_on}
    meetings.set_item(conn, item_id, **told)
    return item_id


def choose_firm(conn: Connection, city: City, item_id: int, chosen: int | None, *, by: Person, now: datetime) -> int:
    """One of the firms that were offered; ``None``: a new one by the name as typed."""
    noted, _ = _to_change(conn, item_id, by=by)
    if chosen is None:
        if noted.item.firm is None:
            raise Refusal("bad_button")
        finding_firms.find(
            conn, city, noted.item.firm
        )  # a name that no firm can have is refused here and not at the hand-out
        meetings.set_item(conn, item_id, enterprise=None, is_new=True)
        return item_id
    if chosen not in {which for which, _ in near(conn, city, noted.item.firm)}:
        raise Refusal("bad_button")
    meetings.set_item(conn, item_id, enterprise=chosen, is_new=False)
    return item_id


def choose_leader(conn: Connection, city: City, item_id: int, place: int | None, *, by: Person, now: datetime) -> int:
    """One of the leaders who attend, by place; ``None``: nobody promised anything, and the words are the grievance's."""
    noted, meeting = _to_change(conn, item_id, by=by)
    if place is None:
        text = "\n".join(filter(None, (noted.item.text, noted.item.promise)))
        meetings.set_item(conn, item_id, text=text, promise=None, leader=None, due_on=None)
    elif place < len(meeting.leaders):
        meetings.set_item(conn, item_id, leader=meeting.leaders[place])
    else:
        raise Refusal("bad_button")
    return item_id


def choose_day(conn: Connection, city: City, item_id: int, day: date | None, *, by: Person, now: datetime) -> int:
    """Until when the promise is to be kept; ``None``: no day was set."""
    _to_change(conn, item_id, by=by)
    if day is not None and day < city.calendar.day(now):
        raise Refusal("bad_button")
    meetings.set_item(conn, item_id, due_on=day, is_dateless=day is None)
    return item_id


def by_message(conn: Connection, city: City, source: tuple[int, int], *, by: Person) -> int | None:
    """The item that came by that message; ``None`` when there is none, or it is a ticket by now."""
    noted = meetings.by_message(conn, source)
    return noted.item.id if noted is not None else None


def _to_change(conn: Connection, item_id: int, *, by: Person) -> tuple[Noted, Meeting]:
    noted = meetings.item(conn, item_id)
    if noted is None:
        raise Refusal("meeting_item_is_gone")
    return noted, kept(conn, noted.meeting, by=by)


def _attach(conn: Connection, noted: Noted | None, message: Message) -> int:
    if noted is None:
        raise Refusal("meeting_files_alone")
    meetings.keep_files(conn, noted.item.id, (*noted.files, *message.files))
    return noted.item.id


def _goes_on(before: Noted, message: Message) -> bool:
    begun = before.goes_on_after
    return begun is not None and not message.files and 0 <= message.at - begun <= AT_ONCE


def _reread(conn: Connection, city: City, meeting: Meeting, noted: Noted, said: str, message: Message) -> int:
    item = asdict(_read(conn, city, meeting, said)) | {"said": said}
    del item["id"]
    item["goes_on_after"] = message.at if message.is_cut else None
    meetings.set_item(conn, noted.item.id, **item)
    if message.files:
        meetings.keep_files(conn, noted.item.id, (*noted.files, *message.files))
    return noted.item.id


def _read(conn: Connection, city: City, meeting: Meeting, said: str) -> Item:
    """The message taken apart. A name before it that is no firm's stays with the words, and is asked about."""
    for head in meeting_lines.heads(said):
        found = _firm(conn, city, head.firm, is_doubted=not head.is_sure)
        if not found:
            continue
        is_a_firm = found["enterprise"] is not None or found["is_new"] or bool(near(conn, city, head.firm))
        return replace(_rest(city, meeting, head.rest if is_a_firm else said), **found)
    if len(said) < meeting_lines.SHORTEST:
        raise Refusal("meeting_line_unread")
    return _rest(city, meeting, said)


def _rest(city: City, meeting: Meeting, words: str) -> Item:
    read = meeting_lines.rest(words, meeting.leaders, today=meeting.held_on, calendar=city.calendar)
    if read.promise is None:
        return Item(0, read.text)
    told = read.promise
    return Item(0, read.text, promise=told.words, leader=told.leader, due_on=told.due_on)


def _firm(conn: Connection, city: City, typed: str, *, is_doubted: bool = False) -> dict[str, Any]:
    """The firm that a name means: the one known by it, else a new one that reads like a firm and is near to none, else only
    the name. Nothing for a doubted name that is no firm's.
    """
    known, name, is_fit = None, typed, False
    with suppress(Refusal):
        found = finding_firms.find(conn, city, typed)
        known = found.exact if found.exact is not None else found.like[0][0] if len(found.like) == 1 else None
        name, is_fit = found.name, not found.is_doubtful
    is_near = known is not None or bool(near(conn, city, typed))
    if is_doubted and not is_near and not is_fit:
        return {}
    return {"firm": name, "enterprise": known, "is_new": is_fit and not is_near}


def near(conn: Connection, city: City, typed: str | None) -> list[tuple[int, str]]:
    """The known firms that a name may mean, none for what can be no name."""
    try:
        return finding_firms.search(conn, city, typed) if typed else []
    except Refusal:
        return []


def _is_a_grievance(typed: str) -> bool:
    return any(head.is_sure and len(head.rest) >= SHORTEST_TEXT for head in meeting_lines.heads(typed))
