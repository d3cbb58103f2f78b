"""How the office ends a ticket on its own judgement (研判销号, 移交销号), and how the enterprise contests that (申请复核)."""

from datetime import datetime

from sqlalchemy import Connection

from office import files as passing
from office import tell
from office.act import act
from office.callbacks import callback_card
from office.handling import former
from office.may import ENDINGS
from storage.people import people
from storage.tickets import callbacks, events, texts
from storage.tickets.events import Attachment, Text
from tickets import clocks
from tickets.city import City
from tickets.identity import body_name
from tickets.lifecycle import Action
from tickets.notices import To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket


def adjudicate(conn: Connection, city: City, ticket_id: int, *, words: str, by: Person, now: datetime) -> Ticket:
    """End the ticket on the office's judgement (研判销号). Raises ``Refusal("reason_missing")``."""
    return _end(conn, city, ticket_id, Action.ADJUDICATE, words, by=by, now=now)


def hand_outside(
    conn: Connection, city: City, ticket_id: int, to: str, *, words: str, by: Person, now: datetime
) -> Ticket:
    """End the ticket here because a body outside of the mechanism takes it (移交销号), and say which.

    Raises ``Refusal("outside_unfit")``, ``("outside_is_ours")``, ``("reason_missing")``.
    """
    return _end(conn, city, ticket_id, Action.HAND_OUTSIDE, words, by=by, now=now, outside=_outside(city, to))


def _end(
    conn: Connection, city: City, ticket_id: int, action: Action, words: str, *, by: Person, now: datetime, **more: str
) -> Ticket:
    if not words.strip():
        raise Refusal("reason_missing", action=action.value)
    contest_by = clocks.after(now, city.clocks.contest_window, city.calendar)
    extra = {"words": words, "contest_by": contest_by.isoformat(), **more}
    text = Text("\n".join([*more.values(), words]), "reason")
    done = act(conn, city, ticket_id, action, by=by, now=now, text=text, extra=extra)
    former.inform(conn, city, done.before, "ended_over_you", by=by, now=now, closing=str(done.ticket.closing))
    _take_the_callback_back(conn, city, done.ticket, now=now)
    return done.ticket


def _take_the_callback_back(conn: Connection, city: City, ticket: Ticket, *, now: datetime) -> None:
    """Nobody is asked any more: a callback that lies before somebody says so."""
    asked = callbacks.last(conn, ticket.id)
    if asked is not None and not asked.is_settled and asked.round == ticket.round:
        callback_card.show(conn, city, ticket, asked, callback_card.lies_in(conn, asked), now=now, fresh=False)


def named(conn: Connection, city: City, ticket_id: int, typed: str, *, by: Person, now: datetime) -> str:
    """Whom somebody typed that a ticket is handed to.

    Raises ``Refusal("text_too_long")``, ``("outside_unfit")``, ``("outside_is_ours")``.
    """
    return _outside(city, typed)


def _outside(city: City, typed: str) -> str:
    if len(typed) > LONGEST_NAME:
        raise Refusal("text_too_long", length=len(typed), limit=LONGEST_NAME)
    name = body_name(typed)
    if name is None:
        raise Refusal("outside_unfit")
    if name in {unit.name for unit in city.unit.values()}:
        raise Refusal("outside_is_ours", unit=name)
    return name


LONGEST_NAME = 60


def contest(
    conn: Connection,
    city: City,
    ticket_id: int,
    *,
    words: str,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Ticket:
    """Have the office look again at what it ended (申请复核), once: back to triage, for another person to decide.

    Raises ``Refusal("text_missing")``.
    """
    if not words.strip():
        raise Refusal("text_missing")
    ended = events.last(conn, ticket_id, *ENDINGS)
    extra = {
        "said": words,
        "ended": ended["name"] if ended else None,
        "ended_by": people.name(conn, ended["by"]) if ended else "",
        "reason": ended["facts"].get("reason") if ended else None,
        "reason_words": texts.came_with(conn, ended["id"]) if ended else "",
    }
    text = Text(words, "again")
    done = act(conn, city, ticket_id, Action.CONTEST, by=by, now=now, text=text, files=files, extra=extra).ticket
    if files:
        for listener in tell.audience(conn, city, done, To.OFFICE, now=now):
            passing.pass_on(conn, city, listener, done, files, now=now)
    return done
