"""What of a ticket may stand in a ledger that leaves the house, as a file that can be passed on.

Masked unless somebody wrote down why not. Nobody sees who looks into a file, so what is only to be looked at one by one, with
every look kept, never goes into one.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tickets.masking import hide, mask, mask_firm, mask_name, visible
from tickets.refusal import Refusal
from tickets.terms import Kind, State

SHORTEST_REASON, LONGEST_REASON = 4, 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tickets: accepted on the local days ``since`` to ``until``, both included, or all; of a unit; in a state.

    ``reason`` is why names, phones and words are wanted as they are; without one they are masked.
    """

    since: date | None = None
    until: date | None = None
    unit: str | None = None
    state: State | None = None
    reason: str | None = None

    @property
    def is_masked(self) -> bool:
        """Whether names and phones stay hidden."""
        return self.reason is None


def check(asked: Asked) -> None:
    """Raise ``Refusal``: ``export_reversed``, ``reason_unfit``."""
    if asked.since and asked.until and asked.until < asked.since:
        raise Refusal("export_reversed", since=asked.since.isoformat(), until=asked.until.isoformat())
    if asked.reason is not None and not SHORTEST_REASON <= len(visible(asked.reason).strip()) <= LONGEST_REASON:
        raise Refusal("reason_unfit", shortest=SHORTEST_REASON, longest=LONGEST_REASON)


class Held(StrEnum):
    """Why a ticket's words are not in the file."""

    CONFIDENTIAL = "confidential"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Personal:
    """What tells of an enterprise and its people, and what people wrote."""

    firm: str | None
    uscc: str | None
    person: str | None
    phone: str | None
    text: str
    result: str

    def masked(self) -> "Personal":
        """The same so that it can be passed on: the firm's own name and the person's are hidden in the texts too."""
        return Personal(
            mask_firm(self.firm) if self.firm else None,
            None,
            mask_name(self.person) if self.person else None,
            mask(self.phone) if self.phone else None,
            hide(self.text, self.firm, self.person),
            hide(self.result, self.firm, self.person),
        )

    def without_words(self) -> "Personal":
        """The same without what was written."""
        return Personal(self.firm, self.uscc, self.person, self.phone, "", "")


NOTHING = Personal(None, None, None, None, "", "")


def held_back(kind: Kind, *, is_confidential: bool, is_withheld: bool, about_unit: str | None) -> Held | None:
    """Whether the words of such a ticket are more than a ledger's: a confidential one, and one that faults a unit."""
    if is_confidential:
        return Held.CONFIDENTIAL
    return Held.COMPLAINT if kind is Kind.COMPLAINT or is_withheld or about_unit is not None else None


def shown(personal: Personal, held: Held | None, asked: Asked) -> Personal:
    """What the file has of it. Of a confidential ticket nothing, whatever the reason; a complaint's words only for a reason."""
    if held is Held.CONFIDENTIAL:
        return NOTHING
    if not asked.is_masked:
        return personal
    return (personal.without_words() if held is Held.COMPLAINT else personal).masked()
