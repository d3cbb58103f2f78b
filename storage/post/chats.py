"""Groups that Telegram gives another number: what is kept under the old one goes along."""

from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, select, update

from storage.post.outbox import NOWHERE
from storage.schema import cards, groups, outbox

_old: BindParameter[Any] = bindparam("old")
_new: BindParameter[Any] = bindparam("new")
_there = cards.alias("there")
_MOVE_WAITING = update(outbox).where(outbox.c.chat == _old, outbox.c.done.is_(None)).values(chat=_new)
_DROP_CARDS = delete(cards).where(
    cards.c.chat == _old, cards.c.card.in_(select(_there.c.card).where(_there.c.chat == _new))
)
_MOVE_CARDS = update(cards).where(cards.c.chat == _old).values(chat=_new, message=NOWHERE)
_WHOSE = (groups.c.unit, groups.c.region, groups.c.chain)
_GROUP = select(*_WHOSE).where(groups.c.chat == _new)
_DROP_GROUP = delete(groups).where(groups.c.chat == _old).returning(*_WHOSE)
_GIVE = (
    update(groups).where(groups.c.chat == _new).values({column: bindparam(f"its_{column.name}") for column in _WHOSE})
)
_MOVE_GROUP = update(groups).where(groups.c.chat == _old).values(chat=_new)


def migrate(conn: Connection, old: int, new: int) -> None:
    """A group became a supergroup: what waits, its cards and whose it is go with it.

    Message ids do not survive, and a number of the old group may be another message of the new one. So cards are sent
    anew at their next edit, and the old group's messages stay under its old number.
    """
    move = {"old": old, "new": new}
    conn.execute(_MOVE_WAITING, move)
    conn.execute(_DROP_CARDS, move)
    conn.execute(_MOVE_CARDS, move)
    there = conn.execute(_GROUP, {"new": new}).first()
    if there is None:
        conn.execute(_MOVE_GROUP, move)
        return
    left = conn.execute(_DROP_GROUP, {"old": old}).first()
    if left is not None and not any(there):
        conn.execute(_GIVE, {"new": new} | {f"its_{name}": key for name, key in left._mapping.items()})
