"""Leaving the cohort (不计入): which ends take a ticket out of what the rates are divided by. Source: docs/rates.md."""

from tickets.lifecycle import Action
from tickets.terms import Reason


def leaves(action: Action, reason: Reason, *, was_taken: bool) -> bool:
    """Whether it leaves: rejected, once it can no longer be contested, but 无法联系 stays; withdrawn as 误提 or 重复 untaken.

    ``was_taken``: somebody had claimed it, or been given it, at any time before.
    """
    if action is Action.REJECT:
        return reason is not Reason.UNREACHABLE_AUTHOR
    return action is Action.WITHDRAW and reason in {Reason.BY_MISTAKE, Reason.DUPLICATE} and not was_taken
