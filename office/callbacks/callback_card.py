"""The callback's card: how it reads, in every chat where it lies."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from office import facts, tell
from storage.post import messages
from storage.tickets import callbacks, tickets
from tickets import callback as rules
from tickets.access import Standing
from tickets.callback import Callback, Question
from tickets.city import City, name_in
from tickets.lifecycle import MOVE, Action
from tickets.notices import Notice
from tickets.ticket import Ticket

FILER = frozenset({Standing.FILER})

ASKED_IN = MOVE[Action.SEND_CALLBACK].source
"""States in which a ticket waits for its callback's answer."""


def lies_in(conn: Connection, asked: Callback) -> set[int]:
    """The chats that have the callback's card."""
    return set(messages.showing(conn, _card(asked)))


def refresh_one(conn: Connection, city: City, callback_id: int, chat: int, *, now: datetime) -> None:
    """Edit the callback's card in one chat, where it lies there."""
    asked = callbacks.get(conn, callback_id)
    if asked is not None and chat in lies_in(conn, asked):
        show(conn, city, tickets.get(conn, asked.ticket), asked, [chat], now=now, fresh=False)


def show(
    conn: Connection,
    city: City,
    ticket: Ticket,
    asked: Callback,
    chats: Iterable[int],
    *,
    now: datetime,
    fresh: bool,
    is_reminder: bool = False,
) -> None:
    """Have the callback's card read in these chats as it stands; ``fresh`` as news.

    What the office was told by phone is shown, and nothing more is asked in chat.
    """
    is_phoned = asked.phoned_by is not None
    is_over = not asked.is_settled and ticket.state not in ASKED_IN
    body = facts.of_ticket(conn, city, ticket, FILER, now=now)
    body |= {
        "callback": asked.id,
        "round": asked.round,
        "ticket_round": ticket.round,
        "asked_unit": name_in(city.unit, asked.unit),
        "solved": asked.solved,
        "satisfaction": asked.satisfaction,
        "contacted": asked.contacted,
        "wants_rework": asked.wants_rework,
        "has_remark": asked.remark is not None,
        "remark_to": asked.remark_to,
        "is_settled": asked.is_settled or is_over,
        "is_bad": asked.is_bad,
        "is_phoned": is_phoned,
        "is_reminder": is_reminder,
        "wants_direction": not is_phoned and rules.wants_direction(asked) and ticket.unit != ticket.about_unit,
        "may_ask_rework": not is_phoned and not is_over and rules.may_ask_rework(asked),
        "next": Question.DONE if is_over else _next(asked),
    }
    notice = Notice("callback", facts=body, card=_card(asked), fresh=fresh, ticket=ticket.id)
    for chat in sorted(chats):
        tell.say(conn, chat, notice, now=now)


def _next(asked: Callback) -> Question:
    is_over = asked.phoned_by is not None or (asked.is_settled and asked.solved is None)
    return Question.DONE if is_over else rules.next_question(asked)


def _card(asked: Callback) -> str:
    return f"callback:{asked.id}"
