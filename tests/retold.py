"""Lives told from the chain of events alone: what a ticket was like when, and what its callbacks were answered.

Written from the life cycle in words, without the house's own way of keeping tickets, so that a recount shares nothing with
what is counted from.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.histories import LATER, Case
from tickets.terms import Closing, Contacted, Kind, Outcome, Satisfaction, Solved, State
from tickets.ticket import Ticket

HANDED_ON = {"dispatched", "transferred", "vacated", "instructed"}
NOBODYS = {"returned", "recalled", "split", "contested"}
NEXT_ROUND = {"reworked", "reopened", "contested"}
ON_ITS_OWN = NEXT_ROUND | {"split"}
ENDS = {
    "confirmed": Closing.CONFIRMED,
    "given_up": Closing.UNREACHED,
    "adjudicated": Closing.ADJUDICATED,
    "handed_outside": Closing.HANDED_OVER,
}
TOLD = {"unit": str, "officer": int, "kind": Kind, "category": str, "region": str, "chain": str}
MOMENTS = ("due_at", "claim_due_at", "resolved_at")
ANSWERS = {"solved": Solved, "satisfaction": Satisfaction, "contacted": Contacted, "wants_rework": bool}


def retold(rows: Iterable[dict[str, Any]]) -> dict[int, Case]:
    """The lives by ticket id, from the events of all tickets in the order in which they were appended."""
    lives: dict[int, Case] = {}
    for row in rows:
        if row["name"] == "submitted":
            lives[row["ticket"]] = _born(row)
        elif row["ticket"] in lives:
            _go_on(lives[row["ticket"]], row)
        lives[row["ticket"]].events.append(row)
    return lives


def _born(row: dict[str, Any]) -> Case:
    told = row["facts"]
    accepted_at, promised_at = (datetime.fromisoformat(told[name]) for name in ("accepted_at", "promised_at"))
    first = Ticket(
        row["ticket"],
        told["number"],
        State(row["to_state"]),
        Kind(told["kind"]),
        told["channel"],
        accepted_at,
        promised_at,
        due_at=_moment(told.get("due_at")),
        sub_channel=told["sub_channel"],
        **{name: told[name] for name in ("category", "region", "chain")},
    )
    return Case(first, history=[(accepted_at, first)])


def _go_on(case: Case, row: dict[str, Any]) -> None:
    name, told, before = row["name"], row["facts"], case.ticket
    if name == "callback_answered":
        _answered(case, row)
        return
    changes: dict[str, Any] = {"state": State(row["to_state"]), "round": row["round"], "version": row["version"]}
    if name in HANDED_ON | NOBODYS:
        changes |= {"officer": None, "claim_due_at": None}
    if name in NOBODYS:
        changes |= {"unit": None}
    if name in ON_ITS_OWN:
        changes |= {"resolved_at": None, "closing": None}
    if name in NEXT_ROUND:
        changes |= {"due_at": None}
    if name == "resolve_undone":
        changes |= {"resolved_at": None}
    if name in {"resolved", "withdrawn_as_solved"}:
        changes |= {"resolved_at": row["at"]}
    if name in ENDS:
        changes |= {"closing": ENDS[name]}
    if name != "offered_to_unit" and not name.endswith("_carded"):
        changes |= {key: kind(told[key]) if told[key] else None for key, kind in TOLD.items() if key in told}
        changes |= {key: _moment(told[key]) for key in MOMENTS if key in told}
    if name == "reported":
        changes |= {"closing": Closing.REPORTED, "resolved_at": _moment(told["done_at"])}
    case.ticket = replace(before, **changes)
    if name == "reported":  # it came with its end
        case.history = [(before.accepted_at, case.ticket)]
        return
    case.history.append((row["at"], case.ticket))
    if name == "callback_sent":
        _asked(case, row)
    if name in {"confirmed", "given_up", "reworked"}:
        case.callbacks[-1] |= {"settled_at": row["at"], "outcome": Outcome(told["outcome"])}


def _asked(case: Case, row: dict[str, Any]) -> None:
    blank = dict.fromkeys(("solved", *LATER, *LATER.values(), "settled_at", "outcome"))
    asked = {"round": row["round"], "unit": case.ticket.unit, "officer": case.ticket.officer, "asked_at": row["at"]}
    case.callbacks.append(asked | blank | {"wants_rework": False})


def _answered(case: Case, row: dict[str, Any]) -> None:
    asked = next(each for each in case.callbacks if each["round"] == row["facts"]["of_round"])
    for question, kind in ANSWERS.items():
        if question in row["facts"]:
            given = row["facts"][question]
            asked[question] = None if given is None else kind(given)
            if question in LATER:
                asked[LATER[question]] = None if given is None else row["at"]


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
