"""Whether the texts are still those of their events: the words are kept apart, the chain holds their salted digests.

What was masked or erased by law has no fitting digest any more; a masked text has the one that its masking left in the chain.
"""

from sqlalchemy import Connection, func, select

from storage.engine import reading
from storage.schema import events, texts
from storage.tickets.events import digest_of

_MASKED = select(events.c.facts).where(events.c.name == "redacted").order_by(events.c.id)
_WORDS = (
    select(events.c.id.label("event"), events.c.text_digest, texts.c.id, texts.c.body, texts.c.salt, texts.c.erased_at)
    .outerjoin(texts, texts.c.event == events.c.id)
    .where(events.c.text_digest.is_not(None))
    .order_by(events.c.id)
)
_COUNT = select(func.count()).select_from(texts).where(texts.c.erased_at.is_not(None))
_COUNT_MASKED = _COUNT.where(texts.c.body.is_not(None))
_COUNT_ERASED = _COUNT.where(texts.c.body.is_(None))


def altered(conn: Connection) -> list[int]:
    """The events whose words are gone or are others than they were written with."""
    masked: dict[str, str] = {}
    for event in reading.rows(conn, _MASKED):
        masked |= (event["facts"] or {}).get("texts", {})
    found = []
    for row in conn.execute(_WORDS).yield_per(1000):
        if row.id is not None and row.body is None and row.erased_at is not None:
            continue
        expected = row.text_digest if row.erased_at is None else masked.get(str(row.id))
        if row.body is None or digest_of(row.body, row.salt) != expected:
            found.append(int(row.event))
    return found


def masked(conn: Connection) -> int:
    """How many texts had something hidden in them."""
    return conn.execute(_COUNT_MASKED).scalar_one()


def erased(conn: Connection) -> int:
    """How many texts are gone, erased by law."""
    return conn.execute(_COUNT_ERASED).scalar_one()
