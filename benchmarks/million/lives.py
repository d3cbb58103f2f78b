"""Plausible lives of tickets, by the million: what happened, when, and the rows that it left.

Much quicker than the verbs, which would take hours, and simpler: a life is a row of ``PATHS``, with its times and people drawn.
Moments are microseconds since 1970, as the tables keep them.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from random import Random
from typing import Any

from storage.schema import EPOCH
from tickets import cohort
from tickets.city import OFFICE_UNIT, City
from tickets.lifecycle import MOVES, Action
from tickets.terms import Reason
from tickets.ticket import STRETCH

Row = dict[str, Any]
Step = tuple[str, float, float]
"""An event, and how many working days after the one before it comes: at least, at most."""

DONE: tuple[Step, ...] = (("resolved", 0.3, 3.5), ("callback_sent", 0.15, 0.2), ("confirmed", 0.02, 1.5))
TAKEN: tuple[Step, ...] = (("submitted", 0, 0), ("dispatched", 0.01, 0.05), ("claimed", 0.05, 0.8))
NOTED: Step = ("noted", 0.1, 1.0)

PATHS: tuple[tuple[float, tuple[Step, ...]], ...] = (
    (58, (*TAKEN, *DONE)),
    (6, (*TAKEN, ("enterprise_asked", 0.2, 1), ("answered", 0.2, 4), *DONE)),
    (4, (*TAKEN, ("extension_requested", 1, 3), ("extension_granted", 0.1, 0.5), ("resolved", 1, 5), *DONE[1:])),
    (4, (*TAKEN[:2], ("returned", 0.1, 0.6), ("dispatched", 0.1, 0.5), TAKEN[2], *DONE)),
    (3, (*TAKEN, ("transferred", 0.3, 1), TAKEN[2], *DONE)),
    (8, (*TAKEN, *DONE[:2], ("reworked", 0.1, 2), *DONE)),
    (5, (*TAKEN, *DONE[:2], ("given_up", 10, 12))),
    (2, (*TAKEN, *DONE, ("reopened", 2, 9), *DONE)),
    (2, (*TAKEN, *DONE[:1], ("resolve_undone", 0.02, 0.1), NOTED, *DONE)),
    (2, (TAKEN[0], ("rejected", 0.2, 0.8))),
    (2, (*TAKEN, ("withdrawn", 0.2, 2))),
    (1, (*TAKEN[:2], ("withdrawn", 0.05, 0.5))),
    (1, (*TAKEN, ("supervised", 6, 7), ("escalated", 4, 5), ("instructed", 1, 4), TAKEN[2], *DONE)),
    (0.5, (*TAKEN, NOTED, ("parked", 3, 6), ("resumed", 30, 42), *DONE)),
    (0.5, (*TAKEN, NOTED, ("adjudicated", 3, 8))),
)

LEADS_TO = {row.event: row.to.value if row.to else None for row in MOVES}
"""The state after an event, ``None`` where it stays."""

CLOSINGS = {row.event: row.closing.value for row in MOVES if row.closing}
OF_STAY = itemgetter(*STRETCH)


def _spread(**percent: int) -> tuple[str, ...]:
    return tuple(key for key, n in percent.items() for _ in range(n))


CHANNELS = _spread(hotline=40, platform=25, group=15, visit=12, chain=5, meeting=3)
KINDS = _spread(request=70, consultation=20, complaint=7, suggestion=3)
SATISFIED = _spread(very_satisfied=60, satisfied=25, basically_satisfied=8, dissatisfied=7)
SOLVED = {"confirmed": "solved", "reworked": "unsolved", "given_up": None}
UNANSWERED = dict.fromkeys(
    ("settled_at", "solved", "outcome", "satisfaction", "satisfaction_at", "contacted", "contacted_at")
)
ENDS = {"rejected": Action.REJECT, "withdrawn": Action.WITHDRAW}
REASONS = {"rejected": ("not_a_grievance", "out_of_jurisdiction", "other"), "withdrawn": ("by_mistake", "other")}

SEED = 1
DAY = 86_400_000_000
HOUR = DAY // 24
OPENS, LENGTH = 9 * HOUR, 8 * HOUR
LIMIT, CLAIM = 5, 1
"""Working days to handle it, and to claim it."""


@dataclass
class Days:
    """The working days of a city from ``first`` on, so that a moment some working days later costs a look-up."""

    city: City
    first: date
    last: date
    begins: list[int] = field(init=False)

    def __post_init__(self) -> None:
        calendar, day, self.begins = self.city.calendar, self.first, []
        while day <= self.last + timedelta(days=120):
            if calendar.is_workday(day):
                self.begins.append(micros(calendar.opening(day)) - OPENS)
            day += timedelta(days=1)

    def after(self, moment: int, days: float) -> int:
        """So many working days later, a working hour being an eighth of one."""
        at = bisect_right(self.begins, moment) - 1
        into = min(max(moment - self.begins[at] - OPENS, 0), LENGTH) + int(days * LENGTH)
        return self.begins[at + into // LENGTH] + OPENS + into % LENGTH

    def close_of(self, moment: int, days: int) -> int:
        """17:30 of the day so many working days later."""
        return self.begins[bisect_right(self.begins, moment) - 1 + days] + OPENS + LENGTH + HOUR // 2


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(micros: int) -> datetime:
    """The moment again, in UTC."""
    return EPOCH + timedelta(microseconds=micros)


@dataclass
class Lives:
    """``count`` lives from ``days.first`` on, cut off at ``now``; always the same ones."""

    city: City
    days: Days
    count: int
    now: int
    officers: dict[str, list[int]]
    enterprises: int

    def __iter__(self) -> Iterator["Life"]:
        """One after another, in the order they were accepted."""
        draw = Random(SEED)
        weights, paths = zip(*PATHS, strict=True)
        chosen = draw.choices(range(len(paths)), weights, k=self.count)
        begins = [begin for begin in self.days.begins if begin < self.now]
        share = len(begins) / self.count
        for number in range(self.count):
            at = number * share
            accepted = begins[int(at)] + OPENS + int(at % 1 * LENGTH)
            if accepted < self.now:
                yield Life(self, draw, number + 1, accepted, paths[chosen[number]])


class Life:
    """One ticket: ``ticket`` as it stands now, and its ``events``, ``stays`` and ``callbacks``."""

    def __init__(self, lives: Lives, draw: Random, number: int, accepted: int, path: tuple[Step, ...]) -> None:
        self.lives, self.draw = lives, draw
        city, days = lives.city, lives.days
        self.events: list[Row] = []
        self.stays: list[Row] = []
        self.stood: tuple[Any, ...] = ()
        self.callbacks: list[Row] = []
        channel = draw.choice(CHANNELS)
        subs = next(each.sub for each in city.channels if each.key == channel)
        promised = days.close_of(accepted, LIMIT)
        self.ticket: Row = {
            "id": number, "number": f"QY-{number:08}", "version": 0, "state": "submitted", "kind": draw.choice(KINDS),
            "channel": channel, "sub_channel": draw.choice(subs) if subs else None,
            "category": draw.choice(city.categories).key, "region": draw.choice(city.regions).key,
            "chain": draw.choice(city.chains).key if draw.random() < 0.6 else None,
            "enterprise": draw.randrange(lives.enterprises) + 1, "filed_by": 1, "unit": None, "officer": None,
            "is_confidential": draw.random() < 0.02, "is_urgent": False, "is_withheld": False, "is_complex": False,
            "awaits_author": False, "round": 1, "returns": 0, "pauses": 0, "extensions": 0, "extended_days": 0,
            "contested": False, "accepted_at": accepted, "promised_at": promised, "due_at": promised, "claim_due_at": None,
            "resolved_at": None, "closed_at": None, "closing": None, "dispatched_at": None, "claimed_at": None,
            "supporting": "", "because": "[]", "leaves_cohort": False, "since": accepted,
            "year": city.calendar.day(moment(accepted)).year,
        }  # fmt: skip
        at = accepted
        for event, least, most in path:
            at = days.after(at, least + (most - least) * draw.random()) if most else at
            if at >= lives.now:
                break
            self._happen(event, at)

    def _happen(self, event: str, at: int) -> None:
        ticket, draw = self.ticket, self.draw
        before = ticket["state"] if ticket["version"] else None
        ticket["version"] += 1
        ticket["state"] = LEADS_TO[event] or ticket["state"]
        ticket["closing"] = CLOSINGS.get(event)
        facts = self._change(event, at)
        by = ticket["officer"] or 1
        self.events.append(
            {"ticket": ticket["id"], "at": at, "name": event, "by": by, "from_state": before, "to_state": ticket["state"],
             "round": ticket["round"], "version": ticket["version"], "facts": facts}
        )  # fmt: skip
        if event == "callback_sent":
            self.callbacks.append(
                {"ticket": ticket["id"], "round": ticket["round"], "unit": ticket["unit"], "officer": ticket["officer"],
                 "asked_at": at, "wants_rework": False, "skipped": "[]", "pushed": 0, **UNANSWERED}
            )  # fmt: skip
        if event in SOLVED:
            phone = draw.random() < 0.1
            said, given_up = draw.choice(SATISFIED) if draw.random() < 0.95 else None, event == "given_up"
            self.callbacks[-1] |= {
                "settled_at": at, "solved": SOLVED[event], "wants_rework": event == "reworked",
                "outcome": "no_answer" if given_up else "answered_by_phone" if phone else "answered",
                "satisfaction": None if given_up else said, "satisfaction_at": at if said and not given_up else None,
                "contacted": None if given_up else "contacted", "contacted_at": None if given_up else at,
            }  # fmt: skip
        stood = OF_STAY(ticket)
        if stood != self.stood:
            if self.stays:
                self.stays[-1]["until"] = at
            self.stood, ticket["since"] = stood, at
            self.stays.append(
                dict(zip(STRETCH, stood, strict=True)) | {"ticket": ticket["id"], "since": at, "until": None}
            )

    def _change(self, event: str, at: int) -> str:
        """Change what the event changes beside the state, and give its facts."""
        ticket, draw, days = self.ticket, self.draw, self.lives.days
        match event:
            case "dispatched" | "transferred" | "instructed":
                ticket["unit"] = draw.choice(self.lives.city.units).key
                ticket |= {"officer": None, "claim_due_at": days.close_of(at, CLAIM), "dispatched_at": at}
            case "claimed":
                ticket["officer"] = draw.choice(self.lives.officers[ticket["unit"] or OFFICE_UNIT])
                ticket["claimed_at"] = at
            case "returned":
                ticket |= {"unit": None, "claim_due_at": None, "returns": ticket["returns"] + 1}
            case "extension_granted":
                ticket |= {"due_at": days.close_of(ticket["due_at"], 3), "extensions": 1, "extended_days": 3}
            case "answered":
                ticket["due_at"] = days.close_of(ticket["due_at"], 2)
            case "reworked" | "reopened":
                ticket |= {"round": ticket["round"] + 1, "resolved_at": None, "due_at": days.close_of(at, 3)}
            case "resolved":
                ticket["resolved_at"] = at
            case "resolve_undone":
                ticket["resolved_at"] = None
            case "confirmed" | "given_up" | "adjudicated":
                ticket["closed_at"] = at
            case "rejected" | "withdrawn":
                ticket["closed_at"], reason = at, draw.choice(REASONS[event])
                was_taken = any(each["name"] == "claimed" for each in self.events)
                ticket["leaves_cohort"] = cohort.leaves(ENDS[event], Reason(reason), was_taken=was_taken)
                return f'{{"reason":"{reason}"}}'
        return "{}"
