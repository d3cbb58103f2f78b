"""Messages that are to say something else than when they were sent: which they are, and what became of the attempt."""

from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, case, func, select

from storage.masking.redaction import Quote
from storage.schema import cards, messages, outbox

_SAID_IN = select(messages.c.message).where(messages.c.outbox == bindparam("which")).order_by(messages.c.message)
_SHOWS = select(cards.c.message).where(cards.c.chat == bindparam("chat"), cards.c.card == bindparam("card"))
_COMING = select(func.count(), func.coalesce(func.sum(case((outbox.c.fresh, 1), else_=0)), 0)).where(
    outbox.c.done.is_(None),
    outbox.c.chat == bindparam("chat"),
    outbox.c.card == bindparam("card"),
    outbox.c.due_at <= bindparam("now"),
)
_MENDS = select(outbox.c.chat, outbox.c.done).where(
    outbox.c.ticket == bindparam("ticket"),
    outbox.c.kind == "mend",
    outbox.c.facts["of"].as_integer() == bindparam("of", type_=Integer),
)


def said_in(conn: Connection, quote: Quote) -> list[int]:
    """The messages in its chat that say it, the one with its words first."""
    return list(conn.execute(_SAID_IN, {"which": quote.id}).scalars())


def is_shown(conn: Connection, quote: Quote, message: int, *, now: datetime) -> tuple[bool, bool]:
    """Whether the message still is its card's own and keeps its keys, and whether it is edited by what waits anyway."""
    if quote.card is None:
        return True, False
    where = {"chat": quote.chat, "card": quote.card}
    is_own = conn.execute(_SHOWS, where).scalar() == message
    coming, fresh = conn.execute(_COMING, where | {"now": now}).one()
    return is_own and not fresh, is_own and bool(coming) and not fresh


def mends(conn: Connection, ticket: int, of: int) -> list[tuple[int, str | None]]:
    """The chat of every message that was to be mended after that event, and what became of it."""
    return [(row.chat, row.done) for row in conn.execute(_MENDS, {"ticket": ticket, "of": of})]
