"""What the books prove, for the terminal: a sentence for each thing that is wrong, and for what the law had masked or erased.

Takes the facts of ``office.numbers.proving``; judges nothing itself.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from templates import correction_figures
from templates.digest import LABELS, called
from templates.labels import BY_LAW

Facts = Mapping[str, Any]

DONE = {"altered": "was altered", "inserted": "was slipped in"}


def lines(proof: Facts, zone: ZoneInfo) -> list[str]:
    """Everything that is wrong, in the order of the history; then the digests; at the end what is no fault."""
    count = proof["count"]
    said = [*_history(proof, zone), *_digests(proof)]
    whole = f"The history is whole: {count['events']} events, {count['digests']} digests." if not said else None
    law = [
        f"{BY_LAW[what]} ({what} by law): {proof[what]} texts. The events they came with stand."
        for what in ("masked", "erased")
        if proof[what]
    ]
    return [*said, *([whole] if whole else []), *law]


def _history(proof: Facts, zone: ZoneInfo) -> Iterator[str]:
    for fault in proof["faults"]:
        yield _missing(fault) if fault["sort"] == "missing" else f"{_event(fault, zone)} {DONE[fault['sort']]}."
    for each in proof["rewritten"]:
        yield (
            f"第 {each['number']} 号 remembers another end of the history: one of the events {each['after'] + 1} to "
            f"{each['until']} was altered or taken out, and all after it were hashed anew."
        )
    for each in proof["texts"]:
        yield f"{_event(each, zone)}: its words are not those it was written with, and were not masked by law."
    for each in proof["deviations"]:
        where = " ".join(word for word in (each["table"], each["row"]) if word)
        what = f"{where}: {each['name']}" if each["name"] else where
        yield f"{each['number']}, {what} is {_shown(each['kept'], zone)}; the history says {_shown(each['told'], zone)}."


def _event(fault: Facts, zone: ZoneInfo) -> str:
    at = f", {datetime.fromisoformat(fault['at']).astimezone(zone):%Y-%m-%d %H:%M}" if fault["at"] else ""
    whose = f" of {fault['number']}" if fault["number"] else ""
    return f"Event {fault['first']} ({fault['name']}{whose}{at})"


def _missing(fault: Facts) -> str:
    if fault["last"] is None:
        which = f"Event {fault['first']} and what may have followed it is missing"
    elif fault["first"] == fault["last"]:
        which = f"Event {fault['first']} is missing"
    else:
        which = f"Events {fault['first']} to {fault['last']} are missing"
    whose = f" of {fault['number']}" if fault["number"] else ""
    name = f", {fault['name']}" if fault["name"] else ""
    return f"{which}{':' if whose or name else ''}{whose}{name}."


def _shown(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _digests(proof: Facts) -> Iterator[str]:
    for number in proof["missing"]:
        yield f"第 {number} 号 is missing: its number was given out."
    for number in proof["unread"]:
        yield f"第 {number} 号 can't be read: what was published under it was altered."
    for each in proof["digests"]:
        yield f"第 {each['number']} 号 {called(each['period'])} · {each['scope']['label']}:"
        for one in each["differences"]:
            named = correction_figures.named(one, LABELS)
            old, new = (
                correction_figures.value(one["path"], one["old"]),
                correction_figures.value(one["path"], one["new"]),
            )
            yield f"  {named}: {old} published, {new} by the history"
