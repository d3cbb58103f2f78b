"""A digest is what a slow count of the events alone gives: over lives that the office's own verbs made, each figure by unit and
channel.
"""

from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import settings
from sqlalchemy import Connection

from office.numbers.digest import digest
from storage.engine.database import Database
from storage.proof.copying import copy_of
from storage.proof.keeping import Deviation, deviations
from storage.schema import events
from tests.builders import House
from tests.office.test_any_life import AnyLife
from tests.recount import Recount, as_ratios, ratios
from tests.retold import retold
from tests.year import Year
from tickets.periods import Period, PeriodKind

_ALL = sa.select(events).order_by(events.c.id)


def differences(house: House, kind: PeriodKind, weeks_back: int) -> dict[str, dict[str, tuple[object, object]]]:
    """What a digest says and the events do not, by whose figure it is: (counted from the events, counted by the digest)."""
    day = house.city.calendar.day(house.now) - timedelta(weeks=weeks_back)
    period = Period.of(kind, day, house.city.calendar.zone)
    made = digest(house.conn, house.city, period=period, now=house.now)
    lives = retold(dict(row._mapping) for row in house.conn.execute(_ALL))
    told = [Recount(life, period, house.now, house.city) for life in lives.values()]
    found = {"": (ratios(told), dict(as_ratios(made.total)))}
    for row in made.by_unit:
        found[f"unit {row.key}"] = (ratios(told, row.key), dict(as_ratios(row.figures)))
    for row in made.by_channel:
        own = [each for each in told if each.case.ticket.channel == row.key]
        found[f"channel {row.key}"] = (ratios(own), dict(as_ratios(row.figures)))
    for row in made.by_region:
        own = [each for each in told if (each.case.ticket.region or "") == row.key]
        found[f"region {row.key}"] = (ratios(own), dict(as_ratios(row.figures)))
    return {
        whose: {name: (slow[name], quick[name]) for name in slow if slow[name] != quick[name]}
        for whose, (slow, quick) in found.items()
        if slow != quick
    }


def deviating(house: House) -> list[Deviation]:
    """What is kept otherwise than the history tells it."""
    with copy_of(house.conn, house.city.calendar) as copy:
        copy.up_to(None)
        return list(deviations(house.conn, copy.lives, house.city.calendar))


class AnyWeek(AnyLife):
    """Any people, any moves: and at the end every week since the first, the month and the year, digested and recounted."""

    def teardown(self) -> None:
        try:
            if hasattr(self, "house"):
                assert [] == deviating(self.house)
                for kind, back in (
                    (PeriodKind.WEEK, 0),
                    (PeriodKind.WEEK, 1),
                    (PeriodKind.MONTH, 0),
                    (PeriodKind.YEAR, 0),
                ):
                    assert {} == differences(self.house, kind, back)
        finally:
            super().teardown()


@pytest.fixture(scope="module", autouse=True)
def engine(in_memory: sa.Engine) -> None:
    """Every life is rolled back."""
    AnyWeek.engine = in_memory


TestAnyWeek = AnyWeek.TestCase
TestAnyWeek.settings = settings(max_examples=10, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize("seed", [47])
async def test_weeks_of_an_office_at_work_are_what_its_events_alone_give(db: Database, seed: int) -> None:
    def live(conn: Connection) -> list[dict[str, dict[str, tuple[object, object]]]]:
        house = House(conn)
        year = Year(house, 120, random=Random(seed))
        for now in year.hours():
            if now > house_end:
                break
        assert [] == deviating(house)
        return [differences(house, PeriodKind.WEEK, back) for back in range(6)]

    house_end = House.now + timedelta(weeks=6)
    async with db.transaction() as hop:
        assert [{}] * 6 == await hop(live)
