"""The clocks of the mechanism: durations as they are configured, the defaults, and when each clock ends.

Every function takes the start and returns an aware UTC moment; days are counted by ``tickets.calendar``. It does not
know which clock a ticket is on, nor what happens when one ends.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, Self

from tickets.calendar import Calendar
from tickets.terms import Kind

Measure = Literal["s", "m", "h", "d", "wh", "wd"]
Card = Literal["reminder", "yellow", "red", "escalate"]

_WRITTEN = re.compile(r"(-?[0-9]{1,5})(s|m|h|d|wh|wd)", re.ASCII)
_SECONDS: dict[str, int] = {"s": 1, "m": 60, "h": 3600, "wh": 3600}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as people configure it.

    ``30s``, ``15m``, ``2h`` by the wall clock, ``28d`` in calendar days, ``4wh`` in working hours, ``5wd`` in working
    days. Negative: before instead of after. Zero is the same in any unit.
    """

    amount: int
    unit: Measure

    def __post_init__(self) -> None:
        if self.amount == 0:
            object.__setattr__(self, "unit", "s")

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read what a person wrote. Raises ``ValueError`` with a sentence that says what to write."""
        written = str(text).strip()
        if written == "0":
            return cls(0, "s")
        if (found := _WRITTEN.fullmatch(written)) is None:
            raise ValueError(
                f"{written[:40]!r} is not a duration; write a whole number and a unit, "
                "like 30s, 15m, 2h, 28d (calendar days), 4wh (working hours) or 5wd (working days)"
            )
        return cls(int(found[1]), found[2])  # type: ignore[arg-type] # the pattern allows only the six

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}" if self.amount else "0"

    def __neg__(self) -> "Duration":
        return Duration(-self.amount, self.unit)


def after(moment: datetime, duration: Duration, calendar: Calendar) -> datetime:
    """When ``duration`` has passed since ``moment``; a zero duration has passed at once, also outside business hours.

    ``wd`` ends at close of business (Civil Code art. 203); ``-1wd`` is the same local time one working day before;
    ``d`` keeps the local time of day. Raises ``ValueError`` for a moment without a time zone.
    """
    local = calendar.local(moment)
    n, unit = duration.amount, duration.unit
    if n == 0:
        return moment.astimezone(UTC)
    if unit == "wd":
        return calendar.add_days(moment, n) if n > 0 else calendar.subtract_days(moment, -n)
    if unit == "wh":
        return calendar.add_hours(moment, timedelta(hours=n))
    if unit == "d":
        return (local + timedelta(days=n)).astimezone(UTC)
    return moment.astimezone(UTC) + timedelta(seconds=n * _SECONDS[unit])


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One rung of supervision: so long after an overdue step's due time (negative: before it), this card."""

    after: Duration
    card: Card


@dataclass(frozen=True, slots=True)
class Clocks:
    """Every limit a city may set, with the design's defaults; the names are the keys of ``[clocks]``."""

    triage: Duration = Duration(4, "wh")
    liaison_first: Duration = Duration(2, "wh")
    claim: Duration = Duration(1, "wd")
    return_window: Duration = Duration(1, "wd")
    consultation: Duration = Duration(1, "wd")
    request: Duration = Duration(5, "wd")
    complaint: Duration = Duration(5, "wd")
    suggestion: Duration = Duration(5, "wd")
    complex: Duration = Duration(15, "wd")
    supporting: Duration = Duration(3, "wd")
    approval: Duration = Duration(4, "wh")
    instruct: Duration = Duration(3, "wd")
    max_extensions: int = 2
    max_extension: Duration = Duration(10, "wd")
    awaiting_enterprise: Duration = Duration(5, "wd")
    max_pauses: int = 2
    max_pause: Duration = Duration(10, "wd")
    park_until: Duration = Duration(60, "d")
    callback_after: Duration = Duration(1, "wh")
    settle_after: Duration = Duration(30, "m")
    callback_reminders: tuple[Duration, ...] = (Duration(1, "wd"), Duration(3, "wd"))
    callback_until: Duration = Duration(10, "wd")
    phone_attempts: int = 2
    revisit: Duration = Duration(28, "d")
    reopen_window: Duration = Duration(10, "wd")
    contest_window: Duration = Duration(10, "wd")
    author_listed: Duration = Duration(1, "wd")
    author_unknown: Duration = Duration(5, "wd")
    urge_every: Duration = Duration(1, "wd")
    remind_at: float = 0.7
    supervision: tuple[LadderStep, ...] = (
        LadderStep(Duration(-1, "wd"), "reminder"),
        LadderStep(Duration(0, "s"), "yellow"),
        LadderStep(Duration(2, "wd"), "red"),
        LadderStep(Duration(5, "wd"), "escalate"),
    )

    def handling(
        self, kind: Kind, overrides: tuple[tuple[Kind, Duration | str], ...] = (), complex: bool = False
    ) -> Duration:
        """The handling limit of a kind, a category's override first.

        A complex case gets the complex limit, unless its own is longer: being declared complex never shortens a limit.
        """
        limit = dict(overrides).get(kind, getattr(self, kind.value))
        limit = Duration.parse(limit) if isinstance(limit, str) else limit
        return max(limit, self.complex, key=_roughly) if complex else limit


