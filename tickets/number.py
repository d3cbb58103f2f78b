"""Ticket numbers: ``QY-20261122-0001`` is the prefix, the local date of filing, and that day's count.

Reads them as people write them. It does not count: the next number is ``storage``'s to give.
"""

import re
import unicodedata
from datetime import date

_LONGEST = 64
_TAIL = re.compile(
    r"(?:(?P<date>(?:20|21)[0-9]{6})(?:-(?P<count>[0-9]{1,7})|(?P<joined>[0-9]{4,7}))|(?P<short>[0-9]{1,7}))"
)


def number(prefix: str, day: date, n: int) -> str:
    """The number of the ``n``-th ticket filed on the local date ``day``; from 10,000 on it simply grows."""
    return f"{prefix}-{day:%Y%m%d}-{n:04d}"


def parse_number(text: str, prefix: str) -> tuple[date | None, int] | None:
    """The filing date and that day's count, or nothing when ``text`` is not a ticket number.

    Lower case, full-width characters, spaces, other dashes or none, and a missing prefix are taken as meant. The short
    forms ``0007``, ``…0007`` and ``QY-…0007`` give no date. Never raises.
    """
    if len(text) > _LONGEST:
        return None
    plain, start = _plain(text).strip("-"), _plain(prefix).strip("-")
    found = _TAIL.fullmatch(plain.removeprefix(start).strip("-")) or _TAIL.fullmatch(plain)
    if found is None or (n := int(found["count"] or found["joined"] or found["short"])) == 0:
        return None
    if found["date"] is None:
        return None, n
    try:
        return date.fromisoformat(found["date"]), n
    except ValueError:
        return None


def _plain(text: str) -> str:
    """ASCII capitals and digits with single dashes: NFKC turns ``…`` into dots, which stand for what was left out."""
    kept = []
    for c in unicodedata.normalize("NFKC", text).upper():
        category = unicodedata.category(c)
        if category == "Pd" or c in "_−":
            kept.append("-")
        elif not c.isspace() and category != "Cf" and c not in ".。·#,,;;:!?()[]「」《》":
            kept.append(c)
    return re.sub("-+", "-", "".join(kept))
