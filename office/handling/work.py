"""Working on a ticket: progress notes, material, resolve and its undoing."""

from datetime import datetime

from sqlalchemy import Connection

from office import facts, tell, watch
from office import files as passing
from office.act import Acted, act
from storage.tickets import events, followers, supports, tickets
from storage.tickets.events import Attachment, Text
from tickets import access
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import State
from tickets.ticket import Ticket


def note(
    conn: Connection,
    city: City,
    ticket_id: int,
    text: str,
    *,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Acted:
    """Keep an internal progress note (记录进展)."""
    if not text.strip() and not files:
        raise Refusal("text_missing")
    return act(conn, city, ticket_id, Action.NOTE, by=by, now=now, text=Text(text, "note"), files=files)


def add_material(
    conn: Connection,
    city: City,
    ticket_id: int,
    text: str,
    *,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Acted:
    """Add the enterprise's words or files to the ticket (补充材料); while it is asked something, this is the answer.

    A later picture of an album goes with the ones before, and is no news of its own.
    """
    if not text.strip() and not files:
        raise Refusal("text_missing")
    ticket = tickets.get_to_change(conn, ticket_id)
    kept = Text(text, "material") if text.strip() else None
    if kept is None and passing.is_more_of_album(conn, city, ticket, files, now=now):
        access.require(Action.ADD_MATERIAL, by, ticket)
        events.append(conn, ticket, "material_added", by=by, now=now, from_state=ticket.state, files=files)
        passing.to_handler(conn, city, ticket, files, now=now)
        return Acted(ticket, ticket, is_more_of_album=True)
    is_answer = ticket.state is State.AWAITING_ENTERPRISE
    action = Action.ANSWER if is_answer else Action.ADD_MATERIAL
    extra = {"said": text, "is_answer": is_answer}
    done = act(conn, city, ticket_id, action, by=by, now=now, text=kept, files=files, extra=extra)
    if is_answer and tell.reader(conn, ticket) is not To.OFFICER:
        tell.tell_parties(conn, city, done.ticket, "answered_to_office", (To.OFFICER,), now=now)
    passing.to_handler(conn, city, done.ticket, files, now=now)
    return done


def resolve(
    conn: Connection,
    city: City,
    ticket_id: int,
    result: str,
    *,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
    despite: str = "",
) -> Ticket:
    """Report the ticket as done (办结) with the result in writing; the enterprise is called back next.

    ``despite`` says why, where a supporting unit has not given its part. Raises ``Refusal``: ``result_missing`` without a
    written result, ``supports_unanswered`` without that reason.
    """
    if not result.strip():
        raise Refusal("result_missing")
    _over_supports(conn, ticket_id, despite, by=by, now=now)
    done = act(conn, city, ticket_id, Action.RESOLVE, by=by, now=now, text=Text(result, "result"), files=files)
    watch.plan_callback(conn, city, done.ticket, now=now)
    if files:
        _show(conn, city, done.ticket, files, now=now)
    return done.ticket


def _over_supports(conn: Connection, ticket_id: int, despite: str, *, by: Person, now: datetime) -> None:
    ticket = tickets.get_to_change(conn, ticket_id)
    access.require(Action.RESOLVE, by, ticket)
    waited_for = [each.unit for each in supports.of_ticket(conn, ticket_id) if each.is_open]
    if waited_for and not despite.strip():
        raise Refusal("supports_unanswered", number=ticket.number)
    if waited_for:
        told, why = {"units": waited_for}, Text(despite, "note")
        events.append(
            conn, ticket, "support_passed_over", by=by, now=now, from_state=ticket.state, facts=told, text=why
        )


def add_to_result(
    conn: Connection, city: City, ticket_id: int, files: tuple[Attachment, ...], *, by: Person, now: datetime
) -> Ticket:
    """Further pictures of the album whose words were the result."""
    ticket = tickets.get(conn, ticket_id)
    access.require(Action.RESOLVE, by, ticket)
    if ticket.state is not State.RESOLVED:
        raise Refusal("not_now", action="resolve", number=ticket.number, state=ticket.state, officer=ticket.officer)
    events.append(conn, ticket, "result_added", by=by, now=now, from_state=ticket.state, files=files)
    _show(conn, city, ticket, files, now=now)
    return ticket


def _show(conn: Connection, city: City, ticket: Ticket, files: tuple[Attachment, ...], *, now: datetime) -> None:
    for listener in tell.audience(conn, city, ticket, To.CONTACT, now=now):
        passing.pass_on(conn, city, listener, ticket, files, now=now)


def undo_resolve(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """Take the report back (撤销办结), until the callback is sent.

    Raises ``Refusal``: ``enterprise_says_solved`` where it was no report of the unit's that made it resolved,
    ``callback_already_sent`` where another enterprise that is merged with it was asked first.
    """
    ticket = tickets.get_to_change(conn, ticket_id)
    access.require(Action.UNDO_RESOLVE, by, ticket)
    if ticket.state is State.RESOLVED and facts.result(conn, ticket) is None:
        raise Refusal("enterprise_says_solved", number=ticket.number)
    if any(each.resolved_at == ticket.resolved_at is not None for each in followers.of_to_change(conn, ticket_id)):
        raise Refusal("callback_already_sent", number=ticket.number)
    done = act(conn, city, ticket_id, Action.UNDO_RESOLVE, by=by, now=now)
    return done.ticket
