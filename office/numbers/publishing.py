"""Publishing a digest: made once for a period and a place, under the next number, and never changed afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers import corrections
from office.numbers import digest as counting
from storage.numbers import digests
from storage.numbers.digests import Published
from tickets.city import City
from tickets.digest_access import reads_digests_of
from tickets.people import Person
from tickets.periods import Period
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY, Scope


def published(conn: Connection, city: City, period: Period, scope: Scope = WHOLE_CITY) -> Published | None:
    """The period's digest as it was published, or ``None``."""
    return digests.of(conn, period.kind, period.first, str(scope))


def publish(conn: Connection, city: City, *, period: Period, scope: Scope = WHOLE_CITY, now: datetime) -> Published:
    """Make the period's digest, or give the one that was made; whoever publishes at the same time waits and gets that one.

    Nothing is written into the history meanwhile: figures and head belong together. Raises ``Refusal("period_runs")``
    before the period is over.
    """
    if (made := published(conn, city, period, scope)) is not None:
        return made
    if not period.is_over(now):
        raise Refusal("period_runs", until=period.end.isoformat())
    digests.lock(conn)
    if (made := published(conn, city, period, scope)) is not None:
        return made
    head = digests.head(conn)
    counted = counting.digest(conn, city, period=period, scope=scope, now=now).as_json()
    counted["corrections"] = corrections.become_known(conn, city, period=period, scope=scope, now=now)
    return digests.keep(conn, period.kind, period.first, str(scope), counted, cutoff=period.end, head=head, now=now)


def by_id(conn: Connection, which: int) -> Published:
    """The digest that a button names. Raises ``Refusal("no_such_digest")``."""
    made = digests.get(conn, which)
    if made is None:
        raise Refusal("no_such_digest")
    return made


def readable(made: Published | None, *, by: Person) -> Published:
    """What was found, for who may read it. Raises ``Refusal``: ``no_such_digest``, ``not_for_you``."""
    if made is None:
        raise Refusal("no_such_digest")
    if not reads_digests_of(Scope.read(made.scope), by):
        raise Refusal("not_for_you")
    return made


def named(made: Published) -> dict[str, Any]:
    """Which one it is: the digest's id, its number, its period and what it is of."""
    return {"digest": made.id, "number": made.number, "period": made.facts["period"], "scope": made.facts["scope"]}


def facts_of(made: Published) -> dict[str, Any]:
    """The facts as they were made, and under ``published`` the number, when it was made and the history's head."""
    return dict(made.facts) | {
        "published": {
            "id": made.id,
            "number": made.number,
            "made_at": made.made_at.isoformat(),
            "head_event": made.head_event,
            "head_hash": made.head_hash,
        }
    }


def facts(conn: Connection, city: City, *, period: Period, scope: Scope = WHOLE_CITY, now: datetime) -> dict[str, Any]:
    """The facts of the period's digest: as it was published, or else as it is counted now. Raises as ``digest`` does."""
    if (made := published(conn, city, period, scope)) is not None:
        return facts_of(made)
    return counting.digest(conn, city, period=period, scope=scope, now=now).as_json()


def facts_by_id(conn: Connection, which: int) -> dict[str, Any]:
    """The same of the digest with that id; nothing when there is none."""
    made = digests.get(conn, which)
    return facts_of(made) if made is not None else {}
