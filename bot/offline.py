"""What the command line does without Telegram: one short visit to the database each.

Each function imports the rooms it visits when it runs: a command answers in under half a second.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.config import Config
from bot.now import system_now
from storage.engine.database import Database, DatabaseUnavailable
from storage.engine.opening import open_database
from tickets.clocks import Duration
from tickets.exporting import Asked
from tickets.people import COMMAND_LINE


async def opened(config: Config, *, must_be_current: bool = True) -> Database:
    """The database that the configuration names. Raises ``DatabaseUnavailable``."""
    db = await open_database(config.database_url, may_create=not must_be_current)
    try:
        if must_be_current and not await db.is_current():
            raise DatabaseUnavailable("The database has no schema of this version yet: run `buqiuren migrate` first.")
    except DatabaseUnavailable:
        await db.close()
        raise
    return db


async def check(config: Config) -> list[str]:
    """Notes on how the configuration fits the books; none where there is no database yet. Raises ``CannotStart``."""
    from bot import starting

    try:
        db = await opened(config)
    except DatabaseUnavailable:
        return []
    try:
        return await starting.check(db, config)
    finally:
        await db.close()


async def migrate(config: Config) -> None:
    """Bring the database to the newest schema."""
    db = await opened(config, must_be_current=False)
    try:
        await db.migrate()
    finally:
        await db.close()


async def invite(config: Config, role: str, *, unit: str | None, name: str | None, expires: Duration) -> str:
    """Make an invitation; returns its link, with BOT for the bot's name as long as it never ran."""
    from office.people import inviting
    from storage.clock import known
    from tickets.terms import Role

    db = await opened(config, must_be_current=False)
    try:
        await db.migrate()
        async with db.transaction() as hop:
            made = await hop(
                inviting.invite,
                config.city,
                Role(role),
                by=COMMAND_LINE,
                now=system_now(),
                unit=unit,
                name=name,
                expires=expires,
            )
            bot_name = await hop(known.recall, "username")
    finally:
        await db.close()
    return f"https://t.me/{bot_name or 'BOT'}?start=inv_{made.token}"


async def board(config: Config) -> str:
    """Make a one-time link to the board; as long as nobody said where the pages are, it leads to this machine."""
    from dataclasses import replace

    from office.numbers import links
    from storage.clock import known
    from tickets.links import BOARD

    city = replace(config.city, pages_url=config.web.base_url)
    db = await opened(config)
    try:
        async with db.transaction() as hop:
            now = await hop(known.latest_moment, system_now())
            made = await hop.commit(links.make, city, BOARD, by=COMMAND_LINE, now=now, one_time=True)
    finally:
        await db.close()
    return str(made.url)


async def digest(config: Config, period: str, day: date | None, scope: str) -> dict[str, Any]:
    """A period's digest in plain values: as it was published, or else as it is counted now.

    Raises ``Refusal`` as ``office.numbers.digest`` does.
    """
    from office.numbers import publishing
    from storage.clock import known
    from tickets.periods import Period, PeriodKind
    from tickets.scopes import Scope

    db = await opened(config)
    try:
        now = await db.read(known.latest_moment, system_now())
        chosen = Period.of(PeriodKind(period), day or config.city.calendar.day(now), config.city.calendar.zone)
        of = Scope.read(scope)
        return await db.count(await db.read(publishing.facts, config.city, period=chosen, scope=of, now=now))
    finally:
        await db.close()


async def export(
    config: Config,
    asked: Asked,
    target: Path,
    *,
    begin: Callable[[int], object],
    advance: Callable[[int], object],
) -> int:
    """The ledger as a file, once it is written down that it leaves; gives how many rows it has, and tells ``begin`` so before.

    Raises like ``exporting.begin`` and ``exports.write``.
    """
    from bot import exports
    from office.numbers import exporting
    from storage.clock import known

    db = await opened(config)
    try:
        async with db.transaction() as hop:
            now = await hop(known.latest_moment, system_now())
            begun = await hop.commit(exporting.begin, config.city, asked, by=COMMAND_LINE, now=now)
        begin(begun["count"])
        return await exports.write(db, config.city, asked, target, by=COMMAND_LINE, now=now, advance=advance)
    finally:
        await db.close()


async def verify(config: Config) -> tuple[list[str], bool]:
    """What the books prove, in sentences, and whether nothing is wrong with them."""
    from office.numbers import proving
    from templates import proof

    db = await opened(config)
    try:
        found = await db.read(proving.prove, config.city)
        return proof.lines(found, config.city.calendar.zone), proving.is_sound(found)
    finally:
        await db.close()


async def laid_aside(config: Config) -> list[tuple[int, str, datetime]]:
    """The updates that wait to be run again: id, error, when."""
    from storage.post import inbox

    db = await opened(config)
    try:
        return [(update_id, error, at) for update_id, _, error, at in await db.read(inbox.waiting)]
    finally:
        await db.close()
