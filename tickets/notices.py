"""What is said to whom: a notice is a kind, a party and facts; its words and keys are made when it is sent.

``TOLD`` is the table of who hears of which event. Parties are resolved to chats by ``office``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class To(StrEnum):
    """Whom a notice is for."""

    SPEAKER = "speaker"
    PRESSER = "presser"
    CHAT = "chat"
    CONTACT = "contact"
    OFFICER = "officer"
    UNIT = "unit"
    UNIT_LEAD = "unit_lead"
    OFFICE = "office"
    LEADERS = "leaders"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say.

    Notices of one ``card`` in one chat edit the message already there; with ``fresh`` a new message takes the card over
    and the old one loses its buttons. ``due_at`` (aware UTC) holds it back. ``quiet`` arrives without a
    sound. ``ticket`` lets replies to the message find the ticket.
    """

    kind: str
    to: To = To.SPEAKER
    facts: Mapping[str, Any] = field(default_factory=dict)
    card: str | None = None
    fresh: bool = False
    ticket: int | None = None
    due_at: datetime | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """A row of ``TOLD``: the notice's kind, its party, and whether it is news (a new message) or an edit of the card in place.

    With ``or_superior`` the party's superior hears when nobody of it can (``tickets.supervision.SUPERIOR``).
    """

    kind: str
    to: To
    fresh: bool = True
    or_superior: bool = False


CARD_OF = {To.CONTACT: "contact_card", To.OFFICER: "officer_card", To.UNIT: "unit_card", To.OFFICE: "office_card"}
"""The card that a party keeps of a ticket: edited in place whenever something else happened to it."""

TOLD: dict[str, tuple[Tell, ...]] = {
    "submitted": (Tell("receipt", To.CONTACT),),
    "left_to_triage": (Tell("triage", To.OFFICE),),
    "dispatched": (Tell("unit_card", To.UNIT),),
    "offered_to_unit": (Tell("unit_card", To.UNIT),),
    "transferred": (Tell("unit_card", To.UNIT), Tell("transferred", To.CONTACT)),
    "rejected": (Tell("rejected", To.CONTACT),),
    "adjudicated": (Tell("adjudicated", To.CONTACT),),
    "handed_outside": (Tell("handed_outside", To.CONTACT),),
    "contested": (Tell("contested", To.OFFICE),),
    "returned": (Tell("triage", To.OFFICE),),
    "claimed": (Tell("claimed", To.CONTACT), Tell("officer_card", To.OFFICER)),
    "assigned": (Tell("claimed", To.CONTACT), Tell("assigned", To.OFFICER)),
    "handed": (Tell("handed", To.CONTACT), Tell("handed_to_you", To.OFFICER)),
    "vacated": (Tell("unit_card", To.UNIT),),
    "recategorised": (Tell("recategorised", To.CONTACT),),
    "resolved": (Tell("resolved", To.CONTACT),),
    "resolve_undone": (Tell("resolve_undone", To.CONTACT),),
    "withdrawn": (Tell("withdrawn_from_officer", To.OFFICER),),
    "withdrawn_as_solved": (Tell("withdrawn_from_officer", To.OFFICER),),
    "confirmed": (Tell("confirmed", To.OFFICER),),
    "given_up": (Tell("unreached_for_you", To.CONTACT), Tell("unreached", To.OFFICER)),
    "reworked": (Tell("reworked", To.OFFICER), Tell("bad_answer", To.OFFICE), Tell("unit_card", To.UNIT)),
    "reopened": (Tell("reopened", To.OFFICER), Tell("bad_answer", To.OFFICE), Tell("unit_card", To.UNIT)),
    "answered": (Tell("material_added", To.OFFICER),),
    "nothing_added": (Tell("nothing_added", To.OFFICER, or_superior=True),),
    "question_withdrawn": (Tell("question_over", To.CONTACT),),
    "question_ran_out": (Tell("question_over", To.CONTACT), Tell("unanswered", To.OFFICER, or_superior=True)),
    "extension_granted": (Tell("extended", To.CONTACT), Tell("request_granted", To.OFFICER, or_superior=True)),
    "extension_refused": (Tell("request_refused", To.OFFICER, or_superior=True),),
    "marked_complex": (Tell("extended", To.CONTACT), Tell("request_granted", To.OFFICER, or_superior=True)),
    "complex_refused": (Tell("request_refused", To.OFFICER, or_superior=True),),
    "return_refused": (Tell("request_refused", To.OFFICER, or_superior=True),),
    "escalated": (
        Tell("escalated", To.LEADERS, or_superior=True),
        Tell("escalated", To.OFFICE),
        Tell("escalated", To.UNIT_LEAD),
        Tell("escalated", To.OFFICER),
        Tell("escalated_for_you", To.CONTACT),
    ),
    "instructed": (
        Tell("instructed", To.UNIT),
        Tell("instructed", To.UNIT_LEAD),
        Tell("instructed_for_you", To.CONTACT),
    ),
    "parked": (Tell("parked", To.OFFICER), Tell("parked_for_you", To.CONTACT)),
    "resumed": (Tell("resumed", To.OFFICER), Tell("unit_card", To.UNIT), Tell("resumed_for_you", To.CONTACT)),
    "supervised": (
        Tell("supervised", To.OFFICER, or_superior=True),
        Tell("supervised", To.UNIT_LEAD, or_superior=True),
    ),
    "material_added": (Tell("material_added", To.OFFICER),),
    "marked_urgent": (
        Tell("marked_urgent", To.OFFICER, or_superior=True),
        Tell("marked_urgent", To.UNIT_LEAD),
        Tell("marked_urgent_for_you", To.CONTACT),
    ),
    "support_answered": (Tell("support_answered", To.OFFICER, or_superior=True),),
    "merged": (Tell("merged", To.CONTACT), Tell("merged_into_yours", To.OFFICER)),
    "split": (Tell("triage", To.OFFICE), Tell("split", To.CONTACT)),
    "counted_again": (Tell("counted_again", To.OFFICER), Tell("counted_again_for_you", To.CONTACT)),
}
"""Who hears of an event as news. Every other card of the ticket is brought up to date in place.

A unit hears only of what waits for it to be claimed; who has it in hand hears as the officer.
"""

QUOTING = frozenset({"material_added"})
"""Notices that quote the enterprise: of a withheld ticket the office gets them, not the officer."""

AT_ONCE = frozenset({"urged", "contested", "supervised", "instructed"})
"""Notices that pass on what a person wants of another: at any hour, silently at night."""
