"""全部交办: all that was noted in a meeting becomes tickets, or nothing does; and what is added afterwards."""

import pytest

from office.callbacks.callback import who_answers
from office.meetings import handing_out, opening
from storage.doors import meetings, promises
from storage.tickets import events, texts, tickets
from tests.builders import FIRM, House
from tests.office.noted import SAID, a_meeting, a_photo, handed_out, note, shown
from tickets.calendar import Calendar
from tickets.days import unpacked
from tickets.intake.meetings import Meeting
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import State


@pytest.fixture
def meeting(house: House) -> Meeting:
    """Opened by Zhou, who writes in it."""
    return a_meeting(house)


def test_all_of_it_becomes_tickets_of_the_meetings_kind(house: House, meeting: Meeting) -> None:
    note(house, meeting, SAID, files=(a_photo(),))
    note(house, meeting, "醴陵瓷谷电瓷电器有限公司:停电两天了")
    first, second = handed_out(house, meeting)
    assert [("meeting", "早餐会", "tax"), ("meeting", "早餐会", "power")] == [
        (each.channel, each.sub_channel, each.unit) for each in (first, second)
    ]
    assert (house.zhou.id, None, State.DISPATCHED) == (first.logged_by, first.filed_by, first.state)
    assert (house.again(house.wang), None) == (who_answers(house.conn, first), who_answers(house.conn, second))
    assert [meeting.id] * 2 == [meetings.of_ticket(house.conn, each.id) for each in (first, second)]
    assert 1 == len(texts.files(house.conn, first.id, "submitted"))


def test_pressed_twice_it_is_handed_out_once(house: House, meeting: Meeting) -> None:
    note(house, meeting)
    handed_out(house, meeting)
    with pytest.raises(Refusal, match="meeting_is_closed"):
        handed_out(house, meeting)


def test_one_item_that_lacks_something_holds_up_all(house: House, meeting: Meeting) -> None:
    note(house, meeting)
    note(house, meeting, "瓷谷:停电两天了")
    with pytest.raises(Refusal) as no:
        handed_out(house, meeting)
    assert ("meeting_items_lack", [2]) == (no.value.code, no.value.facts["places"])
    assert tickets.by_number(house.conn, "QY-20261120-0001") is None


def test_an_empty_meeting_is_closed_and_not_handed_out(house: House, meeting: Meeting) -> None:
    with pytest.raises(Refusal, match="meeting_is_empty"):
        handed_out(house, meeting)
    assert house.do(opening.close, meeting.id, by=house.zhou).is_open is False


def test_a_meeting_of_no_kind_is_asked_about_before(house: House) -> None:
    opened = a_meeting(house, "座谈")
    note(house, opened)
    with pytest.raises(Refusal, match="meeting_kind_missing"):
        handed_out(house, opened)
    house.do(opening.choose_kind, opened.id, 1, by=house.zhou)
    assert "政企恳谈会" == handed_out(house, opened)[0].sub_channel


def test_what_was_forgotten_is_added_after_the_hand_out(house: House, meeting: Meeting) -> None:
    note(house, meeting)
    (first,) = handed_out(house, meeting)
    house.do(opening.reopen, meeting.id, by=house.zhou)
    note(house, meeting, f"{FIRM}:停电两天了")
    (second,) = handed_out(house, meeting)
    assert first.id != second.id
    assert meeting.id == meetings.of_ticket(house.conn, second.id)


def test_what_faults_somebody_waits_for_the_office(house: House, meeting: Meeting) -> None:
    note(house, meeting, f"{FIRM}:退税窗口一直推诿没人管")
    assert State.SUBMITTED is handed_out(house, meeting)[0].state


def test_of_what_is_a_ticket_the_meeting_keeps_no_words(house: House, meeting: Meeting) -> None:
    item = note(house, meeting)
    (ticket,) = handed_out(house, meeting)
    assert meetings.item(house.conn, item) is None
    with pytest.raises(Refusal, match="meeting_item_is_gone"):
        shown(house, item)
    told = events.history(house.conn, ticket.id)
    assert "promised" in [event["name"] for event in told]
    (promise,) = promises.of_ticket(house.conn, ticket.id)
    assert ("陈某", "11月30日前答复", Calendar().closing(unpacked("20261130"))) == (
        promise.leader, promise.words, promise.due_at,
    )  # fmt: skip


def test_an_operator_who_left_the_office_writes_no_more(house: House, meeting: Meeting) -> None:
    note(house, meeting)
    gone = Person(house.zhou.id, house.zhou.telegram_id, "周主任")
    with pytest.raises(Refusal, match="office_only"):
        house.do(handing_out.hand_out, meeting.id, by=gone)
