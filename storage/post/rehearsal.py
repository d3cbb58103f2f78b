"""What a rehearsal needs to go on with a database whose Telegram is gone: the demo's sandbox forgets, the books do not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, func, select, union_all, update

from storage.clock import known
from storage.post import outbox as posting
from storage.post.outbox import NOWHERE
from storage.schema import cards, events, inbox, laid_aside, messages, outbox, people

CLOCK = "rehearsal_clock"


@dataclass(frozen=True, slots=True)
class Marks:
    """The highest numbers in use, 0 for none, and the last moment anything happened."""

    update: int
    message: int
    user: int
    at: datetime | None


_UPDATE = union_all(select(func.max(inbox.c.update_id)), select(func.max(laid_aside.c.update_id)))
_MESSAGE = union_all(select(func.max(messages.c.message)), select(func.max(cards.c.message)))
_USER = select(func.max(people.c.telegram_id))
_AT = union_all(*(select(func.max(column)) for column in (events.c.at, inbox.c.at, outbox.c.created_at)))
_STRANGERS = select(people.c.telegram_id, people.c.name, people.c.phone).where(people.c.telegram_id.is_not(None))
_NEWEST = (
    select(func.max(outbox.c.id))
    .where(outbox.c.chat == cards.c.chat, outbox.c.card == cards.c.card, outbox.c.done == "sent")
    .correlate(cards)
    .scalar_subquery()
)
_SHOWN = (
    select(outbox.c.chat, outbox.c.kind, outbox.c.facts, outbox.c.card, outbox.c.ticket, outbox.c.person)
    .select_from(cards.join(outbox, outbox.c.id == _NEWEST))
    .where(cards.c.ticket.is_not(None))
    .order_by(cards.c.at, outbox.c.id)
)
_FORGET = update(cards).values(message=NOWHERE)


def marks(conn: Connection) -> Marks:
    """How far the last rehearsal came."""
    moments = [moment for moment in conn.scalars(_AT) if moment is not None]
    if stopped := known.recall(conn, CLOCK):
        moments.append(datetime.fromisoformat(stopped))
    return Marks(_highest(conn, _UPDATE), _highest(conn, _MESSAGE), _highest(conn, _USER), max(moments, default=None))


def stop_the_clock(conn: Connection, *, now: datetime) -> None:
    """Keep the time: a clock that jumped may be far ahead of the last thing that happened."""
    known.learn(conn, CLOCK, now.isoformat())


def everybody(conn: Connection) -> list[tuple[int, str, str]]:
    """Whoever wrote to the bot: Telegram id, name, phone."""
    return [(row.telegram_id, row.name, row.phone or "") for row in conn.execute(_STRANGERS)]


def show_cards_again(conn: Connection, *, now: datetime) -> None:
    """Post what every ticket's cards last said: the messages that carried them are gone."""
    shown = conn.execute(_SHOWN).all()
    conn.execute(_FORGET)
    for row in shown:
        posting.post(
            conn,
            chat=row.chat,
            kind=row.kind,
            facts=row.facts,
            card=row.card,
            ticket=row.ticket,
            person=row.person,
            now=now,
        )


def _highest(conn: Connection, statement: Executable) -> int:
    return max((value or 0 for value in conn.execute(statement).scalars()), default=0)
