"""Whether the books prove themselves: the chain of events, the words beside it, what is kept, and every digest published.

A digest is counted again from the history alone, up to the event that it ends with, with the weights and the names it was made
with; limits and days off are those of the configuration as it is now.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.numbers import digest as counting
from office.numbers.as_made import as_made
from storage.numbers import digests
from storage.numbers.digests import Published
from storage.proof import chain, keeping, wording
from storage.proof.copying import Copy, copy_of
from tickets.city import City
from tickets.differing import UNPROVEN, differences
from tickets.periods import Period, known_by
from tickets.refusal import Refusal
from tickets.scopes import Scope, ScopeKind

BY_FIRM: dict[ScopeKind, frozenset[tuple[str, ...]]] = dict.fromkeys(
    (ScopeKind.REGION, ScopeKind.CHAIN), frozenset({("visits",)})
)
"""What a part of the city counts by where its firms lie now: that is in no event, and may have changed since."""


def prove(conn: Connection, city: City) -> dict[str, Any]:
    """All that is wrong, in plain values: ``faults`` of the chain, ``rewritten`` stretches of it, ``texts`` that are others,
    ``deviations`` of what is kept, ``missing`` digests, those that are ``unread``, and the ``digests`` that differ; how many
    texts the law had ``masked`` and ``erased``, and how many events and digests were looked at.
    """
    made = digests.every(conn)
    faults = chain.faults(conn)
    told = {each.first for each in faults}
    with copy_of(conn, city.calendar) as copy:
        counted = [
            _differing(copy, city, each) for each in sorted(made, key=lambda each: (each.head_event, each.number))
        ]
        copy.up_to(None)
        faults += chain.told(conn, [each for each in copy.unread if each not in told])
        deviations = [asdict(each) for each in keeping.deviations(conn, copy.lives, city.calendar)]
    return {
        "faults": [_plain(each) for each in faults],
        "rewritten": list(_rewritten(conn, [each for each in made if each.facts])) if not faults else [],
        "texts": [_plain(each) for each in chain.told(conn, wording.altered(conn))],
        "deviations": deviations,
        "missing": digests.missing(conn),
        "unread": sorted(each["number"] for each in counted if not each["is_read"]),
        "digests": sorted((each for each in counted if each["differences"]), key=lambda each: each["number"]),
        "masked": wording.masked(conn),
        "erased": wording.erased(conn),
        "count": {"events": copy.count, "digests": len(made)},
    }


def is_sound(proof: dict[str, Any]) -> bool:
    """Whether nothing is wrong; what was masked or erased by law is not."""
    return not any(
        proof[what] for what in ("faults", "rewritten", "texts", "deviations", "missing", "unread", "digests")
    )


def _plain(fault: chain.Fault) -> dict[str, Any]:
    return asdict(fault) | {"sort": fault.sort.value, "at": fault.at.isoformat() if fault.at else None}


def _rewritten(conn: Connection, made: list[Published]) -> Iterator[dict[str, Any]]:
    """Digests that remember another end of the history than there is, with the events among which the first other one is."""
    after = 0
    for each in sorted(made, key=lambda each: each.head_event):
        if chain.hash_at(conn, each.head_event) == each.head_hash:
            after = each.head_event
        else:
            yield {"number": each.number, "after": after, "until": each.head_event}
            return


def _differing(copy: Copy, city: City, made: Published) -> dict[str, Any]:
    """Count it again, and say which figures are others: as published, and as the history has them.

    ``is_read`` is whether what was published is a digest at all.
    """
    unread = {"number": made.number, "is_read": False, "differences": []}
    try:
        period = Period(made.period, made.first, city.calendar.zone)
        if made.cutoff != datetime.fromisoformat(made.facts["period"]["end"]) or made.made_at < made.cutoff:
            return unread
        copy.up_to(made.head_event, known_by(made.made_at))
        scope, then = Scope.read(made.scope), as_made(city, made)
        again = counting.digest(copy.conn, then, period=period, scope=scope, now=known_by(made.made_at)).as_json()
        unproven = UNPROVEN | BY_FIRM.get(scope.kind, frozenset())
        found = [asdict(each) for each in differences(made.facts, again, but=unproven)]
        named = {"period": made.facts["period"], "scope": made.facts["scope"]}
    except (Refusal, LookupError, TypeError, ValueError, AttributeError, OverflowError):
        return unread
    return {"number": made.number, "is_read": True, "differences": found} | named
