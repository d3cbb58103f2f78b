"""Questions to the enterprise (请企业补充): who handles the ticket asks, the firm answers; the clock stands still meanwhile.

An answer is the firm's words or files: ``office.handling.work.add_material``.
"""

from datetime import datetime

from sqlalchemy import Connection

from office import files as passing
from office import tell
from office.act import act
from office.asking import asked
from office.talking.relay import QUOTES
from storage.clock import deadlines
from storage.clock.deadlines import Deadline
from storage.post import messages, posted
from storage.tickets import events, questions, tickets
from storage.tickets.events import Attachment, Text
from tickets import access, clocks, lifecycle, pauses
from tickets.agenda import Due
from tickets.city import City
from tickets.clocks import Duration
from tickets.lifecycle import Action
from tickets.notices import To
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.terms import State
from tickets.ticket import Ticket

REMIND_BEFORE = Duration(-1, "wd")


def ask(
    conn: Connection,
    city: City,
    ticket_id: int,
    words: str,
    *,
    by: Person,
    now: datetime,
    files: tuple[Attachment, ...] = (),
) -> Ticket:
    """Ask the enterprise (请企业补充): the handling clock stops until the answer, or until the wait runs out.

    Raises ``Refusal``: ``text_missing``, ``firm_is_out_of_reach`` (nobody would hear it), ``pauses_used_up``,
    ``pause_days_used_up``.
    """
    if not words.strip():
        raise Refusal("text_missing")
    ticket = tickets.get_to_change(conn, ticket_id)
    access.require(Action.ASK_ENTERPRISE, by, ticket)
    lifecycle.check(ticket, Action.ASK_ENTERPRISE, now=now, city=city)
    hearers = tell.audience(conn, city, ticket, To.CONTACT, now=now)
    if not hearers:
        raise Refusal("firm_is_out_of_reach", number=ticket.number)
    used = pauses.days_used(questions.pauses(conn, ticket.id, ticket.round), city.calendar)
    until = pauses.wait_until(now, used, city.clocks, city.calendar)
    if until is None:
        raise Refusal("pause_days_used_up", number=ticket.number, days=used)
    _watch(conn, city, ticket, until, now=now)
    text = Text(words, "question")
    done = act(conn, city, ticket_id, Action.ASK_ENTERPRISE, by=by, now=now, text=text, files=files)
    question = questions.last(conn, ticket_id)
    assert question is not None
    chats = [each.chat for each in hearers]
    asked.show_question(conn, city, done.ticket, question, chats, now=now, fresh=True, until=until)
    for hearer in hearers if files else []:
        passing.pass_on(conn, city, hearer, ticket, files, now=now)
    return done.ticket


def _watch(conn: Connection, city: City, ticket: Ticket, until: datetime, *, now: datetime) -> None:
    """Put down when the wait ends, and a reminder one working day before where there is time for one."""
    soon = clocks.after(until, REMIND_BEFORE, city.calendar)
    for kind, at in ((Due.QUESTION, until), (Due.QUESTION_SOON, soon)):
        if at > now:
            told = at if ticket.is_urgent else city.calendar.next_open(at)
            deadlines.plan(conn, ticket.id, kind, told, round=ticket.round)


def add_to_question(
    conn: Connection, city: City, ticket_id: int, files: tuple[Attachment, ...], *, by: Person, now: datetime
) -> Ticket:
    """Further pictures of the album that came with the question."""
    ticket = tickets.get(conn, ticket_id)
    access.require(Action.ASK_ENTERPRISE, by, ticket)
    events.append(conn, ticket, "question_added", by=by, now=now, from_state=ticket.state, files=files)
    for hearer in tell.audience(conn, city, ticket, To.CONTACT, now=now):
        passing.pass_on(conn, city, hearer, ticket, files, now=now)
    return ticket


def is_answer(conn: Connection, city: City, ticket_id: int, replied_to: tuple[int, int], *, by: Person) -> bool:
    """Whether a reply to a message of the ticket, a (chat, message) pair, answers what the firm is asked about it.

    A reply to somebody's own words is meant for them, and is talk.
    """
    ticket = tickets.get(conn, ticket_id)
    if ticket.state is not State.AWAITING_ENTERPRISE or access.standings(by, ticket).isdisjoint(access.FIRM):
        return False
    known = messages.find(conn, *replied_to)
    said = posted.get(conn, known.outbox) if known is not None and known.outbox is not None else None
    return said is not None and said.kind not in QUOTES


def nothing_to_add(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """The enterprise has nothing to add (无需补充): the clock runs on."""
    return act(conn, city, ticket_id, Action.NOTHING_TO_ADD, by=by, now=now).ticket


def withdraw(conn: Connection, city: City, ticket_id: int, *, by: Person, now: datetime) -> Ticket:
    """Take the question back (撤销提问): the clock runs on."""
    return act(
        conn, city, ticket_id, Action.WITHDRAW_QUESTION, by=by, now=now, extra={"how": "question_withdrawn"}
    ).ticket


def run_out(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """The wait is over without an answer: back to work."""
    ticket = tickets.get_to_change(conn, deadline.ticket)
    if ticket.state is State.AWAITING_ENTERPRISE:
        extra = {"how": "question_ran_out"}
        act(conn, city, ticket.id, Action.QUESTION_RUNS_OUT, by=CLOCK, now=now, extra=extra)


def remind(conn: Connection, city: City, deadline: Deadline, now: datetime) -> None:
    """The wait ends in a working day: the enterprise is asked once more. Not when it ends at once, after a jump of the clock."""
    ticket = tickets.get_to_change(conn, deadline.ticket)
    question = questions.last(conn, ticket.id)
    is_over = deadlines.is_another_due(conn, deadline, Due.QUESTION, now=now)
    if ticket.state is not State.AWAITING_ENTERPRISE or question is None or is_over:
        return
    chats = [each.chat for each in tell.audience(conn, city, ticket, To.CONTACT, now=now)]
    until = deadlines.planned(conn, ticket.id, Due.QUESTION)
    asked.show_question(conn, city, ticket, question, chats, now=now, fresh=True, until=until)
