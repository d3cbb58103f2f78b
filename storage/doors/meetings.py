"""Meetings (三会) and what is noted in them, up to the tickets that it becomes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from storage.engine import upsert
from storage.schema import meeting_items, meetings
from storage.tickets.events import Attachment
from tickets.intake.meetings import Item, Meeting, Opening

_COLUMNS = (
    meetings.c.id,
    meetings.c.name,
    meetings.c.sub_channel,
    meetings.c.held_on,
    meetings.c.leaders,
    meetings.c.keeper,
    meetings.c.closed_at.is_(None).label("is_open"),
    meetings.c.handed_at.is_not(None).label("is_handed_out"),
)
_OPEN = (
    upsert.insert(meetings)
    .on_conflict_do_nothing(index_elements=[meetings.c.name, meetings.c.held_on])
    .returning(meetings.c.id)
)
_SELECT = select(*_COLUMNS)
_GET = _SELECT.where(meetings.c.id == bindparam("which"))
_GET_TO_CHANGE = _GET.with_for_update()
_HELD = _SELECT.where(meetings.c.name == bindparam("name"), meetings.c.held_on == bindparam("day"))
_KEPT_BY = (
    _SELECT.where(meetings.c.keeper == bindparam("person"), meetings.c.closed_at.is_(None))
    .order_by(meetings.c.id.desc())
    .limit(1)
)
_RECENT = (
    _SELECT.order_by(meetings.c.held_on.desc(), meetings.c.id.desc()).limit(bindparam("room")).offset(bindparam("skip"))
)
_HOW_MANY = select(func.count()).select_from(meetings)
_CHANGE = update(meetings).where(meetings.c.id == bindparam("which"))
_REPORT = update(meetings).where(meetings.c.id == bindparam("which"), meetings.c.reported_at.is_(None))

_ITEM_COLUMNS = [meeting_items.c[name] for name in Item.__dataclass_fields__]
_NOTE = insert(meeting_items).returning(meeting_items.c.id)
_ITEM = select(meeting_items).where(meeting_items.c.id == bindparam("which"))
_ITEMS = (
    select(*_ITEM_COLUMNS)
    .where(meeting_items.c.meeting == bindparam("meeting"), meeting_items.c.ticket.is_(None))
    .order_by(meeting_items.c.id)
)
_LAST = (
    select(meeting_items)
    .where(meeting_items.c.meeting == bindparam("meeting"), meeting_items.c.ticket.is_(None))
    .order_by(meeting_items.c.id.desc())
    .limit(1)
)
_BY_MESSAGE = select(meeting_items).where(
    meeting_items.c.chat == bindparam("chat"),
    meeting_items.c.message == bindparam("message"),
    meeting_items.c.ticket.is_(None),
)
_SET = update(meeting_items).where(meeting_items.c.id == bindparam("which"), meeting_items.c.ticket.is_(None))
_DROP = delete(meeting_items).where(meeting_items.c.id == bindparam("which"), meeting_items.c.ticket.is_(None))
_OF_TICKET = select(meeting_items.c.meeting).where(meeting_items.c.ticket == bindparam("ticket"))


@dataclass(frozen=True, slots=True)
class Noted:
    """An item with where it stands and how it came: the message, its files, when more of the same message may come until."""

    item: Item
    meeting: int
    said: str
    files: tuple[Attachment, ...]
    source: tuple[int, int]
    goes_on_after: int | None


def open_one(conn: Connection, opening: Opening, *, keeper: int, now: datetime) -> int | None:
    """Write a meeting down; ``None`` when one of that name and day is there already."""
    row = {
        "name": opening.name,
        "sub_channel": opening.sub_channel,
        "held_on": opening.held_on,
        "leaders": list(opening.leaders),
        "keeper": keeper,
        "opened_at": now,
    }
    return conn.execute(_OPEN, row).scalar()


def get(conn: Connection, meeting: int) -> Meeting | None:
    """The meeting, or ``None``."""
    return _meeting(conn.execute(_GET, {"which": meeting}).first())


def get_to_change(conn: Connection, meeting: int) -> Meeting | None:
    """``get``, locked until the transaction ends."""
    return _meeting(conn.execute(_GET_TO_CHANGE, {"which": meeting}).first())


def held(conn: Connection, name: str, day: date) -> Meeting | None:
    """The meeting of that name on that day, or ``None``."""
    return _meeting(conn.execute(_HELD, {"name": name, "day": day}).first())


def kept_by(conn: Connection, person: int) -> Meeting | None:
    """The meeting in which the person writes now, or ``None``."""
    return _meeting(conn.execute(_KEPT_BY, {"person": person}).first())


def recent(conn: Connection, *, room: int, skip: int) -> list[Meeting]:
    """Meetings, the latest first."""
    rows = conn.execute(_RECENT, {"room": room, "skip": skip}).all()
    return [found for row in rows if (found := _meeting(row)) is not None]


def how_many(conn: Connection) -> int:
    """How many meetings there are."""
    return int(conn.execute(_HOW_MANY).scalar_one())


def change(conn: Connection, meeting: int, **values: Any) -> None:
    """Set columns of the meeting (name, sub_channel, held_on, leaders, keeper, closed_at, handed_at)."""
    conn.execute(_CHANGE, {"which": meeting} | values)


def report(conn: Connection, meeting: int, *, now: datetime) -> bool:
    """Note that its digest goes out; ``False`` when it did before."""
    return conn.execute(_REPORT, {"which": meeting, "reported_at": now}).rowcount == 1


def of_ticket(conn: Connection, ticket: int) -> int | None:
    """The meeting in which the ticket was noted, or ``None``."""
    return conn.execute(_OF_TICKET, {"ticket": ticket}).scalar()


# --- items -----------------------------------------------------------------------------------------------------------


def note(conn: Connection, noted: Noted, *, now: datetime) -> int:
    """Write an item down; gives its id."""
    chat, message = noted.source
    row = asdict(noted.item) | {"meeting": noted.meeting, "said": noted.said, "chat": chat, "message": message}
    row |= {"files": [asdict(file) for file in noted.files], "goes_on_after": noted.goes_on_after, "at": now}
    del row["id"]
    return int(conn.execute(_NOTE, row).scalar_one())


def item(conn: Connection, which: int) -> Noted | None:
    """The item, unless it is gone or a ticket by now."""
    row = conn.execute(_ITEM, {"which": which}).first()
    return _noted(row) if row is not None and row.ticket is None else None


def items(conn: Connection, meeting: int) -> list[Item]:
    """All of the meeting that are no tickets yet, in the order they were noted."""
    return [Item(**row._mapping) for row in conn.execute(_ITEMS, {"meeting": meeting})]


def last(conn: Connection, meeting: int) -> Noted | None:
    """The newest of them, or ``None``."""
    row = conn.execute(_LAST, {"meeting": meeting}).first()
    return _noted(row) if row is not None else None


def by_message(conn: Connection, source: tuple[int, int]) -> Noted | None:
    """The item that came by that message, unless it is a ticket by now."""
    row = conn.execute(_BY_MESSAGE, {"chat": source[0], "message": source[1]}).first()
    return _noted(row) if row is not None else None


def set_item(conn: Connection, which: int, **values: Any) -> None:
    """Set columns of an item that is no ticket yet."""
    conn.execute(_SET, {"which": which} | values)


def keep_files(conn: Connection, which: int, files: Sequence[Attachment]) -> None:
    """These are the item's files from now on."""
    set_item(conn, which, files=[asdict(file) for file in files])


def drop(conn: Connection, which: int) -> bool:
    """Take an item out; ``False`` when it is gone or a ticket."""
    return conn.execute(_DROP, {"which": which}).rowcount == 1


def became(conn: Connection, which: int, ticket: int) -> None:
    """The item is a ticket now, which alone has its words, so that what is erased there stands nowhere else."""
    nothing = dict.fromkeys(("said", "text", "firm", "promise", "leader", "due_on"))
    conn.execute(_SET, {"which": which, "ticket": ticket, "files": []} | nothing)


def _meeting(row: Row[Any] | None) -> Meeting | None:
    if row is None:
        return None
    values = dict(row._mapping)
    return Meeting(**values | {"leaders": tuple(row.leaders), "is_open": bool(row.is_open)})


def _noted(row: Row[Any]) -> Noted:
    values = {name: row._mapping[name] for name in Item.__dataclass_fields__}
    files = tuple(Attachment(**file) for file in row.files)
    return Noted(Item(**values), row.meeting, row.said, files, (row.chat, row.message), row.goes_on_after)
