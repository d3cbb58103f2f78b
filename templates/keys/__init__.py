"""Which buttons stand under which notice: tables read like the screens they make, a file an audience.

A key shows when its condition holds in the notice's facts; ``move`` conditions come from the access table and the life
cycle, so a button is never offered to who may not press it. ``handlers.press`` packs what is pressed.
"""

from collections.abc import Mapping
from typing import Any

from templates.keys import contact, draft, leaders, leave, lists, meeting, office, officer, operator, phone, visits
from templates.rows import Each, Rest, Row
from templates.speech import Key

LINKS = {
    "invited": "接受邀请",
    "board": "打开看板",
    "digest_link": "打开全文",
    **dict.fromkeys(("come_to_private", "group_unbound"), "私下提交"),
    **dict.fromkeys(("mention_kept", "mention_known", "mention_given_up"), "私下补充"),
}
"""What the button of a notice's link is called."""

KEYS: dict[str, tuple[Row, ...]] = (
    draft.KEYS
    | operator.KEYS
    | contact.KEYS
    | officer.KEYS
    | leave.KEYS
    | office.KEYS
    | phone.KEYS
    | leaders.KEYS
    | lists.KEYS
    | visits.KEYS
    | meeting.KEYS
)

WIDEST = 3
"""Keys of four characters that still fit beside each other under a short message, 360 px wide."""


def keys_of(kind: str, facts: Mapping[str, Any]) -> tuple[tuple[Key, ...], ...]:
    """The rows of buttons under a notice, empty rows left out."""
    rows: list[tuple[Key, ...]] = []
    for row in KEYS.get(kind, ()):
        if isinstance(row, Each | Rest):
            if isinstance(row, Rest) and rows and len(rows[-1]) < WIDEST and not facts.get("is_unfolded"):
                rows[-1] += tuple(key for more in row.rows(facts) for key in more)
            else:
                rows += row.rows(facts)
        else:
            rows.append(tuple(key.made(facts) for key in row if key.shows(facts)))
    if url := facts.get("link"):
        rows.append((Key(LINKS.get(kind, "打开"), url=url),))
    return tuple(row for row in rows if row)
