"""/digest: any period, now or past, of the whole city or of a part of it, looked at in chat and turned from one to the next.

What was published is shown as it was published; everything else is counted when its message is sent, beside all transactions.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers import publishing
from office.numbers.digest import MAY_LACK
from storage.engine.tally import Tally
from tickets import access, scopes
from tickets.city import City
from tickets.days import YEARS, packed, unpacked
from tickets.people import Person
from tickets.period_words import period_in
from tickets.periods import Period, PeriodKind
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY, Scope

SHOWN = (
    "city", "period", "scope", "cutoff", "is_over", "flow", "rates", "before", "supervised", "escalated", "ranking",
    "corrections",
)  # fmt: skip
"""What a message says of a digest; the rest is on its page."""


def named(conn: Connection, city: City, words: str, *, by: Person, now: datetime) -> dict[str, Any]:
    """The period that the words name, of the whole city; the week so far when there are none.

    Raises ``Refusal`` as ``period_in`` and ``shown`` do.
    """
    period = period_in(words, city.calendar.day(now), city.calendar.zone)
    return shown(conn, city, period.kind.value, packed(period.first), "city", "", by=by, now=now)


def shown(
    conn: Connection, city: City, kind: str, day: str, scope_kind: str, scope_key: str, *, by: Person, now: datetime
) -> dict[str, Any]:
    """Which digest is meant, of the period of that kind that the packed ``day`` falls in, and where one can turn from it.

    Its ``figures`` are counted when it is sent.
    Raises ``Refusal``: ``not_for_you``, ``bad_button``, ``no_such_scope``, ``period_to_come``, ``period_out_of_reach``.
    """
    period, today = _asked(city, kind, day, by, now)
    scope = Scope.read(f"{scope_kind}:{scope_key}" if scope_key else scope_kind)
    period.must_have_begun(now)
    if publishing.published(conn, period, scope) is None:
        scopes.label(scope, city)
    return {
        "asked_at": now.isoformat(),
        "period_kind": period.kind.value,
        "day": packed(min(period.last, today)),
        "before_day": packed(period.before().first),
        "after_day": packed(period.after().first),
        "has_after": period.after().start <= now,
        "is_of_another_year": period.year != Period.of(period.kind, today, period.zone).year,
        "scope_kind": scope.kind.value,
        "scope_key": scope.key,
    }


def figures(conn: Connection, city: City, asked: Mapping[str, Any]) -> Tally[dict[str, Any]]:
    """What a message says of the digest that was ``asked`` for (``shown``): as it was published, or as it stood when asked."""
    key = asked["scope_key"]
    told = publishing.facts(
        conn,
        city,
        period=Period.of(PeriodKind(asked["period_kind"]), unpacked(asked["day"]), city.calendar.zone),
        scope=Scope.read(f"{asked['scope_kind']}:{key}" if key else asked["scope_kind"]),
        now=datetime.fromisoformat(asked["asked_at"]),
        but=MAY_LACK.difference(SHOWN),
    )
    return Tally(told.parts, lambda counted: _said(told.whole(counted)))


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: facts[name] for name in SHOWN}
    made = facts.get("published")
    return said | ({"published": made, "digest": made["id"]} if made is not None else {})


def choices(
    conn: Connection, city: City, kind: str, day: str, part: str, *, by: Person, now: datetime
) -> dict[str, Any]:
    """The sorts of parts that the city has; and of one sort, when ``part`` names it, each part.

    Raises ``Refusal``: ``not_for_you``, ``bad_button``, ``period_out_of_reach``.
    """
    period, _ = _asked(city, kind, day, by, now)
    named = list(scopes.every(city))
    return {
        "period": period.facts,
        "period_kind": period.kind.value,
        "day": day,
        "part": part,
        "parts": [] if part else list(dict.fromkeys(scope.kind.value for scope, _ in named if scope != WHOLE_CITY)),
        "scopes": _of(named, part),
    }


def _of(named: Iterable[tuple[Scope, str]], part: str) -> list[list[str]]:
    return [[scope.key, name] for scope, name in named if part and scope.kind == part]


def _asked(city: City, kind: str, day: str, by: Person, now: datetime) -> tuple[Period, date]:
    if not access.may_command("digest", by):
        raise Refusal("not_for_you")
    if kind not in frozenset(PeriodKind):
        raise Refusal("bad_button")
    if (asked := unpacked(day)).year not in YEARS:
        raise Refusal("period_out_of_reach")
    return Period.of(PeriodKind(kind), asked, city.calendar.zone), city.calendar.day(now)
