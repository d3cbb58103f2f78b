"""Whether the books prove themselves: the chain of events, the words beside it, what is kept, and every digest published.

A digest is counted again from the history alone, up to the event that it ends with, with the weights and the names it was made
with; limits and days off are those of the configuration as it is now.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection

from office.numbers import digest as counting
from storage.numbers import digests
from storage.numbers.digests import Published
from storage.proof import chain, keeping, wording
from storage.proof.copying import Copy, copy_of
from tickets.city import OFFICE_UNIT, Channel, City, Named, Unit
from tickets.differing import differences
from tickets.periods import Period
from tickets.rates import RateSettings
from tickets.scopes import Scope
from tickets.terms import UnitKind


def prove(conn: Connection, city: City) -> dict[str, Any]:
    """All that is wrong, in plain values: ``faults`` of the chain, ``rewritten`` stretches of it, ``texts`` that are others,
    ``deviations`` of what is kept, ``missing`` digests and the ``digests`` that differ; how many texts the law had ``masked``
    and ``erased``, and how many events and digests were looked at.
    """
    made = digests.every(conn)
    faults = chain.faults(conn)
    with copy_of(conn, city.calendar) as copy:
        counted = [
            _differing(copy, city, each) for each in sorted(made, key=lambda each: (each.head_event, each.number))
        ]
        copy.up_to(None)
        deviations = [asdict(each) for each in keeping.deviations(conn, copy.lives, city.calendar)]
    return {
        "faults": [_plain(each) for each in faults],
        "rewritten": list(_rewritten(conn, made)) if not faults else [],
        "texts": [_plain(each) for each in chain.told(conn, wording.altered(conn))],
        "deviations": deviations,
        "missing": digests.missing(conn),
        "digests": sorted((each for each in counted if each["differences"]), key=lambda each: each["number"]),
        "masked": wording.masked(conn),
        "erased": wording.erased(conn),
        "count": {"events": copy.count, "digests": len(made)},
    }


def is_sound(proof: dict[str, Any]) -> bool:
    """Whether nothing is wrong; what was masked or erased by law is not."""
    return not any(proof[what] for what in ("faults", "rewritten", "texts", "deviations", "missing", "digests"))


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
    """Count it again, and say which figures are others: as published, and as the history has them."""
    copy.up_to(made.head_event, made.made_at)
    then = as_it_was(city, made)
    period = Period(made.period, made.first, city.calendar.zone)
    again = counting.digest(copy.conn, then, period=period, scope=Scope.read(made.scope), now=made.made_at).as_json()
    return {
        "number": made.number,
        "period": made.facts["period"],
        "scope": made.facts["scope"],
        "differences": [asdict(each) for each in differences(made.facts, again)],
    }


def as_it_was(city: City, made: Published) -> City:
    """The city with the weights, units, channels and regions that the digest was made with."""
    facts = made.facts
    now = {each.key: each for each in city.channels}
    units = [each for each in facts["by_unit"] if each["kind"] is not None and each["key"] != OFFICE_UNIT]
    return replace(
        city,
        rates=RateSettings(**facts["settings"]),
        units=tuple(Unit(each["key"], each["label"], UnitKind(each["kind"])) for each in units),
        channels=tuple(now.get(each["key"], Channel(each["key"], each["label"])) for each in facts["by_channel"]),
        regions=tuple(Named(each["key"], each["label"]) for each in facts["by_region"] if each["key"]),
    )
