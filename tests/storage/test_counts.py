"""The SQL counts against a slow recount in plain Python, over random histories that the life cycle allows. Both engines."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office.numbers.digest import Digest
from storage.engine.database import Database
from tests.histories import CITY, HOUR, LATER, ZONE, Case, at, submitted, write_and_digest
from tests.recount import Recount, as_ratios, ratios
from tickets.lifecycle import Action, allowed
from tickets.periods import Period, PeriodKind
from tickets.terms import Contacted, Outcome, Reason, Satisfaction, Solved, State

UNITS = ("tax", "power", "office")
MOVES = (
    Action.DISPATCH,
    Action.CLAIM,
    Action.RESOLVE,
    Action.SEND_CALLBACK,
    Action.CONFIRM,
    Action.ASK_ENTERPRISE,
    Action.ANSWER,
    Action.GRANT_EXTENSION,
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
    Action.INSTRUCT,
    Action.RESUME,
    Action.VACATE,
    Action.CONTEST,
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
        case Action.DISPATCH | Action.TRANSFER | Action.INSTRUCT:
            case.hand_to(draw(st.sampled_from(UNITS)), now, action, a_due_time(draw, now))
        case Action.ANSWER | Action.GRANT_EXTENSION | Action.REOPEN | Action.VACATE:
            case.take(action, now, due_at=a_due_time(draw, now))
        case Action.CLAIM:
            case.claim(now)
        case Action.SEND_CALLBACK if case.ticket.state is State.MERGED:
            case.ask(now, resolved_at=now - timedelta(hours=draw(st.integers(0, 60))))
        case Action.SEND_CALLBACK:
            case.ask(now)
        case Action.CONFIRM:
            solved = draw(st.sampled_from([Solved.SOLVED, Solved.SOLVED, *Solved, None]))
            rest = [draw(st.sampled_from([None, *each])) if solved else None for each in (Satisfaction, Contacted)]
            outcome = draw(st.sampled_from([Outcome.ANSWERED, Outcome.ANSWERED_BY_PHONE]))
            outcome = outcome if solved else draw(st.sampled_from([Outcome.NO_ANSWER, Outcome.UNDELIVERABLE]))
            later = {each: timedelta(hours=draw(st.sampled_from([0, 0, 1, 24, 24 * 7, 24 * 30]))) for each in LATER}
            rework = solved is not None and not draw(st.integers(0, 3))
            due = a_due_time(draw, now)
            case.settle(now, solved, *rest, wants_rework=rework, outcome=outcome, due=due, later=later)
        case _:
            case.take(action, now, draw(st.sampled_from(REASONS)))


def a_due_time(draw: st.DrawFn, now: datetime) -> datetime:
    """A due time: at the same moment at the earliest, so that deadlines pass, stand and meet what happens."""
    return now + timedelta(hours=draw(st.integers(0, 150)))


class UndoError(Exception):
    """Rolls back what an example wrote."""


async def digest_of(db: Database, histories: list[Case], period: Period, now: datetime) -> Digest:
    try:
        async with db.transaction() as hop:
            found = await hop(write_and_digest, histories, period, now)
            raise UndoError
    except UndoError:
        return found


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cases(), max_size=8), st.sampled_from(PeriodKind), st.integers(0, 60), st.integers(-20, 40))
async def test_the_counts_equal_a_slow_recount(
    db: Database, histories: list[Case], kind: PeriodKind, day: int, late: int
) -> None:
    period = Period.of(kind, date(2026, 10, 5) + timedelta(days=day), ZONE)
    now = max(period.end + timedelta(days=late), datetime(2026, 12, 20, tzinfo=UTC)) + HOUR
    found = await digest_of(db, histories, period, now)
    again = [Recount(case, period, now) for case in histories]
    assert ratios(again) == dict(as_ratios(found.total))
    for row in found.by_unit:
        assert ratios(again, row.key) == dict(as_ratios(row.figures)), row.key
    for row in found.by_channel:
        own = [each for each in again if each.case.ticket.channel == row.key]
        assert ratios(own) == dict(as_ratios(row.figures)), row.key
