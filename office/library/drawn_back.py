"""What the library has of a ticket follows what becomes of the ticket: a secret, words masked, words erased by law.

Somebody who was answered from it before keeps the answer: it was read over, and tells of nobody.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.library import offers, shelf
from storage.doors import policies, policy_index
from storage.doors.policies import Policy
from tickets import forgetting, redaction
from tickets.library import policies as rules
from tickets.library.policies import PolicyState
from tickets.masking import beginning
from tickets.redaction import Leak
from tickets.ticket import Ticket


def settle(conn: Connection, before: Ticket, after: Ticket, *, now: datetime) -> None:
    """A ticket that became somebody's secret, or a complaint, answers nobody any more."""
    if rules.is_open_to_all(after) or not rules.is_open_to_all(before):
        return
    policy = _of(conn, after)
    if policy is not None and policy.state in {PolicyState.OFFERED, PolicyState.LIVE}:
        policies.change(conn, policy.id, now=now, state=PolicyState.RETIRED)
        policy_index.drop(conn, policy.id)
        offers.show(conn, policy.id, now=now)


def redact(conn: Connection, ticket: Ticket, leak: Leak, *, now: datetime) -> None:
    """What is hidden in the ticket is hidden in its answer too."""
    policy = _of(conn, ticket)
    if policy is None:
        return
    said: dict[str, Any] = {part: redaction.redacted(getattr(policy.entry, part), leak) for part in offers.PARTS}
    if (entry := replace(policy.entry, **said)) != policy.entry:
        shelf.reword(conn, policy, entry, now=now)
        offers.show(conn, policy.id, now=now)


def forget_author(conn: Connection, ticket: Ticket, whose: Sequence[Leak], *, now: datetime) -> None:
    """Of who asked nothing stays but the answer: not their words, which title and 问法 were taken from, not their name.

    What the office has reworded is the office's. What it has not let in goes altogether.
    """
    policies.withdraw_offer(conn, ticket.id)
    policy = _of(conn, ticket)
    if policy is None:
        return
    entry = policy.entry
    title, questions = offers.asked(conn, ticket)
    if entry.title == title:
        entry = replace(entry, title=beginning(entry.body, offers.TITLE))
    if entry.questions == questions:
        entry = replace(entry, questions="")
    said: dict[str, Any] = {part: forgetting.without(getattr(entry, part), whose) for part in offers.PARTS}
    shelf.reword(conn, policy, replace(entry, **said), now=now)


def _of(conn: Connection, ticket: Ticket) -> Policy | None:
    return policies.by_key(conn, offers.key_of(ticket))
