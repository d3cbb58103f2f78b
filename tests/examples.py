"""The worked examples of docs/rates.md, read as they stand there: the figures they show, and the tickets that make them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.architecture.source import ROOT
from tests.histories import HOUR, Case, at, claimed, dispatched, submitted
from tickets.lifecycle import Action
from tickets.terms import Contacted, Outcome, Reason, Satisfaction, Solved

PAGE = (ROOT / "docs/rates.md").read_text(encoding="utf-8")
DAYS = {day: f"11-{number}" for number, day in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), 16)}
CLOSE = "17:30"
HOURS = {"called back": "16:00", "resolved": "17:00", "claimed": "11:00", "went on": "10:00", "dispatched": "10:00"}
"""When on its day a thing is done; everything else at nine."""

FIRST = {"submitted": submitted, "dispatched": dispatched, "claimed": claimed}
PLAIN = {
    "returned": Action.RETURN,
    "escalated": Action.ESCALATE,
    "parked": Action.PARK,
    "paused": Action.ASK_ENTERPRISE,
    "reopened": Action.REOPEN,
}
ENDED = {"withdrawn": Action.WITHDRAW, "rejected": Action.REJECT}


@dataclass(frozen=True)
class Example:
    """What is to come out, by the name of each rate, and the lines of what happened."""

    shown: dict[str, str]
    lines: tuple[str, ...]

    def cases(self) -> Iterator[Case]:
        """The tickets, as many as each line says."""
        for line in self.lines:
            number, _, life = line.partition(" x ")
            for _ in range(int(number)):
                yield played([step.split() for step in life.split(", ")])


def examples() -> list[Example]:
    found = []
    for block in re.findall(r"(?ms)^```example\n(.*?)^```", PAGE):
        lines = [line.strip() for line in block.splitlines()]
        heads = [line for line in lines if " x " not in line]
        lives = tuple(line for line in lines if " x " in line)
        found.append(Example({name: shown for name, _, shown in (head.partition(" ") for head in heads)}, lives))
    return found


def played(steps: list[list[str]]) -> Case:
    """One ticket's life."""
    (verb, day, *more), *rest = steps
    options = dict(zip(more[::2], more[1::2], strict=True))
    when = moment(day, "10:00")
    promised = moment(options["promised"], CLOSE) if "promised" in options else later(when)
    case = FIRST[verb](when, promised=promised)
    for step in rest:
        name, words = (" ".join(step[:2]), step[2:]) if step[0] in {"called", "went"} else (step[0], step[1:])
        take(case, name, moment(words[0], HOURS.get(name, "09:00")), words[1:])
    return case


def take(case: Case, verb: str, when: datetime, words: list[str]) -> None:
    if verb == "called back":
        case.called_back(when, *answers(words), **how(words), due=later(when))
    elif verb in PLAIN:
        case.take(PLAIN[verb], when)
    elif verb in ENDED:
        case.take(ENDED[verb], when, Reason(words[0]))
    elif verb == "transferred":
        case.transfer(words[-1], when, later(when))
    elif verb == "dispatched":
        case.hand_to(words[-1], when)
    elif verb == "extended":
        case.extend(when, moment(words[-1], CLOSE))
    elif verb == "went on":
        case.go_on(when, later(when))
    else:
        {"claimed": case.claim, "resolved": case.resolve}[verb](when)


def answers(words: list[str]) -> list[Any]:
    """The three answers, ``None`` for each that is not given."""
    return [
        next((kind(word) for word in words if word in set(kind)), None) for kind in (Solved, Satisfaction, Contacted)
    ]


def how(words: list[str]) -> dict[str, Any]:
    by_phone = {"outcome": Outcome.ANSWERED_BY_PHONE} if "by_phone" in words else {}
    return {"wants_rework": "rework" in words} | by_phone


def later(when: datetime) -> datetime:
    """The close of business a week later."""
    local = (when + timedelta(days=7) + 8 * HOUR).date()
    return at(f"{local} {CLOSE}")


def moment(day: str, hour: str) -> datetime:
    """``Mon`` of the week, ``11-25`` of the year, or a whole date."""
    return at(f"{DAYS.get(day, day)} {hour}")
