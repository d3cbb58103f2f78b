"""Files on their way: passed on to one side of a ticket by their ids, an album's pictures kept together."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from office import tell
from office.facts import files_of_grievance
from storage.post import posted
from storage.tickets.events import Attachment
from tickets.city import City
from tickets.notices import Notice
from tickets.ticket import Ticket

ALBUM_GATHERS = timedelta(seconds=1)
"""An album's pictures arrive one by one; they wait this long for each other."""


def pass_on(
    conn: Connection, city: City, listener: tell.Listener, ticket: Ticket, files: Sequence[Attachment], *, now: datetime
) -> int:
    """Post what somebody just sent and give its outbox id; a picture of an album that still gathers joins it."""
    album = files[0].album
    sent = [{"kind": file.kind, "file_id": file.file_id} for file in files]
    if album is not None and (waiting := posted.gathering(conn, listener.chat, album, now=now)) is not None:
        posted.add_files(conn, waiting, sent)
        return waiting.id
    facts = {"id": ticket.id, "number": ticket.number, "files": sent, "album": album}
    due = now + ALBUM_GATHERS if album is not None else now
    notice = Notice("files", facts=facts, ticket=ticket.id, due_at=due)
    return tell.pass_on(conn, city, listener, notice, now=now)


def to_handler(conn: Connection, city: City, ticket: Ticket, files: Sequence[Attachment], *, now: datetime) -> None:
    """Pass files that the enterprise just sent, if any, to whoever reads for the ticket's unit."""
    reader = tell.reader(conn, ticket)
    for listener in tell.audience(conn, city, ticket, reader, now=now) if files else []:
        pass_on(conn, city, listener, ticket, files, now=now)


def is_more_of_album(
    conn: Connection, city: City, ticket: Ticket, files: Sequence[Attachment], *, now: datetime
) -> bool:
    """Whether pictures that the enterprise just sent go with some that are still on their way to who reads for the unit."""
    if not files or files[0].album is None:
        return False
    readers = tell.audience(conn, city, ticket, tell.reader(conn, ticket), now=now)
    return any(posted.gathering(conn, each.chat, files[0].album, now=now) for each in readers)


def hand_over(conn: Connection, city: City, listener: tell.Listener, ticket: Ticket, *, now: datetime) -> None:
    """Give whoever takes a ticket on the files that came with it."""
    give(conn, city, listener, ticket, files_of_grievance(conn, ticket, listener.held), now=now)


def give(
    conn: Connection,
    city: City,
    listener: tell.Listener,
    ticket: Ticket,
    files: list[dict[str, str]],
    *,
    now: datetime,
) -> None:
    """Post files that are kept; without any, nothing."""
    if files:
        facts = {"id": ticket.id, "number": ticket.number, "files": files, "album": None}
        tell.pass_on(conn, city, listener, Notice("files", facts=facts, ticket=ticket.id), now=now)
