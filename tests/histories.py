"""Histories of tickets for what counts them: each step goes through the life cycle, and leaves the rows it leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from office.numbers.digest import Digest, digest
from office.numbers.figures import Figures
from storage import schema
from tickets import clocks, cohort
from tickets.city import Channel, City, Unit
from tickets.lifecycle import Action, move
from tickets.periods import Period, PeriodKind
from tickets.rates import RateSettings
from tickets.terms import Contacted, Kind, Outcome, Reason, Satisfaction, Solved, State, UnitKind
from tickets.ticket import STRETCH, Ticket

CITY = City(
    name="株洲市企业办事不求人工作办公室",
    units=(Unit("tax", "市税务局"), Unit("power", "供电公司"), Unit("lukou", "渌口区", UnitKind.COUNTY)),
    channels=(Channel("hotline", "两线"), Channel("platform", "一平台"), Channel("visit", "联企走访")),
    rates=RateSettings(),
)
ZONE = CITY.calendar.zone
HOUR = timedelta(hours=1)
OFFICERS = {"tax": 11, "power": 12, "lukou": 13, "office": 14}

LATER = {"satisfaction": "satisfaction_at", "contacted": "contacted_at"}
"""Answers that may come when the callback has settled, and where their moment is kept."""
NOTHING_LATER: Mapping[str, timedelta] = {}


def at(written: str) -> datetime:
    """``"11-17 10:00"`` of 2026 in the city's time; a year may stand in front."""
    whole = written if written.count("-") == 2 else f"2026-{written}"
    return datetime.strptime(whole, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


def week(day: str) -> Period:
    return Period.of(PeriodKind.WEEK, date.fromisoformat(f"2026-{day}"), ZONE)


@dataclass
class Case:
    """One ticket and all that happened to it, kept in plain lists until ``write``."""

    ticket: Ticket
    about: dict[str, Any] = field(default_factory=dict)
    history: list[tuple[datetime, Ticket]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    callbacks: list[dict[str, Any]] = field(default_factory=list)

    def note(self, when: datetime, name: str, before: Ticket | None, facts: dict[str, Any] | None = None) -> None:
        row = {"at": when, "name": name, "by": 0, "from_state": before.state if before else None}
        row |= {"to_state": self.ticket.state, "round": self.ticket.round, "version": self.ticket.version}
        self.events.append(row | {"facts": facts or {}, "previous": ""})
        self.history.append((when, self.ticket))

    def take(self, action: Action, when: datetime, reason: Reason | None = None, **changes: Any) -> "Case":
        if reason is not None:
            was_taken = any(row["name"] in {"claimed", "assigned"} for row in self.events)
            changes["leaves_cohort"] = cohort.leaves(action, reason, was_taken=was_taken)
        moved = move(self.ticket, action, now=when, city=CITY, **changes)
        self.ticket = moved.after
        self.note(when, moved.event, moved.before, moved.facts | ({"reason": reason.value} if reason else {}))
        return self

    def hand_to(
        self, unit: str, when: datetime, action: Action = Action.DISPATCH, due: datetime | None = None
    ) -> "Case":
        """Dispatched, or handed on by another action: to be claimed by the rule, done by ``due`` or the promise."""
        limit = CITY.clocks.handling(self.ticket.kind)
        claim_due = clocks.claim_due(when, limit, CITY.clocks, CITY.calendar)
        return self.take(action, when, unit=unit, due_at=due or self.ticket.promised_at, claim_due_at=claim_due)

    def transfer(self, unit: str, when: datetime, due: datetime) -> "Case":
        return self.hand_to(unit, when, Action.TRANSFER, due)

    def extend(self, when: datetime, due: datetime) -> "Case":
        return self.take(Action.REQUEST_EXTENSION, when).take(Action.GRANT_EXTENSION, when, due_at=due)

    def pause(self, when: datetime) -> "Case":
        return self.take(Action.ASK_ENTERPRISE, when)

    def go_on(self, when: datetime, due: datetime) -> "Case":
        """The enterprise answered and the clock runs on."""
        return self.take(Action.ANSWER, when, due_at=due)

    def again(self, action: Action, when: datetime, due: datetime) -> "Case":
        """Reworked or reopened, one round higher."""
        return self.take(action, when, due_at=due)

    def claim(self, when: datetime) -> "Case":
        return self.take(Action.CLAIM, when, officer=OFFICERS[self.ticket.unit or "office"])

    def resolve(self, when: datetime) -> "Case":
        return self.take(Action.RESOLVE, when)

    def ask(self, when: datetime, **changes: Any) -> "Case":
        """Called back; a merged ticket brings its lead's ``resolved_at``."""
        self.take(Action.SEND_CALLBACK, when, **changes)
        row = {"round": self.ticket.round, "unit": self.ticket.unit, "officer": self.ticket.officer, "asked_at": when}
        blank = dict.fromkeys(("solved", *LATER, *LATER.values(), "settled_at", "outcome"))
        self.callbacks.append(row | blank | {"wants_rework": False})
        return self

    def settle(
        self,
        when: datetime,
        solved: Solved | None = None,
        satisfaction: Satisfaction | None = None,
        contacted: Contacted | None = None,
        *,
        wants_rework: bool = False,
        outcome: Outcome = Outcome.ANSWERED,
        due: datetime | None = None,
        later: Mapping[str, timedelta] = NOTHING_LATER,
    ) -> "Case":
        """Settle the callback that is out; without answers nobody was reached.

        ``due`` is when a “no” is to be mended, ``later`` how long after it an answer came.
        """
        if solved is None and outcome is Outcome.ANSWERED:
            outcome = Outcome.NO_ANSWER
        answers = {"solved": solved, "satisfaction": satisfaction, "contacted": contacted}
        settled = {"wants_rework": wants_rework, "settled_at": when, "outcome": outcome}
        given = {LATER[each]: when + later.get(each, timedelta()) for each in LATER if answers[each] is not None}
        self.callbacks[-1] |= answers | settled | given
        if solved is None:
            return self.take(Action.GIVE_UP, when)
        is_over = solved is Solved.SOLVED and not wants_rework
        return self.take(Action.CONFIRM, when) if is_over else self.take(Action.REWORK, when, due_at=due)

    def called_back(self, when: datetime, *answers: Any, **more: Any) -> "Case":
        """Resolved two hours before, asked one hour before, settled ``when``."""
        return self.resolve(when - 2 * HOUR).ask(when - HOUR).settle(when, *answers, **more)


def submitted(when: datetime, *, channel: str = "platform", promised: datetime | None = None, **more: Any) -> Case:
    promised = promised or when + timedelta(days=2)
    first = Ticket(
        0, "", State.SUBMITTED, more.pop("kind", Kind.REQUEST), channel, when, promised, due_at=promised, **more
    )
    case = Case(first)
    case.note(when, "submitted", None, {"promised_at": promised.isoformat(), "due_at": promised.isoformat()})
    return case


def dispatched(when: datetime, unit: str = "tax", **more: Any) -> Case:
    return submitted(when, **more).hand_to(unit, when)


def claimed(when: datetime, unit: str = "tax", **more: Any) -> Case:
    """In hand one hour after it was submitted."""
    return dispatched(when, unit, **more).claim(when + HOUR)


MONDAY, FRIDAY, NEXT_WEEK = at("11-16 10:00"), at("11-20 17:30"), at("11-25 17:30")


def waiting(unit: str = "tax") -> Case:
    """Dispatched on Monday, promised for Friday, to be claimed by Tuesday 17:30."""
    return submitted(MONDAY, promised=FRIDAY).hand_to(unit, MONDAY)


def in_hand(unit: str = "tax") -> Case:
    return waiting(unit).claim(at("11-16 11:00"))


def write(conn: Connection, cases: list[Case]) -> None:
    """Keep the histories as tickets, stays, events and callbacks."""
    people = [{"id": who, "name": unit, "created_at": schema.EPOCH} for unit, who in OFFICERS.items()]
    conn.execute(insert(schema.people), people)
    for number, case in enumerate(cases, 1):
        fields = {name: getattr(case.ticket, name) for name in Ticket.__slots__} | {"id": number}
        stood = stays(case)
        fields |= {"since": stood[-1]["since"], "year": case.ticket.accepted_at.astimezone(ZONE).year}
        lead = {"lead": cases.index(case.about["lead"]) + 1} if "lead" in case.about else {}
        conn.execute(insert(schema.tickets), fields | lead | {"number": f"QY-{number}"})
        conn.execute(insert(schema.stays), [row | {"ticket": number} for row in stood])
        rows = [row | {"ticket": number, "hash": f"{number}-{n}"} for n, row in enumerate(case.events)]
        conn.execute(insert(schema.events), rows)
        for row in case.callbacks:
            conn.execute(insert(schema.callbacks), row | {"ticket": number})


def stays(case: Case) -> list[dict[str, Any]]:
    """One row per stretch in which nothing changed that a stretch is told by."""
    rows: list[dict[str, Any]] = []
    for when, ticket in case.history:
        row = {name: getattr(ticket, name) for name in STRETCH}
        if rows and {name: rows[-1][name] for name in row} == row:
            continue
        if rows:
            rows[-1]["until"] = when
        rows.append(row | {"since": when, "until": None})
    return rows


def write_and_digest(
    conn: Connection, cases: list[Case], period: Period, now: datetime | None = None, city: City = CITY
) -> Digest:
    """The digest of ``period`` after the histories, asked at its end unless told otherwise."""
    write(conn, cases)
    return digest(conn, city, period=period, now=now or period.end)


WORK = (
    "on_time",
    "on_time_extended",
    "claimed_on_time",
    "returned",
    "reworked",
    "first_round",
    "extended",
    "paused_days",
)
"""The rates of how the work went; the others tell what came of it."""


def expect(figures: Figures, **named: Any) -> None:
    """Check every figure of what came of the work: what is not named must be nothing."""
    found: dict[str, Any] = {name: value for name, value in figures.flow if value}
    reported = figures.reported
    found |= {"reported": f"{reported.numerator}/{reported.denominator}"} if reported.denominator else {}
    for rate in figures.rates:
        found |= {f"{rate.name}_{name}": value for name, value in rate.beside if value}
    assert named == found | shown(figures, [rate.name for rate in figures.rates if rate.name not in WORK])


def expect_work(figures: Figures, **named: str) -> None:
    """Check every rate of how the work went: what is not named must have nothing to divide by."""
    assert named == shown(figures, WORK)


def shown(figures: Figures, names: Iterable[str]) -> dict[str, str]:
    return {name: ratio(figures, name) for name in names if figures.rate(name).denominator}


def of_unit(digest: Digest, key: str) -> Figures:
    return next(row.figures for row in digest.by_unit if row.key == key)


def all_ones(*, but: dict[str, Any] | None = None) -> dict[str, Any]:
    """What one ticket shows that was accepted, resolved and confirmed with the best answers within the week."""
    flow = {"accepted": 1, "resolved": 1, "settled": 1}
    rates = ("resolution", "year_to_date", "completion", "contact", "solved", "satisfaction", "callback")
    shown = flow | dict.fromkeys((*rates, "band_lower", "band_upper"), "1/1") | (but or {})
    return {name: value for name, value in shown.items() if value is not None}


def ratio(figures: Figures, name: str) -> str:
    return f"{float(figures.rate(name).numerator):g}/{figures.rate(name).denominator}"
