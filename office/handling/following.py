"""What a lead's changes mean for the tickets that are merged into it, and theirs for the lead.

Followers go along from hand to hand, are called back when the lead is reported done, and are handed out anew when it ends
otherwise. The verbs are ``office.handling.merge``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import tell, watch
from storage.clock import deadlines
from storage.tickets import events, followers, tickets
from tickets import merging
from tickets.agenda import Due
from tickets.city import City
from tickets.lifecycle import Action, Moved
from tickets.notices import To
from tickets.people import Person
from tickets.terms import State
from tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a follower does because its lead did something; ``facts`` go into its event and its notices."""

    ticket: int
    action: Action
    facts: dict[str, Any]
    changes: dict[str, Any]


def drawn_along(conn: Connection, moved: Moved) -> list[Drawn]:
    """The moves that a lead's draws after it, one for each follower that is not called back yet."""
    if not merging.draws_along(moved.before, moved.after, moved.event):
        return []
    following = [each.id for each in followers.of_to_change(conn, moved.after.id) if each.callback_sent_at is None]
    if merging.lets_go(moved.after, moved.event):
        return [Drawn(which, Action.SPLIT, {"how": "lead_ended"}, {}) for which in following]
    changes = merging.hands(moved.after)
    return [Drawn(which, Action.FOLLOW, {"what": moved.event}, changes) for which in following]


def settle(conn: Connection, city: City, moved: Moved, *, by: Person, now: datetime) -> None:
    """After a change: of a lead, its followers' enterprises hear of it, and their callbacks come and go with its report; of a
    follower that joins or leaves, its lead shows it.
    """
    before, after = moved.before, moved.after
    if merging.draws_along(before, after, moved.event):
        for follower in followers.of(conn, after.id):
            if follower.callback_sent_at is None:
                _share(conn, city, follower, moved, now=now)
    which = after.lead if after.state is State.MERGED else before.lead
    if which is not None and State.MERGED in {before.state, after.state} and before.state is not after.state:
        lead = tickets.get(conn, which)
        _keep(conn, lead, before, after, by=by, now=now)
        tell.refresh(conn, city, lead, now=now)


def _share(conn: Connection, city: City, follower: Ticket, moved: Moved, *, now: datetime) -> None:
    lead = moved.after
    if moved.before.resolved_at != lead.resolved_at:
        deadlines.drop(conn, follower.id, Due.CALLBACK, now=now)
        if lead.resolved_at is not None:
            watch.plan_callback(conn, city, follower, now=now)
    if moved.event in merging.HEARD:
        told = {
            "what": moved.event,
            "lead_state": lead.state.value,
            "lead_due_at": lead.due_at.isoformat() if lead.due_at else None,
            "lead_review_at": lead.review_at.isoformat() if lead.review_at else None,
        }
        tell.tell_parties(conn, city, follower, "lead_went_on", (To.CONTACT,), now=now, **told)


def _keep(conn: Connection, lead: Ticket, before: Ticket, after: Ticket, *, by: Person, now: datetime) -> None:
    """The lead's history has who joined it and who left it before it was answered."""
    name = "follower_joined" if after.state is State.MERGED else "follower_left"
    if after.state is not State.CLOSED:
        events.append(conn, lead, name, by=by, now=now, from_state=lead.state, facts={"follower": before.id})
