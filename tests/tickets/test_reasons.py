"""What an unmasked ledger is for: a sentence that somebody can read."""

import pytest

from tickets.exporting import Asked, check
from tickets.refusal import Refusal


@pytest.mark.parametrize(
    "reason", ["", " ", "审计", "    ", "\u200b" * 8, "\u202e审\u200b计\u2066", "字" * 201, "字" * 10_000]
)
def test_a_reason_that_says_nothing_or_too_much_is_refused(reason: str) -> None:
    with pytest.raises(Refusal, match="reason_unfit"):
        check(Asked(reason=reason))


def test_four_characters_are_a_reason() -> None:
    check(Asked(reason="年度审计"))
