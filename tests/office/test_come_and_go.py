"""Any life, and its people come and go: on leave and back, out of the unit and in again, out of reach, resting."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from office import clock
from office.people import leave, membership, quiet, removal, staff
from office.supervision import morning
from storage.clock.alarms import Alarm
from storage.people import leaves
from tests.office.test_any_life import JUMPS, AnyLife
from tickets import access
from tickets.access import Standing
from tickets.lifecycle import WORKED
from tickets.quiet import Quiet
from tickets.refusal import Refusal
from tickets.terms import Role

OFFICERS = st.sampled_from(["zhang", "li", "chen", "sun"])
HOME = {"zhang": "tax", "li": "tax", "chen": "tax", "sun": "lukou"}


class ComeAndGo(AnyLife):
    """``AnyLife`` with people who are not always there."""

    @rule(
        who=OFFICERS,
        by=st.sampled_from(["nobody", "zhang", "li", "chen", "sun"]),
        first=st.integers(0, 3),
        days=st.integers(0, 9),
        keeps=st.booleans(),
    )
    def takes_leave(self, who: str, by: str, first: int, days: int, keeps: bool) -> None:
        begin = self.house.city.calendar.day(self.house.now) + timedelta(days=first)
        substitute = None if by == "nobody" else self.cast[by].id
        self.dares(leave.take, begin, begin + timedelta(days=days), substitute, by=self.now_is(who), keeps=keeps)

    @rule(who=OFFICERS)
    def comes_back(self, who: str) -> None:
        self.dares(leave.come_back, by=self.now_is(who))

    @rule(who=OFFICERS)
    def is_removed(self, who: str) -> None:
        self.dares(removal.remove, self.cast[who].id, HOME[who], by=self.now_is("zhou"))

    @rule(who=OFFICERS)
    def is_appointed_again(self, who: str) -> None:
        role = Role.UNIT_LEAD if who == "chen" else Role.OFFICER
        staff.appoint(self.conn, self.now_is(who), role, HOME[who], now=self.house.now)

    @rule(who=OFFICERS, may_write=st.booleans())
    def blocks_or_unblocks(self, who: str, may_write: bool) -> None:
        self.dares(membership.changed, self.cast[who].telegram_id, "", may_write)

    @rule(who=OFFICERS, hours=st.sampled_from(["20:00-08:00", "12:00-13:00"]))
    def wants_quiet(self, who: str, hours: str) -> None:
        try:
            quiet.keep(self.conn, self.house.city, Quiet.parse(hours), by=self.now_is(who))
        except Refusal:
            return

    @rule()
    def starts_again(self) -> None:
        self.house.do(morning.plan)

    @rule(how_long=st.sampled_from(sorted(JUMPS)))
    def time_passes(self, how_long: str) -> None:
        """As in any life; an alarm may be set again once it was struck."""
        self.house.now += timedelta(hours=JUMPS[how_long])
        while found := clock.due(self.conn, self.house.city, now=self.house.now):
            assert [row.at for row in found] == sorted(row.at for row in found)
            for row in found:
                if self.house.strike(row) and not isinstance(row, Alarm):
                    assert row.id not in self.struck
                    self.struck.add(row.id)

    @invariant()
    def what_is_worked_on_is_with_somebody_who_may(self) -> None:
        for ticket in self.all():
            if ticket.state in WORKED:
                officer = self.house.again(next(p for p in self.cast.values() if p.id == ticket.officer))
                assert Standing.CLAIMER in access.standings(officer, ticket), f"{officer.name} lost {ticket.number}"

    @invariant()
    def nobody_is_away_longer_than_they_said_or_stood_in_for_by_somebody_who_is_away(self) -> None:
        for person in getattr(self, "cast", {}).values():
            held = leaves.of(self.conn, person.id)
            assert held is None or held.ends_at > self.house.now
            if held is not None and held.begun_at is not None and held.substitute is not None:
                substitute = next(self.house.again(p) for p in self.cast.values() if p.id == held.substitute)
                assert substitute.is_present
                assert substitute.units()

    def dares(self, verb: object, *args: object, **kwargs: object) -> None:
        """It is done, or refused and nothing has changed."""
        trial = self.conn.begin_nested()
        try:
            self.house.do(verb, *args, **kwargs)  # type: ignore[arg-type]
        except Refusal:
            trial.rollback()
            return
        trial.commit()


@pytest.fixture(scope="module", autouse=True)
def engine(in_memory: sa.Engine) -> None:
    """Every life is rolled back."""
    ComeAndGo.engine = in_memory


TestComeAndGo = ComeAndGo.TestCase
TestComeAndGo.settings = settings(max_examples=20, stateful_step_count=40, deadline=None)
