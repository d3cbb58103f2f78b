"""The lives that a history tells: what each ticket was like when, and what its callbacks were answered, from events alone.

The rules are the life cycle's own: an event does to a ticket what the move of its name does. What is kept beside the history
is held against it, and past figures are counted from it again. An event that tells too little changes what it can.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tickets.callback import TIMED
from tickets.lifecycle import MOVES, RECORDED, Move
from tickets.terms import Closing, State
from tickets.ticket import STRETCH, Ticket

MOVE_OF: dict[str, Move] = {row.event: row for row in MOVES}
"""Moves that leave the same event behind do the same to what is told here."""

MOMENTS = frozenset({"due_at", "claim_due_at", "resolved_at"})
ANSWERS = ("solved", "satisfaction", "contacted", "wants_rework")
SETTLES = {"confirmed": 0, "given_up": 0, "reworked": 1}
"""Events that settle a callback, by how many rounds the ticket has gone on with them."""
FEW = 4
"""So many possible events are still worth naming."""


@dataclass(slots=True)
class Life:
    """A ticket as its events tell it, the stretches that it stood in (since when, and how), and its callbacks by round."""

    ticket: Ticket
    stretches: list[tuple[datetime, Ticket]] = field(default_factory=list)
    callbacks: dict[int, dict[str, Any]] = field(default_factory=dict)
    reported: dict[str, Any] | None = None

    def go_on(self, event: Mapping[str, Any]) -> None:
        """Take the next of its events, as a row: name, at, to_state, round, version, facts."""
        name, at, told = event["name"], event["at"], event["facts"]
        if name == "reported":
            self._reported(told)
            return
        before, move = self.ticket, MOVE_OF.get(name)
        after = replace(before, version=event["version"])
        if move is not None:
            after = _moved(after, move, event)
        self.ticket = after
        if any(getattr(before, each) != getattr(after, each) for each in STRETCH):
            self.stretches.append((at, after))
        if name == "callback_sent":
            asked = {"round": after.round, "unit": after.unit, "officer": after.officer, "asked_at": at}
            blank = dict.fromkeys((*ANSWERS, *TIMED.values(), "settled_at", "outcome"))
            self.callbacks[after.round] = asked | blank | {"wants_rework": False}
        elif name == "callback_answered":
            self._answered(told, at)
        elif name in SETTLES:
            settled = {"settled_at": at, "outcome": told.get("outcome")}
            self.callbacks.get(after.round - SETTLES[name], {}).update(settled)

    def _answered(self, told: Mapping[str, Any], at: datetime) -> None:
        asked = self.callbacks.get(told.get("of_round", 0))
        if asked is None:
            return
        for question in ANSWERS:
            if question in told:
                asked[question] = told[question]
                if question in TIMED:
                    asked[TIMED[question]] = at if told[question] is not None else None

    def _reported(self, told: Mapping[str, Any]) -> None:
        """It came in with its end: there was no other stretch."""
        done_at = _moment(told.get("done_at"))
        self.ticket = replace(self.ticket, closing=Closing.REPORTED, unit=told.get("unit"), resolved_at=done_at)
        self.stretches = [(self.ticket.accepted_at, self.ticket)]
        self.reported = {"solved": told.get("solved")}


def begun(event: Mapping[str, Any]) -> Life:
    """The life that an event begins: that of its coming in, or, where that is missing, the first that is left."""
    told = event["facts"]
    known = event["name"] == "submitted"
    first = Ticket(
        event["ticket"],
        told.get("number", ""),
        State(event["to_state"]),
        told.get("kind", ""),
        told.get("channel", ""),
        _moment(told.get("accepted_at")) or event["at"],
        _moment(told.get("promised_at")) or event["at"],
        version=event["version"],
        round=event["round"],
        due_at=_moment(told.get("due_at")),
        **({name: told.get(name) for name in ("category", "region", "chain", "sub_channel")} if known else {}),
    )
    life = Life(first, [(first.accepted_at, first)])
    if not known:
        life.go_on(event)
    return life


def _moved(ticket: Ticket, move: Move, event: Mapping[str, Any]) -> Ticket:
    told = event["facts"]
    changes = move.sets(event["at"]) | {
        name: _moment(told[name]) if name in MOMENTS else told[name] for name in RECORDED if name in told
    }
    if move.counts is not None:
        changes[move.counts] = getattr(ticket, move.counts) + 1
    return replace(ticket, **changes, state=State(event["to_state"]), round=event["round"])


def _moment(told: Any) -> datetime | None:
    return datetime.fromisoformat(told) if isinstance(told, str) else None


def moves_between(before: str | None, after: str | None) -> tuple[str, ...]:
    """The events that lead from the one state to the other; none where too many do to tell anything."""
    if before == after:
        return ()
    if before is None:
        return ("submitted",)
    names = {row.event for row in MOVES if before in row.source and row.to == after}
    return tuple(sorted(names)) if len(names) <= FEW else ()
