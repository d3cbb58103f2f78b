"""What is looked at before the bot serves: whether the configuration fits the books, and what changed since the last start.

Like ``bot.offline`` it imports the rooms it visits when it runs.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.config import Config

if TYPE_CHECKING:
    from office.start import Lost
    from storage.engine.database import Database

NAMED = 5
"""Tickets of a unit that a sentence names; the rest it counts."""


class CannotStart(Exception):
    """What must be mended before the bot can serve. Its text is a sentence with the mend."""


async def begin(db: "Database", config: Config, *, now: datetime) -> None:
    """Look, count again, say what changed, plan the next morning's lists.

    Raises ``CannotStart`` when units are gone that still hold something.
    """
    import structlog

    from office import start
    from office.numbers import sending
    from office.supervision import morning
    from storage.post import parcels

    log = structlog.get_logger(__name__)
    async with db.transaction() as hop:
        if lost := await hop(start.lost_units, config.city):
            raise CannotStart(of_lost_units(lost))
        await hop(start.seat_chain_offices, config.city)
        moved = await hop(start.count_again, config.city, now=now)
        await hop(morning.plan, config.city, now=now)
        await hop(sending.plan, config.city, now=now)
        dropped = await hop(parcels.drop_others, [each.name for each in config.destinations], now=now)
        changed = await hop.commit(start.changed_clocks, config.city)
    for destination, count in sorted(dropped.items()):
        log.warning("no longer configured; what waited for it is not sent", destination=destination, count=count)
    for number in moved:
        log.info("dates counted again, their calendar is published", ticket=number)
    for key, was, is_now in changed:
        log.warning("a clock was changed; steps under way keep theirs", clock=key, was=was or "-", now=is_now or "-")


async def check(db: "Database", config: Config) -> list[str]:
    """Notes on the open tickets whose dates wait for a calendar. Raises ``CannotStart`` where ``begin`` would."""
    from office import start

    if lost := await db.read(start.lost_units, config.city):
        raise CannotStart(of_lost_units(lost))
    day = config.city.calendar.day
    return [
        f"{number} is dated {day(at)} provisionally: the holidays of {day(at).year} are not published; "
        "it is counted again at the first start that knows them."
        for number, at in await db.read(start.provisional, config.city)
    ]


def of_lost_units(lost: "list[Lost]") -> str:
    """The units that are gone and what each still holds, and what to do."""
    told = "; ".join(f"{each.unit} ({_held(each)})" for each in lost)
    return (
        f"The configuration lacks units that still hold something: {told}. "
        "Put them back under [[units]]; take one out once its tickets are handed on and nobody has a post in it."
    )


def _held(lost: "Lost") -> str:
    named = ", ".join(lost.numbers[:NAMED])
    rest = f" and {len(lost.numbers) - NAMED} more" if len(lost.numbers) > NAMED else ""
    posts = f"posts of {lost.people}" if lost.people else ""
    return ", ".join(part for part in (named + rest, posts) if part)
