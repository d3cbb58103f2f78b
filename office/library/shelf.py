"""What stands in the library: an entry is put there and reworded, and is found by its words while it answers."""

from datetime import datetime

from sqlalchemy import Connection

from storage.doors import policies, policy_index
from storage.doors.policies import Policy
from tickets.library import policies as rules
from tickets.library.policies import Entry, PolicyState
from tickets.library.words import words_of
from tickets.refusal import Refusal


def put(conn: Connection, entry: Entry, *, now: datetime) -> bool:
    """Put an entry from a file there; ``False`` when it says what it said already. One that the office retired stays so."""
    known = policies.by_key(conn, entry.key)
    if known is None:
        which = policies.add(conn, entry, PolicyState.LIVE, now=now, key=entry.key)
        assert which is not None
        index(conn, which, entry)
        return True
    if known.entry == entry:
        return False
    reword(conn, known, entry, now=now)
    return True


def reword(conn: Connection, policy: Policy, entry: Entry, *, now: datetime) -> None:
    """Change what an entry says."""
    before = policy.entry
    changed = {name: getattr(entry, name) for name in Entry.__slots__ if getattr(entry, name) != getattr(before, name)}
    policies.change(conn, policy.id, now=now, **changed)
    if policy.state is PolicyState.LIVE:
        index(conn, policy.id, entry)


def index(conn: Connection, which: int, entry: Entry) -> None:
    """Let it be found by what it says."""
    policy_index.put(conn, which, words_of(entry.title), words_of(entry.questions), words_of(_text(entry)))


def is_near(wanted: list[str], entry: Entry) -> bool:
    """Whether the entry has enough of what is wanted."""
    return rules.is_near(wanted, words_of(f"{entry.title}\n{entry.questions}"), words_of(_text(entry)))


def _text(entry: Entry) -> str:
    return f"{entry.body}\n{entry.category}\n{entry.source}"


def get(conn: Connection, which: int) -> Policy:
    """The entry. Raises ``Refusal("policy_is_gone")``."""
    policy = policies.get(conn, which)
    if policy is None:
        raise Refusal("policy_is_gone")
    return policy
