"""What a visit (联企走访) may be: of which day, and how much of it is written down. Knows no clock."""

from datetime import date, timedelta

from tickets.refusal import Refusal

WITHIN = 90
"""Days after which a visit is not written down in chat any more: a day further back is more likely a slip."""

MOST_PROBLEMS = 20
LONGEST_NOTE = 2000


def require_day(day: date, today: date) -> None:
    """Raises ``Refusal``: ``visit_is_to_come``, ``visit_is_long_past``."""
    if day > today:
        raise Refusal("visit_is_to_come")
    if day < today - timedelta(days=WITHIN):
        raise Refusal("visit_is_long_past", days=WITHIN)


def require_note(text: str) -> None:
    """Raises ``Refusal("visit_note_too_long")``."""
    if len(text) > LONGEST_NOTE:
        raise Refusal("visit_note_too_long", length=len(text), limit=LONGEST_NOTE)


def require_room(problems: int) -> None:
    """Whether one more problem may be added. Raises ``Refusal("visit_is_full")``."""
    if problems >= MOST_PROBLEMS:
        raise Refusal("visit_is_full", most=MOST_PROBLEMS)
