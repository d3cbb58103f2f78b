"""A slow recount in plain Python, one ticket at a time, by the words of docs/rates.md: what the SQL is held against."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from office.numbers.figures import Figures
from tests.histories import CITY, LATER, Case
from tickets import clocks
from tickets.city import City
from tickets.periods import Period
from tickets.terms import Closing, Contacted, Outcome, Reason, Satisfaction, Solved, State
from tickets.ticket import Ticket

FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
NOES = (Solved.PARTLY, Solved.UNSOLVED)
ANSWERED = (Outcome.ANSWERED, Outcome.ANSWERED_BY_PHONE)


class Recount:
    """One ticket read off its own list of events, by the words of the rates."""

    def __init__(self, case: Case, period: Period, now: datetime, city: City = CITY) -> None:
        self.case, self.period, self.city = case, period, city
        self.calendar = city.calendar
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
        local = self.case.ticket.promised_at.astimezone(self.period.zone) + timedelta(days=28)
        in_span = self.period.first <= local.date() <= self.period.last
        return in_span and self.case.ticket.promised_at < self.end

    def is_of_the_year(self) -> bool:
        zone = self.period.zone
        year = (self.end - timedelta(microseconds=1)).astimezone(zone).year
        return datetime(year, 1, 1, tzinfo=zone) <= self.case.ticket.accepted_at < self.end

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
            over = clocks.after(rejected["at"], self.city.clocks.contest_window, self.calendar)
            return over < self.end - timedelta(microseconds=1) and reason(rejected) is not Reason.UNREACHABLE_AUTHOR
        if self.stood.state is State.WITHDRAWN:
            by_mistake = reason(self.happened("withdrawn")[-1]) in {Reason.BY_MISTAKE, Reason.DUPLICATE}
            return by_mistake and not self.happened("claimed", "assigned")
        return False

    def resolves(self) -> list[dict[str, Any]]:
        """The reports of being done that fell in the period and were not taken back."""
        kept: list[dict[str, Any]] = []
        for mark in self.happened("resolved", "withdrawn_as_solved", "resolve_undone"):
            kept = kept[:-1] if mark["name"] == "resolve_undone" else [*kept, mark]
        return [mark for mark in kept if self.is_in(mark["at"])]

    def is_extended(self) -> bool:
        granted = self.happened("extension_granted")
        return any(one["version"] < done["version"] for one in granted for done in self.resolves())

    def in_period(self, *names: str) -> int:
        return sum(self.is_in(row["at"]) for row in self.happened(*names))

    def is_confirmed(self) -> bool:
        return self.closed_as(Closing.CONFIRMED) and self.in_period("confirmed") > 0 and self.is_in(self.stood_since())

    def stood_since(self) -> datetime:
        """When it was last confirmed."""
        return max(row["at"] for row in self.happened("confirmed"))

    def is_reworked(self) -> bool:
        settled = [row for row in self.settled if self.is_in(row["settled_at"])]
        return any(row["wants_rework"] or row["solved"] in NOES for row in settled)

    # --- what a unit reported itself

    def is_reported(self) -> bool:
        return self.case.ticket.closing is Closing.REPORTED

    def reported(self, what: str) -> Any:
        return next((row["facts"][what] for row in self.case.events if row["name"] == "reported"), None)

    # --- deadlines

    def until(self, moment: datetime) -> list[Ticket]:
        """What it was like up to and at that moment, in a row."""
        return [ticket for when, ticket in self.case.history if when <= moment]

    def kept(self, round: int, due: datetime) -> bool:
        own = [ticket for when, ticket in self.case.history if when < self.end and ticket.round == round]
        noes = [row for row in self.settled if row["round"] == round and row["solved"] in NOES]
        return bool(own) and own[-1].resolved_at is not None and own[-1].resolved_at <= due and not noes

    def promises(self) -> list[bool]:
        """The first promise, kept or not, when it fell in the period."""
        promised = self.case.ticket.promised_at
        return [self.kept(1, promised)] if self.is_in(promised) and not self.has_left() else []

    def deadlines(self) -> list[bool]:
        """Whether each deadline that fell in the period was kept: every due time that ever was is looked at when it came."""
        found = []
        for round, due in {(ticket.round, ticket.due_at) for _, ticket in self.case.history}:
            if due is None or not self.is_in(due) or self.has_left():
                continue
            own = [ticket for ticket in self.until(due) if ticket.round == round]
            if own and own[-1].due_at == due and own[-1].state is not State.AWAITING_ENTERPRISE:
                found.append(self.kept(round, due))
        return found

    def claims(self) -> list[bool]:
        """Whether it was claimed by each claim deadline that fell in the period."""
        found = []
        for due in {ticket.claim_due_at for _, ticket in self.case.history} - {None}:
            before = self.until(due)
            if self.is_in(due) and before and before[-1].claim_due_at == due and not self.has_left():
                is_claimed = before[-1].officer is not None
                found += [is_claimed] if is_claimed or before[-1].state is State.DISPATCHED else []
        return found

    def paused_days(self) -> int | None:
        """Working days of the period after the day a pause began, up to the day it ended; ``None`` when it never paused."""
        ends = [when for when, _ in self.case.history[1:]] + [FOREVER]
        pauses = [
            (since, until)
            for (since, ticket), until in zip(self.case.history, ends, strict=True)
            if ticket.state is State.AWAITING_ENTERPRISE and since < self.end and until > self.period.start
        ]
        if not pauses or self.has_left():
            return None
        last = (self.end - timedelta(microseconds=1)).astimezone(self.period.zone).date()
        days = [self.period.first + timedelta(days=n) for n in range((last - self.period.first).days + 1)]
        return sum(
            self.calendar.is_workday(day) and any(self.calendar.day(a) < day <= self.calendar.day(b) for a, b in pauses)
            for day in days
        )

    def answer(self, question: str) -> Any:
        """What the last callback had been answered by the end of the period, whatever was said later."""
        row = self.last[0]
        came_in_time = question not in LATER or (row[LATER[question]] is not None and row[LATER[question]] < self.end)
        return row[question] if came_in_time else None


def reason(event: dict[str, Any]) -> Reason:
    return Reason(event["facts"]["reason"])


def ratios(every: list[Recount], unit: str | None = None) -> dict[str, Any]:
    """Every figure of the city, or of one unit."""
    found = [each for each in every if not each.is_reported()]
    holding = [each for each in found if unit in {None, each.holder()}]
    told = [each for each in every if each.is_reported() and unit in {None, each.holder()}]
    told = [each for each in told if each.is_in(each.case.ticket.accepted_at)]
    accepted = [each for each in holding if each.is_in(each.case.ticket.accepted_at)]
    due = [each for each in holding if each.is_due()]
    year = [each for each in holding if each.is_of_the_year()]
    last = [each for each in found if each.last and unit in {None, each.asked()}]
    asked = [row for each in found for row in each.settled if each.is_in(row["settled_at"])]
    asked = [row for row in asked if unit in {None, row["unit"] or "office"}]
    stay, stay_due, stay_year = ([each for each in some if not each.has_left()] for some in (accepted, due, year))
    solved = sum(each.is_solved() for each in last)
    unreached = sum(each.closed_as(Closing.UNREACHED) for each in last)
    confirmed = [each for each in holding if each.is_confirmed()]
    paused = [days for each in holding if (days := each.paused_days()) is not None]
    good = sum(each.answer("satisfaction") in list(Satisfaction)[:2] for each in last)
    fair = sum(each.answer("satisfaction") is Satisfaction.BASICALLY_SATISFIED for each in last)
    return {
        "accepted": len(accepted),
        "resolved": sum(bool(each.resolves()) for each in holding),
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
        "callback": (sum(row["outcome"] in ANSWERED for row in asked), len(asked)),
        "reported": (sum(each.reported("solved") == Solved.SOLVED for each in told), len(told)),
        "reported unsaid": sum(each.reported("solved") is None for each in told),
        "band_lower": (solved, len(last)),
        "band_upper": (solved + unreached, len(last)),
        "on_time": shares(each.promises() for each in holding),
        "on_time_extended": shares(each.deadlines() for each in holding),
        "claimed_on_time": shares(each.claims() for each in holding),
        "returned": tuple(sum(each.in_period(name) for each in holding) for name in ("returned", "dispatched")),
        "reworked": (sum(each.is_reworked() for each in last), len(last)),
        "first_round": (sum(each.stood is not None and each.stood.round == 1 for each in confirmed), len(confirmed)),
        "extended": shares([each.is_extended()] for each in holding if each.resolves()),
        "paused_days": (sum(paused), len(paused)),
    }


def shares(kept: Iterable[list[bool]]) -> tuple[int, int]:
    every = [one for each in kept for one in each]
    return sum(every), len(every)


def answered(last: list[Recount], question: str) -> int:
    return sum(each.answer(question) is not None for each in last)


def as_ratios(figures: Figures) -> Iterator[tuple[str, Any]]:
    yield from figures.flow
    for rate in (*figures.rates, figures.reported):
        yield rate.name, (rate.numerator, rate.denominator)
        for name, value in rate.beside:
            yield f"{rate.name} {name}", value
