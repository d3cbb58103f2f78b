"""Who may be shown what of a ticket, by hand from the mechanism: shares nothing with the access table, the facts, the notices."""

from typing import Any

import sqlalchemy as sa

from storage.schema import events, memberships, posts, tickets

FIRM, UNIT, OFFICE = "firm", "unit", "office"

STAFFS_OWN = {
    "note",
    "return",
    "ask_support",
    "answer_support",
    "assign",
    "ask_return",
    "refuse_return",
    "refuse_extension",
    "refuse_complex",
}
"""What is written for the staff alone."""
OFFICES_OWN = {"confirm", "rework"}


def betrayed(machine: Any, chat: int, words: str) -> list[str]:
    """The secrets in ``words`` that who sits in the chat may not read."""
    reader = next((name for name, who in machine.cast.items() if who.telegram_id == chat), None)
    found = []
    for secret, (ticket, purpose, author) in machine.spoken.items():
        if secret in words and not _may_read(machine, reader, chat, ticket, purpose, author):
            found.append(f"{reader or chat} reads {purpose} of ticket {ticket}")
    return found


def _may_read(machine: Any, reader: str | None, chat: int, ticket: int, purpose: str, author: int) -> bool:
    if reader is None:
        return False
    who = machine.cast[reader].id
    if who == author:
        return True
    conn = machine.conn
    row = conn.execute(sa.select(tickets).where(tickets.c.id == ticket)).one()
    firms = set(
        conn.execute(
            sa.select(memberships.c.enterprise).where(memberships.c.person == who, memberships.c.is_confirmed.is_(True))
        ).scalars()
    )
    is_firms = row.filed_by == who or (row.enterprise in firms and not row.is_confidential)
    held = {(post.role, post.unit) for post in conn.execute(sa.select(posts).where(posts.c.person == who))}
    roles = {role for role, _ in held}
    if "office" in roles:
        return True
    if is_firms:
        return purpose not in STAFFS_OWN
    if purpose == "resolve" and ticket in _went_with(conn, who, firms):
        return True
    if "leader" in roles:
        return purpose not in {"message", "ask_enterprise"}
    units = {unit for _, unit in held if unit}
    stays = set(conn.execute(sa.text("SELECT unit FROM stays WHERE ticket = :t"), {"t": ticket}).scalars())
    if row.about_unit not in units and units & set(row.supporting) and not row.is_withheld:
        return purpose in {"grievance", "add_material", "reopen", "ask_support", "answer_support"}
    is_accused = row.about_unit in units and not row.is_withheld
    if is_accused or not units & stays:
        return False
    return not (row.is_withheld and purpose in {"grievance", "add_material", "answer", "reopen"})


def _went_with(conn: Any, who: int, firms: set[int]) -> set[int]:
    """The tickets that the person's own were ever merged into: what was reported of those is reported of these."""
    theirs = sa.select(tickets.c.id).where((tickets.c.filed_by == who) | tickets.c.enterprise.in_(firms))
    rows = sa.select(events.c.facts).where(events.c.name == "merged", events.c.ticket.in_(theirs))
    return {facts["lead"] for facts in conn.execute(rows).scalars()}
