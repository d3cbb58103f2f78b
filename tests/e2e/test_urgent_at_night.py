"""加急 at night over HTTP: officer, office and enterprise read whom to ring up; by day, and without a number, nobody does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from tests.e2e.town import FRIDAY, Actor, Town, a_town, the_config
from tests.e2e.watch import a_claimed_ticket
from tickets.terms import Role

LINE = "值班电话 0731-28880000"


@asynccontextmanager
async def a_case(url: str, *, phone: str | None = "0731-28880000") -> AsyncIterator[tuple[Town, Actor, Actor, Actor]]:
    """A ticket in 张伟's hands: the town, the contact, the officer, the office."""
    config = the_config()
    async with a_town(url, config=replace(config, city=replace(config.city, duty_phone=phone))) as town:
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        wang, zhang = await a_claimed_ticket(town)
        yield town, wang, zhang, zhou


async def marks_it_urgent(zhou: Actor) -> None:
    await zhou.says("QY-20261120-0001")
    await zhou.presses("加急")


async def test_at_night_everybody_reads_whom_to_ring_up(sqlite_url: str) -> None:
    async with a_case(sqlite_url) as (town, wang, zhang, zhou):
        await town.later(hours=12)
        await marks_it_urgent(zhou)
        assert zhang.last().endswith(LINE)
        assert "标为加急" in wang.last()
        assert wang.last().endswith(LINE)
        await zhou.says("QY-20261120-0001")
        assert zhou.last().endswith(LINE)
        await wang.presses("详情")
        assert wang.last().endswith(LINE)


async def test_by_day_nobody_does(sqlite_url: str) -> None:
    async with a_case(sqlite_url) as (town, wang, zhang, zhou):
        await marks_it_urgent(zhou)
        assert "标为加急" in wang.last()
        assert not [text for actor in (wang, zhang, zhou) for text in actor.heard() if "值班电话" in text]
        assert town.now() < FRIDAY + timedelta(hours=1)


async def test_without_a_number_there_is_no_empty_line(sqlite_url: str) -> None:
    async with a_case(sqlite_url, phone=None) as (town, wang, zhang, zhou):
        await town.later(hours=12)
        await marks_it_urgent(zhou)
        assert not [text for actor in (wang, zhang, zhou) for text in actor.heard() if "值班电话" in text]
        assert wang.last() == wang.last().rstrip()