def triage_due(start: datetime, clocks: Clocks, calendar: Calendar) -> datetime:
    """When the office should have dispatched what was submitted at ``start``."""
    return after(start, clocks.triage, calendar)


def first_promise(
    submitted: datetime, handling: Duration, clocks: Clocks, calendar: Calendar, *, is_routed: bool
) -> datetime:
    """The receipt's date, fixed for life: the limit from submit, or from the triage deadline when no rule routes it."""
    return after(submitted if is_routed else triage_due(submitted, clocks, calendar), handling, calendar)


def liaison_until(start: datetime, clocks: Clocks, calendar: Calendar) -> datetime:
    """Until when a ticket dispatched at ``start`` is the enterprise's own liaison's alone."""
    return after(start, clocks.liaison_first, calendar)


def claim_due(start: datetime, handling: Duration, clocks: Clocks, calendar: Calendar) -> datetime:
    """When a ticket dispatched at ``start`` must be claimed: the shorter of its own limit and half the handling limit.

    Shorter as a limit, not by where the two happen to end: half of three working days is longer than one. A half that
    is less than the claim limit is counted in working time: half of one working day is 3.5 working hours by default.
    """
    limit = after(start, clocks.claim, calendar)
    half, claim = _working(handling, calendar), _working(clocks.claim, calendar)
    if half is None or claim is None:
        due = after(start, handling, calendar)
        return min(limit, start.astimezone(UTC) + (due - start) / 2)
    return limit if half / 2 >= claim else calendar.add_hours(start, half / 2)


def claim_due_before(start: datetime, due: datetime, clocks: Clocks, calendar: Calendar) -> datetime:
    """When a ticket dispatched at ``start`` must be claimed whose due time somebody set: at half time, or sooner by its limit."""
    return min(after(start, clocks.claim, calendar), at_share(start, due, 0.5, calendar))


def rework_limit(handling: Duration, calendar: Calendar | None = None) -> Duration:
    """The limit of a second or later round: half, rounded up to working days, at least one working day.

    Working hours become days by the calendar's day (the default one when none is given); a calendar day counts as one.
    """
    days = in_days(handling, calendar or Calendar())
    return Duration(max(1, -int(-days / 2 // 1)), "wd")


def in_days(duration: Duration, calendar: Calendar) -> float:
    """How many working days a limit is, by the calendar's day; a calendar day counts as one."""
    working = _working(duration, calendar)
    return working / calendar.day_length if working is not None else _roughly(duration) / 86400


def at_share(start: datetime, due: datetime, share: float, calendar: Calendar) -> datetime:
    """When ``share`` of the working time from ``start`` to ``due`` is used: 0.7 to remind, 2 for twice the promise."""
    return calendar.add_hours(start, calendar.working_time(start, due) * share)


def extension_until(start: datetime, due: datetime, handling: Duration, calendar: Calendar) -> datetime:
    """The last moment to ask for an extension: one working day before ``due``, or half time when the limit is short.

    Short is at most two working days.
    """
    working = _working(handling, calendar)
    is_short = working <= 2 * calendar.day_length if working is not None else due - start <= timedelta(days=2)
    return at_share(start, due, 0.5, calendar) if is_short else calendar.subtract_days(due, 1)


def is_provisional(due: datetime, calendar: Calendar) -> bool:
    """Whether ``due`` runs into a year whose holidays are not published yet; it is counted again when they are."""
    return not calendar.is_published(calendar.day(due))


def _working(duration: Duration, calendar: Calendar) -> timedelta | None:
    """How much working time a limit is; nothing for one that runs by the wall clock."""
    if duration.unit == "wd":
        return duration.amount * calendar.day_length
    return timedelta(hours=duration.amount) if duration.unit == "wh" else None


def _roughly(duration: Duration) -> float:
    """Seconds by the wall clock, near enough to say which limit is longer; a working week is five days of 7 hours."""
    per = {"d": 86400.0, "wd": 86400 * 7 / 5, "wh": 86400 * 7 / 5 / 7}
    return duration.amount * per.get(duration.unit, float(_SECONDS.get(duration.unit, 0)))
