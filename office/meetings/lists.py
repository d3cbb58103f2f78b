"""What the office reads of meetings: the recent ones, one with what waits in it, one item, and all of them read back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from office import pages
from office.meetings.noting import near
from office.meetings.opening import get, kept, kinds, require_office
from storage.counting import meeting_counts
from storage.doors import meetings
from storage.people import enterprises, people
from tickets.city import City
from tickets.days import packed
from tickets.intake.meetings import Item, Meeting, draft_of
from tickets.people import Person
from tickets.periods import window_over
from tickets.refusal import Refusal

PAGE = 4
READ_AT_ONCE = 3
"""Items that are read back on one page: the words of each may be long."""

DAYS = (3, 5, 10)
"""Working days that are offered for a promise without a day."""


def recent(conn: Connection, city: City, page: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """The meetings, the latest first, each with how many grievances came of it and how many are solved."""
    require_office(by)
    count = meetings.how_many(conn)
    here = pages.at(page, count, PAGE)
    since = window_over(now, city.clocks.contest_window, city.calendar)
    rows = []
    for meeting in meetings.recent(conn, room=PAGE, skip=here.skip):
        counted = meeting_counts.count(conn, meeting.id, now=now, contestable_since=since)
        rows.append(_named(city, meeting) | {"collected": counted.collected, "solved": counted.solved})
    return {
        "rows": rows,
        "choices": [[row["meeting_id"], row["meeting"]] for row in rows],
        "count": count,
        **here.facts,
    }


def card(conn: Connection, city: City, meeting_id: int, *, by: Person) -> dict[str, Any]:
    """One meeting, and how many items wait in it."""
    meeting = get(conn, meeting_id, by=by)
    is_mine = meeting.is_open and meeting.keeper == by.id
    return _named(city, meeting) | {
        "leaders": list(meeting.leaders),
        "keeper": people.name(conn, meeting.keeper),
        "is_mine": is_mine,
        "is_anothers": meeting.is_open and meeting.keeper != by.id,
        "waiting": len(meetings.items(conn, meeting_id)),
        "kinds": [[place, kind] for place, kind in enumerate(kinds(city)) if is_mine and kind != meeting.sub_channel],
    }


def item(conn: Connection, city: City, item_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """One item with its place, what it lacks, and what may be chosen for that. Raises ``Refusal("meeting_item_is_gone")``."""
    require_office(by)
    noted = meetings.item(conn, item_id)
    if noted is None:
        raise Refusal("meeting_item_is_gone")
    meeting = get(conn, noted.meeting, by=by)
    shown = _item(conn, city, meeting, noted.item)
    lacks = noted.item.lacks
    ids = [each.id for each in meetings.items(conn, noted.meeting)]
    return shown | {
        "meeting_id": meeting.id,
        "place": ids.index(item_id) + 1,
        "files": len(noted.files),
        "is_mine": meeting.is_open and meeting.keeper == by.id,
        "firms": [list(each) for each in near(conn, city, noted.item.firm)] if lacks == "firm" else [],
        "leaders": [[place, name] for place, name in enumerate(meeting.leaders)] if lacks == "leader" else [],
        "days": [packed(day) for day in _days(city, now)] if lacks == "day" else [],
    }


def item_of_ones_own(conn: Connection, city: City, item_id: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """``item`` for who is about to mend it. Raises what mending it would."""
    shown = item(conn, city, item_id, by=by, now=now)
    kept(conn, shown["meeting_id"], by=by)
    return shown


def read_back(conn: Connection, city: City, meeting_id: int, page: int, *, by: Person) -> dict[str, Any]:
    """念一遍: a page of what waits in the meeting. Raises ``Refusal("meeting_is_empty")``."""
    meeting = get(conn, meeting_id, by=by)
    found = meetings.items(conn, meeting_id)
    if not found:
        raise Refusal("meeting_is_empty" if meeting.is_open else "meeting_is_closed", meeting=meeting.name)
    here = pages.at(page, len(found), READ_AT_ONCE)
    shown = list(enumerate(here.of(found), here.skip + 1))
    return _named(city, meeting) | {
        "count": len(found),
        "rows": [_item(conn, city, meeting, each) | {"place": place} for place, each in shown],
        "choices": [[each.id, place] for place, each in shown],
        "is_mine": meeting.is_open and meeting.keeper == by.id,
        **here.facts,
    }


def _named(city: City, meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting_id": meeting.id,
        "meeting": meeting.name,
        "sub_channel": meeting.sub_channel,
        "held_on": city.calendar.opening(meeting.held_on).isoformat(),
        "is_open": meeting.is_open,
        "is_handed_out": meeting.is_handed_out,
    }


def _item(conn: Connection, city: City, meeting: Meeting, item: Item) -> dict[str, Any]:
    known = enterprises.get(conn, item.enterprise)["name"] if item.enterprise is not None else item.firm
    return {
        "item": item.id,
        "draft": draft_of(meeting.id, item.id),
        "firm": known,
        "is_new": item.is_new,
        "text": item.text,
        "leader": item.leader,
        "words": item.promise,
        "due_at": city.calendar.opening(item.due_on).isoformat() if item.due_on is not None else None,
        "lacks": item.lacks,
    }


def _days(city: City, now: datetime) -> list[date]:
    """Days to choose from: so many working days from now."""
    return [city.calendar.day(city.calendar.add_days(now, amount)) for amount in DAYS]
