"""Publishing a digest: made once for a period and a place, under the next number, and never changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from office.numbers import corrections
from office.numbers import digest as counting
from storage.engine.tally import Tally
from storage.numbers import digests
from storage.numbers.digests import Published
from tickets.city import City
from tickets.digest_access import reads_digests_of
from tickets.people import Person
from tickets.periods import Period, known_by
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY, Scope


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A digest that is to be published: its facts as they were counted ``at`` that moment, and the history's head then."""

    period: Period
    scope: Scope
    facts: Mapping[str, Any]
    head: tuple[int, str]
    at: datetime


def published(conn: Connection, period: Period, scope: Scope = WHOLE_CITY) -> Published | None:
    """The period's digest as it was published, or ``None``."""
    return digests.of(conn, period.kind, period.first, str(scope))


def tally(city: City, *, period: Period, scope: Scope = WHOLE_CITY, now: datetime) -> Tally[Unpublished]:
    """Count what is to be published. Figures and head are read over one snapshot: they belong together.

    Raises ``Refusal("period_runs")`` before the period has settled.
    """
    if now < period.settles_at:
        raise Refusal("period_runs", until=period.settles_at.isoformat())
    asked: dict[str, Any] = {"city": city, "period": period, "scope": scope, "now": known_by(now)}
    digest = counting.tally(**asked)

    def whole(counted: Mapping[str, Any]) -> Unpublished:
        facts = digest.whole(counted).as_json() | {"corrections": counted["corrections"]}
        return Unpublished(period, scope, facts, head=counted["head"], at=now)

    corrected = partial(corrections.become_known, **asked)
    return Tally({"corrections": corrected, **digest.parts, "head": digests.head}, whole)


def publish(conn: Connection, counted: Unpublished) -> Published | None:
    """Publish it; ``None`` when that was done meanwhile. Whoever publishes at the same time waits, and gets ``None``."""
    period, scope = counted.period, str(counted.scope)
    digests.lock(conn)
    if digests.of(conn, period.kind, period.first, scope) is not None:
        return None
    return digests.keep(
        conn, period.kind, period.first, scope, counted.facts, cutoff=period.end, head=counted.head, now=counted.at
    )


def facts(
    conn: Connection,
    city: City,
    *,
    period: Period,
    scope: Scope = WHOLE_CITY,
    now: datetime,
    but: frozenset[str] = frozenset(),
) -> Tally[dict[str, Any]]:
    """The facts of the period's digest: as it was published, of which nothing is to be counted, or else as it stands now.

    ``but`` names parts that need not be counted. Raises as ``digest.tally`` does.
    """
    if (made := published(conn, period, scope)) is not None:
        return Tally({}, lambda _: facts_of(made))
    digest = counting.tally(city, period=period, scope=scope, now=now, but=but)
    return Tally(digest.parts, lambda counted: digest.whole(counted).as_json())


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


def facts_by_id(conn: Connection, which: int) -> dict[str, Any]:
    """The same of the digest with that id; nothing when there is none."""
    made = digests.get(conn, which)
    return facts_of(made) if made is not None else {}
