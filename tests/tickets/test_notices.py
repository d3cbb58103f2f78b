"""Who hears of what: every event that a chat can bring about is told to somebody, in words that there are."""

import pytest

from templates.keys import KEYS
from templates.render import kinds
from tickets.lifecycle import MOVE, MOVES, Action
from tickets.notices import CARD_OF, QUOTING, TOLD, To

BY_THEIR_VERB = {
    Action.NOTE: "an internal note: the cards that show it are brought up to date",
    Action.MESSAGE: "the other side gets the words themselves (relay)",
    Action.TAKE_BACK: "the message is deleted at the other side (unsend)",
    Action.EDIT: "the other side gets the new words (correction)",
    Action.MARK_CONFIDENTIAL: "every card of the ticket changes at once",
    Action.ASK_SUPPORT: "the unit that is asked has a card of its own (support_card)",
    Action.RECALL: "the category that comes with it is told, and the cards of the unit are gone",
    Action.REDACT: "whose words were masked hear of it, and every message that quotes them is edited (mend)",
    Action.SEND_CALLBACK: "the question itself (callback)",
    Action.ASK_ENTERPRISE: "the question itself (question)",
    Action.REQUEST_EXTENSION: "the office gets the request's card (request)",
    Action.ASK_RETURN: "the office gets the request's card (request)",
    Action.FOLLOW: "its enterprise hears what became of the lead (lead_went_on)",
    Action.ERASE: "who asked for it is told once, of all their tickets",
    Action.OPEN_LINK: "who opened it is shown the ticket; the office's card is brought up to date",
    Action.NAME_FIRM: "who named it goes on to the ticket; the cards that show it are brought up to date",
    Action.ANSWER_IN_GROUP: "the group hears the words themselves (group_answer)",
    Action.ASK_COMPLEX: "the office gets the request's card (request)",
}
"""Told by the verb itself, in words of its own."""

LATER = {
    Action.TRANSFER, Action.VACATE, Action.ESCALATE,
    Action.INSTRUCT, Action.PARK, Action.RESUME, Action.GIVE_UP, Action.ADJUDICATE, Action.HAND_OUTSIDE,
    Action.COME_BACK, Action.CONTEST, Action.URGE,
    Action.RELEASE,
}  # fmt: skip
"""Rules without a chat surface so far; with it comes their row in the table."""

NO_MOVES = {"left_to_triage", "offered_to_unit"}
"""News that leave the ticket as it is."""


@pytest.mark.parametrize("action", sorted(set(Action) - set(BY_THEIR_VERB) - LATER))
def test_what_a_chat_brings_about_is_told_to_somebody(action: Action) -> None:
    assert TOLD[MOVE[action].event]


def test_the_table_tells_of_nothing_that_does_not_happen() -> None:
    assert set(TOLD) <= {row.event for row in MOVES} | NO_MOVES


@pytest.mark.parametrize("event", TOLD)
def test_every_notice_of_the_table_has_words_and_a_party_of_the_ticket(event: str) -> None:
    for row in TOLD[event]:
        assert row.kind in kinds()
        assert row.to not in {To.SPEAKER, To.PRESSER, To.CHAT}
    assert len(TOLD[event]) == len({row.to for row in TOLD[event]}), "one party hears it once"


def test_every_party_keeps_a_card_that_has_words_and_keys() -> None:
    for kind in CARD_OF.values():
        assert kind in kinds()
        assert kind in KEYS


def test_the_enterprise_hears_of_every_turn_of_its_ticket() -> None:
    heard = {event for event, told in TOLD.items() if any(row.to is To.CONTACT for row in told)}
    assert {
        "submitted",
        "claimed",
        "assigned",
        "handed",
        "rejected",
        "transferred",
        "recategorised",
        "resolved",
        "resolve_undone",
        "escalated",
        "counted_again",
        "instructed",
        "parked",
        "resumed",
        "adjudicated",
        "handed_outside",
        "question_withdrawn",
        "question_ran_out",
        "extension_granted",
        "marked_complex",
        "marked_urgent",
        "given_up",
        "merged",
        "split",
    } == heard


def test_the_office_hears_of_every_no_and_every_return() -> None:
    heard = {event for event, told in TOLD.items() if any(row.to is To.OFFICE for row in told)}
    assert {"left_to_triage", "returned", "reworked", "reopened", "escalated", "contested", "split"} == heard


def test_what_quotes_the_enterprise_is_news_of_the_table() -> None:
    assert {row.kind for told in TOLD.values() for row in told} >= QUOTING
