"""回复到群: a short public answer under the message that a ticket came from; numbers, the firm and the person masked.

It is read over before it is sent. What is confidential, withheld or about a unit is never answered there (``tickets.windows``).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import may, tell
from office.act import act
from office.reading import Reading
from storage.doors import mentions
from storage.doors.mentions import Place
from storage.people import groups
from storage.tickets import tickets
from storage.tickets.events import Text
from tickets import lifecycle
from tickets.city import City, name_in
from tickets.lifecycle import Action
from tickets.masking import hide, visible
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket

LONGEST = 300
"""Characters of an answer that a whole group reads."""


def read_over(
    conn: Connection, city: City, ticket_id: int, words: str = "", *, by: Person, now: datetime
) -> dict[str, Any]:
    """What the group would read, and which group that is: number, group, said, is_masked.

    Raises ``Refusal``: ``group_is_gone``, ``answer_too_long`` besides those of the move.
    """
    ticket = tickets.get(conn, ticket_id)
    may.require(conn, city, Action.ANSWER_IN_GROUP, by, ticket)
    lifecycle.check(ticket, Action.ANSWER_IN_GROUP, now=now, city=city)
    place = _place(conn, ticket)
    if len(words) > LONGEST:
        raise Refusal("answer_too_long", length=len(words), limit=LONGEST)
    said = _masked(conn, ticket, words)
    group = groups.get(conn, place.chat) or {}
    return {"number": ticket.number, "group": group.get("title"), "said": said, "is_masked": said != visible(words)}


def post(conn: Connection, city: City, ticket_id: int, words: str, *, by: Person, now: datetime) -> Ticket:
    """Answer in the group, as ``read_over`` shows it. Raises what that does, and ``text_missing``."""
    if not words.strip():
        raise Refusal("text_missing")
    seen = read_over(conn, city, ticket_id, words, by=by, now=now)
    done = act(conn, city, ticket_id, Action.ANSWER_IN_GROUP, by=by, now=now, text=Text(seen["said"], "public"))
    place = _place(conn, done.ticket)
    unit = name_in(city.unit, done.ticket.unit)
    facts = {"number": seen["number"], "unit": unit, "said": seen["said"]}
    if place.message is not None:
        facts["reply_to"] = place.message
    tell.say(conn, place.chat, Notice("group_answer", facts=facts), now=now)
    return done.ticket


def _place(conn: Connection, ticket: Ticket) -> Place:
    place = mentions.of(conn, ticket.id)
    group = groups.get(conn, place.chat) if place is not None else None
    if place is None or group is None or not group["is_member"]:
        raise Refusal("group_is_gone", number=ticket.number)
    return place


def _masked(conn: Connection, ticket: Ticket, words: str) -> str:
    """The words without numbers, and without the names of the firm and of who speaks for it."""
    known = Reading(conn, ticket)
    return hide(words, known.firm, known.filer.get("name"))
