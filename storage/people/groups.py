"""Telegram groups that the bot sits in: the one of each unit, and those of enterprises, each of a region or of a chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, bindparam, func, or_, select, update

from storage.engine.upsert import insert
from storage.schema import groups

_OF_UNIT = select(groups.c.chat).where(groups.c.unit == bindparam("unit"), groups.c.is_member.is_(True))
_GET = select(groups).where(groups.c.chat == bindparam("chat"))
_UNBIND = update(groups).where(groups.c.unit == bindparam("whose"))
_BIND = insert(groups)
_BIND = _BIND.on_conflict_do_update(
    index_elements=[groups.c.chat],
    set_={name: _BIND.excluded[name] for name in ("title", "unit", "region", "chain", "is_member")},
)
_MEMBER = update(groups).where(groups.c.chat == bindparam("which"))
_REGION, _CHAIN = bindparam("of_region", type_=String), bindparam("of_chain", type_=String)
_OF_ENTERPRISES = (
    select(func.count())
    .select_from(groups)
    .where(or_(groups.c.region.is_not(None), groups.c.chain.is_not(None)), groups.c.is_member.is_(True))
    .where(or_(_REGION.is_(None), groups.c.region == _REGION), or_(_CHAIN.is_(None), groups.c.chain == _CHAIN))
)


def of_unit(conn: Connection, unit: str) -> int | None:
    """The chat of the unit's group, or ``None`` when it has none that the bot sits in."""
    return conn.execute(_OF_UNIT, {"unit": unit}).scalar()


def get(conn: Connection, chat: int) -> dict[str, Any] | None:
    """What is kept of a group."""
    row = conn.execute(_GET, {"chat": chat}).first()
    return dict(row._mapping) if row else None


def bind(
    conn: Connection,
    chat: int,
    title: str,
    unit: str | None = None,
    *,
    region: str | None = None,
    chain: str | None = None,
    now: datetime,
) -> None:
    """Say whose group it is: a unit's, which has one at most, the newest; or the enterprises' of a region or a chain."""
    if unit is not None:
        conn.execute(_UNBIND, {"whose": unit, "unit": None})
    row = {"chat": chat, "title": title, "unit": unit, "region": region, "chain": chain}
    conn.execute(_BIND, row | {"is_member": True, "since": now})


def member(conn: Connection, chat: int, is_member: bool) -> None:
    """Note whether the bot still sits in the group."""
    conn.execute(_MEMBER, {"which": chat, "is_member": is_member})


def count_of_enterprises(conn: Connection, region: str | None = None, chain: str | None = None) -> int:
    """How many groups of enterprises the bot sits in; only those of a region, or of a chain, when one is named."""
    return int(conn.execute(_OF_ENTERPRISES, {"of_region": region, "of_chain": chain}).scalar_one())
