"""The sentence that goes with a callback's answers: the office has it at once, the handler by the contact's or its choice."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from office import files as passing
from office import tell
from office.act import act
from office.callbacks.answers import mine
from office.callbacks.callback_card import lies_in, show
from office.callbacks.settling import keep
from office.facts import WITH_A_REMARK
from storage.clock.deadlines import Deadline
from storage.post import messages
from storage.tickets import callbacks, events, texts, tickets
from storage.tickets.events import Attachment, Text
from tickets import callback as rules
from tickets.callback import Callback, RemarkTo
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket


def remark(
    conn: Connection,
    city: City,
    callback_id: int,
    words: str,
    *,
    by: Person,
    chat: int,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Callback:
    """Keep the contact's sentence; the office has it at once, the handler when the contact chooses so."""
    asked, ticket = mine(conn, callback_id, by)
    after = take(conn, city, asked, ticket, words, by=by, now=now, files=files)
    return keep(conn, city, ticket, after, by=by, now=now, chats=[chat])


def take(
    conn: Connection,
    city: City,
    asked: Callback,
    ticket: Ticket,
    words: str,
    *,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Callback:
    """Keep the sentence, written or spoken into a telephone; it counts with the answers that ``settling.keep`` keeps next."""
    if not words.strip():
        raise Refusal("text_missing")
    text = Text(words, "remark")
    _, written = events.append(
        conn, ticket, "remarked", by=by, now=now, from_state=ticket.state, text=text, files=files
    )
    callbacks.save(conn, asked.id, remark=written)
    after = replace(asked, remark=written)
    for office in tell.audience(conn, city, ticket, To.OFFICE, now=now):
        if office.person != by.id:
            _say(conn, city, office, ticket, after, words, now, fresh=True)
            if files:
                passing.pass_on(conn, city, office, ticket, files, now=now)
    return after


def add_to_remark(
    conn: Connection, city: City, callback_id: int, files: tuple[Attachment, ...], *, by: Person, now: datetime
) -> None:
    """Further pictures of the album that came with the sentence."""
    _, ticket = mine(conn, callback_id, by)
    events.append(conn, ticket, "remark_added", by=by, now=now, from_state=ticket.state, files=files)
    for office in tell.audience(conn, city, ticket, To.OFFICE, now=now):
        passing.pass_on(conn, city, office, ticket, files, now=now)


def direct_remark(
    conn: Connection, city: City, callback_id: int, to: RemarkTo, *, by: Person, chat: int, now: datetime
) -> Callback:
    """可转办理人 / 只给办公室: whether the handler reads the sentence too. Chosen once; never who is complained about."""
    asked, ticket = mine(conn, callback_id, by)
    if to not in rules.CHOICES:
        raise Refusal("bad_button", callback=asked.id)
    if asked.remark is None:
        raise Refusal("text_missing")
    if not rules.wants_direction(asked):
        raise Refusal("directed_already", callback=asked.id)
    after = _directed(conn, city, ticket, asked, to, now=now)
    if to is RemarkTo.HANDLER and ticket.unit != ticket.about_unit:
        _hand_over(conn, city, ticket, asked, now=now)
    return keep(conn, city, ticket, after, by=by, now=now, chats=[chat])


def release(conn: Connection, city: City, callback_id: int, *, by: Person, now: datetime) -> Ticket:
    """放行: the office lets the handler read a sentence that the contact left to it; never who is complained about.

    Raises ``Refusal``: ``directed_already``, ``kept_for_the_office``, ``remark_is_about_them``, ``nobody_there``.
    """
    asked = callbacks.get(conn, callback_id)
    if asked is None or not by.holds(Role.OFFICE):
        raise Refusal("no_such_ticket", number=None)
    ticket = tickets.get_to_change(conn, asked.ticket)
    if asked.remark is None:
        raise Refusal("bad_button")
    if asked.remark_to is not None:
        is_theirs = asked.remark_to is RemarkTo.OFFICE_ONLY
        raise Refusal("kept_for_the_office" if is_theirs else "directed_already", number=ticket.number)
    if ticket.unit == ticket.about_unit and ticket.unit is not None:
        raise Refusal("remark_is_about_them", number=ticket.number)
    if not tell.audience(conn, city, ticket, To.OFFICER, now=now):
        raise Refusal("nobody_there", number=ticket.number)
    done = act(conn, city, ticket.id, Action.RELEASE, by=by, now=now, facts={"callback": asked.id})
    after = _directed(conn, city, done.ticket, asked, RemarkTo.RELEASED, now=now)
    _hand_over(conn, city, done.ticket, asked, now=now)
    show(conn, city, done.ticket, after, lies_in(conn, after), now=now, fresh=False)
    return done.ticket


def summarise(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """Nobody chose in time: the officer hears that there is a bad answer, and none of its words."""
    asked = callbacks.of_round(conn, deadline.ticket, deadline.round)
    ticket = tickets.get(conn, deadline.ticket)
    if asked is None or asked.remark_to is not None or not asked.is_bad:
        return
    if ticket.unit is None or ticket.unit == ticket.about_unit:
        return
    for officer in tell.audience(conn, city, ticket, To.OFFICER, now=now):
        body = {"number": ticket.number, "solved": asked.solved}
        tell.say(conn, officer.chat, Notice("remark_summary", facts=body, ticket=ticket.id), now=now)


def _directed(
    conn: Connection, city: City, ticket: Ticket, asked: Callback, to: RemarkTo, *, now: datetime
) -> Callback:
    """It is decided who reads the sentence, and the office sees it."""
    callbacks.save(conn, asked.id, remark_to=to)
    after = replace(asked, remark_to=to)
    words = _words(conn, asked)
    lies = messages.showing(conn, _card(asked))
    for office in tell.audience(conn, city, ticket, To.OFFICE, now=now):
        if office.chat in lies:
            _say(conn, city, office, ticket, after, words, now, fresh=False)
    return after


def _hand_over(conn: Connection, city: City, ticket: Ticket, asked: Callback, *, now: datetime) -> None:
    until = callbacks.next_asked(conn, ticket.id, asked.round)
    files = texts.files(conn, ticket.id, *WITH_A_REMARK, since=asked.asked_at, until=until)
    for handler in tell.audience(conn, city, ticket, To.OFFICER, now=now):
        body = {"number": ticket.number, "said": _words(conn, asked), "is_for_office": False}
        tell.pass_on(conn, city, handler, Notice("remark", facts=body, ticket=ticket.id), now=now)
        passing.give(conn, city, handler, ticket, files, now=now)


def _say(
    conn: Connection,
    city: City,
    office: tell.Listener,
    ticket: Ticket,
    asked: Callback,
    words: str,
    now: datetime,
    *,
    fresh: bool,
) -> None:
    body = {
        "number": ticket.number,
        "said": words,
        "callback": asked.id,
        "is_for_office": True,
        "remark_to": asked.remark_to,
        "may_release": asked.remark_to is None and ticket.unit is not None and ticket.unit != ticket.about_unit,
    }
    notice = Notice("remark", facts=body, card=_card(asked), fresh=fresh, ticket=ticket.id)
    tell.pass_on(conn, city, office, notice, now=now)


def _words(conn: Connection, asked: Callback) -> str:
    return texts.newest_wording(conn, asked.remark) if asked.remark is not None else ""


def _card(asked: Callback) -> str:
    return f"remark:{asked.id}"
