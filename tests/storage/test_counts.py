"""The SQL counts against a slow recount in plain Python, over random histories that the life cycle allows."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from office.digest import Figures, digest
from storage.schema import metadata
from tests.histories import CITY, HOUR, LATER, ZONE, Case, at, submitted, write
from tickets import clocks
from tickets.lifecycle import Action, allowed
from tickets.periods import Period, PeriodKind
from tickets.terms import Closing, Contacted, Outcome, Reason, Satisfaction, Solved, State
from tickets.ticket import Ticket

UNITS = ("tax", "power", "office")
MOVES = (
    Action.DISPATCH,
    Action.CLAIM,
    Action.RESOLVE,
    Action.SEND_CALLBACK,
    Action.CONFIRM,
    Action.TRANSFER,
    Action.RETURN,
    Action.REJECT,
    Action.WITHDRAW,
    Action.WITHDRAW_AS_SOLVED,
    Action.UNDO_RESOLVE,
    Action.REOPEN,
    Action.ADJUDICATE,
    Action.ESCALATE,
    Action.PARK,
    Action.MERGE,
    Action.SPLIT,
)
REASONS = (Reason.BY_MISTAKE, Reason.DUPLICATE, Reason.OTHER, Reason.UNREACHABLE_AUTHOR)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """One ticket's life in October and November, with more weight on what leads to a callback."""
    now = at("10-05 09:00") + timedelta(hours=draw(st.integers(0, 24 * 50)))
    promised = now + timedelta(days=draw(st.integers(0, 12)))
    case = submitted(now, channel=draw(st.sampled_from(["platform", "visit"])), promised=promised)
    for _ in range(draw(st.integers(0, 12))):
        now += timedelta(hours=draw(st.integers(0, 60)))
        able = [each for each in MOVES if each in allowed(case.ticket, now=now, city=CITY)]
        is_out = bool(case.callbacks) and case.callbacks[-1]["settled_at"] is None
        able = [each for each in able if each is not Action.SEND_CALLBACK or may_ask(case)]
        able = [each for each in able if each is not Action.CONFIRM or (is_out and may_settle(case))]
        if not able or (case.ticket.state is State.CLOSED and draw(st.booleans())):
            break
        step(draw, case, able[0] if draw(st.integers(0, 3)) else draw(st.sampled_from(able)), now)
    return case


def may_ask(case: Case) -> bool:
    return case.ticket.round not in {row["round"] for row in case.callbacks}


def may_settle(case: Case) -> bool:
    return case.callbacks[-1]["round"] == case.ticket.round


def step(draw: st.DrawFn, case: Case, action: Action, now: datetime) -> None:
    match action:
        case Action.DISPATCH | Action.TRANSFER:
            case.take(action, now, unit=draw(st.sampled_from(UNITS)))
        case Action.CLAIM:
            case.claim(now)
        case Action.SEND_CALLBACK:
            case.ask(now)
        case Action.CONFIRM:
            solved = draw(st.sampled_from([Solved.SOLVED, Solved.SOLVED, *Solved, None]))
            rest = [draw(st.sampled_from([None, *each])) if solved else None for each in (Satisfaction, Contacted)]
            outcome = draw(st.sampled_from([Outcome.ANSWERED, Outcome.ANSWERED_BY_PHONE]))
            outcome = outcome if solved else draw(st.sampled_from([Outcome.NO_ANSWER, Outcome.UNDELIVERABLE]))
            later = {each: timedelta(hours=draw(st.sampled_from([0, 0, 1, 24, 24 * 7, 24 * 30]))) for each in LATER}
            rework = solved is not None and not draw(st.integers(0, 3))
            case.settle(now, solved, *rest, wants_rework=rework, outcome=outcome, later=later)
        case _:
            case.take(action, now, draw(st.sampled_from(REASONS)))


class Recount:
    """One ticket read off its own list of events, by the words of the rates."""

    def __init__(self, case: Case, period: Period, now: datetime) -> None:
        self.case, self.period = case, period
        self.end = period.end if period.end <= now else now + timedelta(microseconds=1)
        self.stood: Ticket | None = next((t for when, t in reversed(case.history) if when < self.end), None)
        self.settled = [row for row in case.callbacks if row["settled_at"] and row["settled_at"] < self.end]
        self.last = [row for row in self.settled if row["settled_at"] >= period.start][-1:]

    def holder(self) -> str:
        return (self.stood.unit if self.stood else None) or "office"

    def asked(self) -> str:
        return str(self.last[0]["unit"] or "office")

    def happened(self, *names: str) -> list[dict[str, Any]]:
        return [row for row in self.case.events if row["name"] in names and row["at"] < self.end]

    def is_in(self, moment: datetime) -> bool:
        return self.period.start <= moment < self.end

    def is_due(self) -> bool:
        local = self.case.ticket.promised_at.astimezone(ZONE) + timedelta(days=28)
        in_span = self.period.first <= local.date() <= self.period.last
        return in_span and self.case.ticket.promised_at < self.end

    def is_of_the_year(self) -> bool:
        return at("01-01 00:00") <= self.case.ticket.accepted_at < self.end

    def closed_as(self, closing: Closing) -> bool:
        return self.stood is not None and self.stood.closing is closing

    def is_solved(self) -> bool:
        return self.closed_as(Closing.CONFIRMED) and self.settled[-1]["solved"] is Solved.SOLVED

    def is_completed(self) -> bool:
        return self.stood is not None and self.stood.state in {State.RESOLVED, State.CLOSED}

    def has_left(self) -> bool:
        if self.stood is None:
            return False
        if self.stood.state is State.REJECTED:
            rejected = self.happened("rejected")[-1]
            over = clocks.after(rejected["at"], CITY.clocks.contest_window, CITY.calendar)
            return over < self.end - timedelta(microseconds=1) and reason(rejected) is not Reason.UNREACHABLE_AUTHOR
        if self.stood.state is State.WITHDRAWN:
            by_mistake = reason(self.happened("withdrawn")[-1]) in {Reason.BY_MISTAKE, Reason.DUPLICATE}
            return by_mistake and not self.happened("claimed", "assigned")
        return False

    def is_resolved(self) -> bool:
        kept: list[datetime] = []
        for mark in self.happened("resolved", "withdrawn_as_solved", "resolve_undone"):
            kept = kept[:-1] if mark["name"] == "resolve_undone" else [*kept, mark["at"]]
        return any(self.is_in(when) for when in kept)

    def answer(self, question: str) -> Any:
        """What the last callback had been answered by the end of the period, whatever was said later."""
        row = self.last[0]
        came_in_time = question not in LATER or (row[LATER[question]] is not None and row[LATER[question]] < self.end)
        return row[question] if came_in_time else None


