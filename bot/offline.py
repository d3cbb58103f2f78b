"""What the command line does without Telegram: one short visit to the database each.

Each function imports the rooms it visits when it runs: a command answers in under half a second.
"""

from datetime import date, datetime
from typing import Any

from bot.config import Config
from bot.now import system_now
from storage.engine.database import Database, DatabaseUnavailable
from storage.engine.opening import open_database
from tickets.clocks import Duration


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
                by=inviting.COMMAND_LINE,
                now=system_now(),
                unit=unit,
                name=name,
                expires=expires,
            )
            bot_name = await hop(known.recall, "username")
    finally:
        await db.close()
    return f"https://t.me/{bot_name or 'BOT'}?start=inv_{made.token}"


async def digest(config: Config, period: str, day: date | None) -> tuple[str, dict[str, Any]]:
    """A period's digest as text for a terminal, and as plain values for JSON."""
    from office.numbers import digest as digests
    from storage.clock import known
    from templates.digest import labelled, week_text
    from tickets.periods import Period, PeriodKind

    db = await opened(config)
    try:
        now = await db.read(known.latest_moment, system_now())
        chosen = Period.of(PeriodKind(period), day or config.city.calendar.day(now), config.city.calendar.zone)
        made = (await db.read(digests.digest, config.city, period=chosen, now=now)).as_json()
    finally:
        await db.close()
    return week_text(made), labelled(made)


async def verify(config: Config) -> tuple[int | None, int | None, int, int]:
    """The first event at which the chain breaks, the first whose words are not those it was written with, or ``None``; and how
    many texts are masked, and how many erased, by law.
    """
    from storage.tickets import events, verify

    db = await opened(config)
    try:
        broken, altered = await db.read(events.broken_link), await db.read(verify.altered_text)
        return broken, altered, await db.read(verify.masked), await db.read(verify.erased)
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
