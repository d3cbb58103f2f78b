"""A year of an office, simulated: firms file, officers are quick or slow, the clock pushes, the enterprise answers.

Plausible rather than uniform: what happens next to a ticket is drawn by weight from what its state usually sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from office import clock
from storage.post import outbox, outcomes
from storage.schema import tickets
from tests.builders import House
from tests.lives import TRIES, Attempt
from tickets import access
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role, State
from tickets.ticket import Ticket

A = Action

USUALLY: dict[State, dict[Action, float]] = {
    State.SUBMITTED: {A.DISPATCH: 0.3, A.REJECT: 0.02, A.WITHDRAW: 0.002},
    State.DISPATCHED: {A.CLAIM: 0.15, A.RETURN: 0.01, A.URGE: 0.01},
    State.IN_PROGRESS: {
        A.NOTE: 0.02,
        A.MESSAGE: 0.02,
        A.ASK_ENTERPRISE: 0.01,
        A.RESOLVE: 0.04,
        A.HAND: 0.01,
        A.REQUEST_EXTENSION: 0.006,
        A.GRANT_EXTENSION: 0.02,
        A.REFUSE_EXTENSION: 0.01,
        A.ASK_RETURN: 0.002,
        A.CONSENT_RETURN: 0.01,
        A.ASK_COMPLEX: 0.002,
        A.MARK_COMPLEX: 0.01,
        A.VACATE: 0.002,
        A.ESCALATE: 0.0005,
        A.PARK: 0.001,
        A.TRANSFER: 0.001,
        A.ADJUDICATE: 0.0005,
        A.ADD_MATERIAL: 0.01,
        A.WITHDRAW: 0.001,
    },
    State.AWAITING_ENTERPRISE: {A.ANSWER: 0.05, A.NOTHING_TO_ADD: 0.01, A.WITHDRAW_QUESTION: 0.01},
    State.ESCALATED: {A.INSTRUCT: 0.05, A.RESOLVE: 0.01, A.PARK: 0.005},
    State.PARKED: {A.RESUME: 0.002},
    State.RESOLVED: {A.UNDO_RESOLVE: 0.005, A.CONFIRM: 0.1},
    State.CLOSED: {A.COME_BACK: 0.02, A.REOPEN: 0.0002, A.CONTEST: 0.001},
    State.REJECTED: {A.CONTEST: 0.001},
}
"""What usually happens to a ticket within a working hour, by how likely."""


FIRMS = 20
ROOM = 100
"""How many notices are sent at once, a chat's next one each."""
CONTENT = 0.7
"""How often an enterprise answers that it is solved, and well."""


_LIVE = (
    sa.select(tickets.c.id, tickets.c.state)
    .where(tickets.c.closed_at.is_(None) | (tickets.c.closed_at > sa.bindparam("since")))
    .order_by(tickets.c.id)
)


@dataclass
class Year:
    """The simulation: ``count`` tickets over 365 days from the house's now on, an hour of business at a time."""

    house: House
    count: int
    random: Random = field(default_factory=lambda: Random(2026))
    struck: set[int] = field(default_factory=set)
    done: dict[str, int] = field(default_factory=dict)
    sent: int = 0

    def run(self) -> None:
        """Let the year go by."""
        for _ in self.hours():
            pass

    def hours(self) -> Iterator[datetime]:
        """The year's business hours, one after the other."""
        self._settle()
        began, end = self.house.now, self.house.now + timedelta(days=365)
        arrivals = sorted(began + (end - began) * self.random.random() for _ in range(self.count))
        while self.house.now < end:
            self.house.now = self.house.city.calendar.next_open(self.house.now)
            while arrivals and arrivals[0] <= self.house.now:
                del arrivals[0]
                self._files()
            self._strike()
            for which, state in self.live():
                self._goes_on(which, state)
            self._deliver()
            yield self.house.now
            self.house.now += timedelta(hours=1)
        self._strike()
        self._deliver()

    def live(self) -> list[tuple[int, State]]:
        """Tickets that anything may still happen to by itself, with their states: closed ones for some weeks."""
        rows = self.house.conn.execute(_LIVE, {"since": self.house.now - timedelta(days=42)})
        return [(row.id, State(row.state)) for row in rows]

    def _settle(self) -> None:
        house = self.house
        staff = [house.staff("陈局长", Role.UNIT_LEAD, "tax"), house.staff("曹指挥长", Role.LEADER)]
        staff += [house.staff("吴主任", Role.OFFICE), house.zhou, house.zhang, house.li]
        for unit in ("power", "approval", "lukou"):
            staff += [house.staff(f"{unit}{name}", Role.OFFICER, unit) for name in ("甲", "乙")]
        self.staff = staff
        self.firms = [house.contact(f"联系人{n}", f"株洲第{n}机械有限公司") for n in range(1, FIRMS + 1)]

    def _files(self) -> None:
        by = self.random.choice(self.firms)
        category = self.random.choice(["tax", "tax", "electricity", "approval", None])
        self.house.file(f"第{self.house.count}件,办不下来", by=by, category=category)

    def _strike(self) -> None:
        while found := clock.due(self.house.conn, self.house.city, now=self.house.now):
            for row in found:
                if self.house.strike(row):
                    assert row.id not in self.struck
                    self.struck.add(row.id)

    def _deliver(self) -> None:
        """What waits is sent, and every card lies as a message in its chat."""
        while waiting := outbox.take(self.house.conn, busy=(), room=ROOM, now=self.house.now):
            sent = [
                outcomes.Sent(each.id, each.chat, [each.message or each.id], each.card, each.ticket, each.kind)
                for each in waiting
            ]
            outcomes.record(self.house.conn, sent, now=self.house.now)
            self.sent += len(sent)

    def _goes_on(self, which: int, state: State) -> None:
        for action, likely in USUALLY.get(state, {}).items():
            if self.random.random() < likely:
                ticket = self.house.ticket(which)
                able = [each for each in self._concerned(ticket) if access.may(action, access.standings(each, ticket))]
                if able:
                    self._try(action, ticket, self.random.choice(able))
                return

    def _concerned(self, ticket: Ticket) -> list[Person]:
        return [*self.staff, *(each for each in self.firms if each.id == ticket.filed_by)]

    def _try(self, action: Action, ticket: Ticket, by: Person) -> None:
        trial = self.house.conn.begin_nested()
        try:
            pick = 0 if self.random.random() < CONTENT else self.random.randrange(840)
            TRIES[action](Attempt(self.house, ticket, by, pick, f"第{self.house.count}句"))
        except Refusal:
            trial.rollback()
        else:
            trial.commit()
            self.done[action] = self.done.get(action, 0) + 1
