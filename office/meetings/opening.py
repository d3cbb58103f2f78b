"""Meetings from their opening to their end: who writes in one, what is mended of it, and when it collects again."""

from datetime import date, datetime

from sqlalchemy import Connection

from storage.doors import meetings
from storage.people import people
from tickets.city import City
from tickets.intake.meetings import CHANNEL, Meeting, read_opening
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role


def kinds(city: City) -> tuple[str, ...]:
    """The kinds of meeting: the sub-channels of 三会."""
    return city.sub_channels.get(CHANNEL, ())


def open_one(conn: Connection, city: City, line: str, *, by: Person, now: datetime) -> Meeting:
    """Open the meeting that the line describes. Who opens it is the only one who writes in it.

    Raises ``Refusal``: ``office_only``, ``meeting_is_open`` while another one is the person's, ``meeting_is_known``, and those
    of ``tickets.intake.meetings.read_opening``.
    """
    require_office(by)
    if (mine := meetings.kept_by(conn, by.id)) is not None:
        raise Refusal("meeting_is_open", meeting=mine.name)
    opening = read_opening(line, today=city.calendar.day(now), kinds=kinds(city))
    opened = meetings.open_one(conn, opening, keeper=by.id, now=now)
    if opened is None:
        raise Refusal("meeting_is_known", meeting=opening.name, day=_morning(city, opening.held_on))
    return get(conn, opened, by=by)


def reopen(conn: Connection, city: City, meeting_id: int, *, by: Person, now: datetime) -> Meeting:
    """Collect again in a meeting whose list was handed out (补记); whoever asks for it writes from now on."""
    require_office(by)
    meeting = _to_change(conn, meeting_id)
    if meeting.is_open:
        _require_keeper(conn, meeting, by)
        return meeting
    if (mine := meetings.kept_by(conn, by.id)) is not None:
        raise Refusal("meeting_is_open", meeting=mine.name)
    meetings.change(conn, meeting_id, closed_at=None, keeper=by.id)
    return get(conn, meeting_id, by=by)


def take_over(conn: Connection, city: City, meeting_id: int, *, by: Person, now: datetime) -> Meeting:
    """Write in an open meeting in the place of who did so far (接手)."""
    require_office(by)
    meeting = _to_change(conn, meeting_id)
    if not meeting.is_open:
        raise Refusal("meeting_is_closed", meeting=meeting.name)
    mine = meetings.kept_by(conn, by.id)
    if mine is not None and mine.id != meeting_id:
        raise Refusal("meeting_is_open", meeting=mine.name)
    meetings.change(conn, meeting_id, keeper=by.id)
    return get(conn, meeting_id, by=by)


def close(conn: Connection, city: City, meeting_id: int, *, by: Person, now: datetime) -> Meeting:
    """End a meeting in which nothing waits to be handed out. Raises ``Refusal("meeting_has_items")``."""
    meeting = kept(conn, meeting_id, by=by)
    if waiting := meetings.items(conn, meeting_id):
        raise Refusal("meeting_has_items", meeting=meeting.name, count=len(waiting))
    meetings.change(conn, meeting_id, closed_at=now)
    return get(conn, meeting_id, by=by)


def mend(conn: Connection, city: City, meeting_id: int, line: str, *, by: Person, now: datetime) -> Meeting:
    """Name, day and leaders anew, by a line like the one that opened it; the kind that was chosen stays."""
    meeting = kept(conn, meeting_id, by=by)
    opening = read_opening(line, today=city.calendar.day(now), kinds=kinds(city))
    other = meetings.held(conn, opening.name, opening.held_on)
    if other is not None and other.id != meeting_id:
        raise Refusal("meeting_is_known", meeting=opening.name, day=_morning(city, opening.held_on))
    meetings.change(
        conn,
        meeting_id,
        name=opening.name,
        held_on=opening.held_on,
        leaders=list(opening.leaders),
        sub_channel=meeting.sub_channel or opening.sub_channel,
    )
    return get(conn, meeting_id, by=by)


def choose_kind(conn: Connection, city: City, meeting_id: int, place: int, *, by: Person, now: datetime) -> Meeting:
    """The meeting's kind, by its place in the configuration. What was handed out keeps the one it was handed out under."""
    kept(conn, meeting_id, by=by)
    if place >= len(kinds(city)):
        raise Refusal("bad_button")
    meetings.change(conn, meeting_id, sub_channel=kinds(city)[place])
    return get(conn, meeting_id, by=by)


def kept_for(conn: Connection, city: City, meeting_id: int, *, by: Person) -> Meeting:
    """``kept``, for who is about to be asked something about the meeting."""
    return kept(conn, meeting_id, by=by)


def current(conn: Connection, city: City, *, by: Person) -> int | None:
    """The id of the meeting in which the person writes now."""
    mine = meetings.kept_by(conn, by.id) if by.holds(Role.OFFICE) else None
    return mine.id if mine is not None else None


def get(conn: Connection, meeting_id: int, *, by: Person) -> Meeting:
    """The meeting, for the office. Raises ``Refusal``: ``office_only``, ``no_such_meeting``."""
    require_office(by)
    found = meetings.get(conn, meeting_id)
    if found is None:
        raise Refusal("no_such_meeting")
    return found


def kept(conn: Connection, meeting_id: int, *, by: Person) -> Meeting:
    """The meeting, open and the person's to write in, locked.

    Raises ``Refusal``: ``office_only``, ``no_such_meeting``, ``meeting_is_closed``, ``meeting_is_anothers``.
    """
    require_office(by)
    meeting = _to_change(conn, meeting_id)
    if not meeting.is_open:
        raise Refusal("meeting_is_closed", meeting=meeting.name)
    _require_keeper(conn, meeting, by)
    return meeting


def require_office(by: Person) -> None:
    """Raises ``Refusal("office_only")``."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")


def _to_change(conn: Connection, meeting_id: int) -> Meeting:
    meeting = meetings.get_to_change(conn, meeting_id)
    if meeting is None:
        raise Refusal("no_such_meeting")
    return meeting


def _require_keeper(conn: Connection, meeting: Meeting, by: Person) -> None:
    if meeting.keeper != by.id:
        raise Refusal("meeting_is_anothers", meeting=meeting.name, who=people.name(conn, meeting.keeper))


def _morning(city: City, day: date) -> str:
    return city.calendar.opening(day).isoformat()
