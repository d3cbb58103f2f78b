"""A ticket with what is kept about it, each part read when first asked for and not again: many are told of one change.

Good for one telling: it does not notice what is written later.
"""

from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from storage.doors import promises
from storage.doors.promises import Promise
from storage.people import enterprises, people
from storage.tickets import events, followers, requests, supports, texts, tickets
from storage.tickets.texts import Written
from tickets.intake import promised
from tickets.intake.meetings import CHANNEL
from tickets.requests import Request
from tickets.supports import Support
from tickets.terms import State
from tickets.ticket import Ticket

WITH_THE_GRIEVANCE = ("submitted", "material_added", "answered", "reopened", "reopening_added")
"""Events whose files are the enterprise's own account of what is wrong."""


class Reading:
    """What facts of ``ticket`` are made of."""

    def __init__(self, conn: Connection, ticket: Ticket) -> None:
        self.conn, self.ticket = conn, ticket

    def written(self, *purposes: str) -> list[Written]:
        """The ticket's texts of these purposes in their newest wording, oldest first."""
        return [text for text in self._texts if text.purpose in purposes]

    def latest(self, purpose: str) -> str | None:
        """The newest text of that purpose, or ``None``."""
        found = self.written(purpose)
        return found[-1].body if found else None

    @cached_property
    def files(self) -> list[dict[str, str]]:
        """The files that the enterprise gave."""
        return texts.files(self.conn, self.ticket.id, *WITH_THE_GRIEVANCE)

    @cached_property
    def result(self) -> str | None:
        """The result of the report that stands, of a merged ticket its lead's: nothing once it was undone, in the next round,
        or when the enterprise said so.
        """
        if self.ticket.resolved_at is None:
            return None
        return texts.given_with(self.conn, self.ticket.lead or self.ticket.id, "resolved", self.ticket.resolved_at)

    @cached_property
    def officer(self) -> str | None:
        """The officer's name."""
        return people.name(self.conn, self.ticket.officer) or None

    @cached_property
    def firm(self) -> str | None:
        """The enterprise's name."""
        return (
            enterprises.get(self.conn, self.ticket.enterprise)["name"] if self.ticket.enterprise is not None else None
        )

    @cached_property
    def filer(self) -> dict[str, Any]:
        """Who filed it, as a row of the people; empty when nobody is known."""
        return people.row(self.conn, self.ticket.filed_by) if self.ticket.filed_by is not None else {}

    @cached_property
    def waiting(self) -> list[Request]:
        """What waits for the office's decision."""
        return requests.waiting_of(self.conn, self.ticket.id)

    @cached_property
    def pushes(self) -> dict[str, int]:
        """How often it was urged and supervised."""
        return events.tally(self.conn, self.ticket.id, "urged", "supervised")

    def promises(self, now: datetime) -> list[dict[str, Any]]:
        """What leaders promised about it, and how that stands: leader, words, due_at, kept."""
        return [
            {
                "leader": each.leader,
                "words": each.words,
                "due_at": each.due_at.isoformat() if each.due_at else None,
                "kept": promised.standing(self.ticket, each.due_at, now=now).value,
            }
            for each in self._promises
        ]

    @cached_property
    def _promises(self) -> list[Promise]:
        return promises.of_ticket(self.conn, self.ticket.id) if self.ticket.channel == CHANNEL else []

    @cached_property
    def supports(self) -> list[Support]:
        """What its supporting units were asked and have not answered."""
        if not self.ticket.supporting:
            return []
        return [each for each in supports.of_ticket(self.conn, self.ticket.id) if each.is_open]

    @cached_property
    def company(self) -> dict[str, Any]:
        """How many tickets go with it, and which one it goes with."""
        if self.ticket.state is State.MERGED and self.ticket.lead is not None:
            return {"lead": tickets.get(self.conn, self.ticket.lead).number, "followers": 0}
        return {"lead": None, "followers": followers.count(self.conn, self.ticket.id)}

    @cached_property
    def suggestion(self) -> tuple[str | None, list[list[str]]]:
        """The unit that routing suggested and why."""
        return tickets.suggestion(self.conn, self.ticket.id)

    @cached_property
    def _texts(self) -> list[Written]:
        return texts.written(self.conn, self.ticket.id)
