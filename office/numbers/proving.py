"""Whether the books prove themselves: the chain of events, the words beside it, and what is kept."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from storage.numbers import digests
from storage.numbers.digests import Published
from storage.proof import chain, keeping, wording
from storage.proof.copying import copy_of
from tickets.city import City


def prove(conn: Connection, city: City) -> dict[str, Any]:
    """All that is wrong, in plain values: ``faults`` of the chain, ``rewritten`` stretches of it, ``texts`` that are others,
    ``deviations`` of what is kept, ``missing`` digests and the ``digests`` that differ; how many texts the law had ``masked``
    and ``erased``, and how many events and digests were looked at.
    """
    made = digests.every(conn)
    faults = chain.faults(conn)
    with copy_of(conn) as copy:
        copy.up_to(None)
        deviations = [asdict(each) for each in keeping.deviations(conn, copy.lives)]
    return {
        "faults": [_plain(each) for each in faults],
        "rewritten": list(_rewritten(conn, made)) if not faults else [],
        "texts": [_plain(each) for each in chain.told(conn, wording.altered(conn))],
        "deviations": deviations,
        "missing": digests.missing(conn),
        "digests": [],
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
