"""全部交办: everything noted in a meeting becomes a ticket together, each with its own number, unit and clocks, or none does."""

from datetime import datetime

from sqlalchemy import Connection

from office.intake import on_behalf
from office.intake.forms import from_text
from office.intake.on_behalf import Caller
from office.meetings import promises, report
from office.meetings.opening import kept, kinds
from storage.doors import meetings
from tickets.city import City
from tickets.intake.meetings import CHANNEL, Item, Meeting, draft_of
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket


def hand_out(conn: Connection, city: City, meeting_id: int, *, by: Person, now: datetime) -> list[Ticket]:
    """File all that waits in the meeting, and end it. One that cannot be filed holds up all: the list goes out together.

    Raises ``Refusal``: ``meeting_kind_missing``, ``meeting_is_empty``, ``meeting_items_lack`` with the places of those that still
    lack something, and those of ``opening.kept``: whoever presses second reads that the meeting is over.
    """
    meeting = kept(conn, meeting_id, by=by)
    items = meetings.items(conn, meeting_id)
    if not items:
        raise Refusal("meeting_is_empty", meeting=meeting.name)
    if meeting.sub_channel is None and kinds(city):
        raise Refusal("meeting_kind_missing", meeting=meeting.name)
    lacking = [place for place, item in enumerate(items, 1) if item.lacks is not None]
    if lacking:
        raise Refusal("meeting_items_lack", places=lacking)
    filed = [_file(conn, city, meeting, item, by=by, now=now) for item in items]
    meetings.change(conn, meeting_id, closed_at=now, **({} if meeting.is_handed_out else {"handed_at": now}))
    report.plan(conn, city, meeting_id, now=now)
    return filed


def _file(conn: Connection, city: City, meeting: Meeting, item: Item, *, by: Person, now: datetime) -> Ticket:
    noted = meetings.item(conn, item.id)
    assert noted is not None
    form = from_text(
        city,
        draft_of(meeting.id, item.id),
        item.text,
        CHANNEL,
        sub_channel=meeting.sub_channel,
        files=noted.files,
        sources=(noted.source,),
    )
    caller = Caller(firm=item.enterprise, firm_name=item.firm or "")
    ticket = on_behalf.log(conn, city, form, caller, by=by, now=now)
    meetings.became(conn, item.id, ticket.id)
    if item.promise is not None and item.leader is not None:
        promises.keep(conn, city, ticket, meeting, item, by=by, now=now)
    return ticket