def reason(event: dict[str, Any]) -> Reason:
    return Reason(event["facts"]["reason"])


def ratios(found: list[Recount], held: Callable[[Recount], bool], about: Callable[[Recount], bool]) -> dict[str, Any]:
    holding = [each for each in found if held(each)]
    accepted = [each for each in holding if each.is_in(each.case.ticket.accepted_at)]
    due = [each for each in holding if each.is_due()]
    year = [each for each in holding if each.is_of_the_year()]
    last = [each for each in found if each.last and about(each)]
    stay, stay_due, stay_year = ([each for each in some if not each.has_left()] for some in (accepted, due, year))
    solved = sum(each.is_solved() for each in last)
    unreached = sum(each.closed_as(Closing.UNREACHED) for each in last)
    good = sum(each.answer("satisfaction") in list(Satisfaction)[:2] for each in last)
    fair = sum(each.answer("satisfaction") is Satisfaction.BASICALLY_SATISFIED for each in last)
    return {
        "accepted": len(accepted),
        "resolved": sum(each.is_resolved() for each in holding),
        "settled": len(last),
        "resolution": (solved, len(last)),
        "due_batch": (sum(each.is_solved() for each in stay_due), len(stay_due)),
        "due_batch left": len(due) - len(stay_due),
        "year_to_date": (sum(each.is_solved() for each in stay_year), len(stay_year)),
        "year_to_date not_yet_due": sum(each.case.ticket.promised_at >= each.end for each in stay_year),
        "year_to_date left": len(year) - len(stay_year),
        "completion": (sum(each.is_completed() for each in stay), len(stay)),
        "completion left": len(accepted) - len(stay),
        "contact": (sum(each.answer("contacted") is Contacted.CONTACTED for each in last), answered(last, "contacted")),
        "solved": (sum(each.answer("solved") is Solved.SOLVED for each in last), answered(last, "solved")),
        "satisfaction": (good + Fraction(9, 10) * fair, answered(last, "satisfaction")),
        "band_lower": (solved, len(last)),
        "band_upper": (solved + unreached, len(last)),
    }


def answered(last: list[Recount], question: str) -> int:
    return sum(each.answer(question) is not None for each in last)


def as_ratios(figures: Figures) -> Iterator[tuple[str, Any]]:
    yield from figures.flow
    for rate in figures.rates:
        if rate.name != "callback":
            yield rate.name, (rate.numerator, rate.denominator)
        for name, value in rate.beside:
            yield f"{rate.name} {name}", value


@pytest.fixture(scope="module")
def conn() -> Iterator[sa.Connection]:
    """An empty database in memory; every example is rolled back."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        metadata.create_all(connection)
        connection.commit()
        yield connection
    engine.dispose()


@settings(max_examples=150)
@given(st.lists(cases(), max_size=8), st.sampled_from(PeriodKind), st.integers(0, 60), st.integers(-20, 40))
def test_the_counts_equal_a_slow_recount(
    conn: sa.Connection, histories: list[Case], kind: PeriodKind, day: int, late: int
) -> None:
    period = Period.of(kind, date(2026, 10, 5) + timedelta(days=day), ZONE)
    now = max(period.end + timedelta(days=late), datetime(2026, 12, 20, tzinfo=UTC)) + HOUR
    write(conn, histories)
    found = digest(conn, CITY, period=period, now=now)
    conn.rollback()
    again = [Recount(case, period, now) for case in histories]
    anyone = ratios(again, lambda each: True, lambda each: True)
    assert anyone == dict(as_ratios(found.total))
    for row in found.by_unit:
        mine = ratios(again, lambda r, u=row.key: r.holder() == u, lambda r, u=row.key: r.asked() == u)
        assert mine == dict(as_ratios(row.figures)), row.key
    for row in found.by_channel:
        own = [each for each in again if each.case.ticket.channel == row.key]
        assert ratios(own, lambda each: True, lambda each: True) == dict(as_ratios(row.figures)), row.key
