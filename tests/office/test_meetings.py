"""Meetings: who writes in one, and what is noted and mended in it."""

import pytest

from office.meetings import handing_out, lists, noting, opening
from office.meetings.noting import Message
from tests.builders import FIRM, House
from tests.office.noted import LINE, SAID, a_meeting, a_photo, answered, colleague, handed_out, note, shown
from tickets.days import unpacked
from tickets.intake.meetings import Meeting
from tickets.refusal import Refusal


@pytest.fixture
def meeting(house: House) -> Meeting:
    """Opened by Zhou, who writes in it."""
    return a_meeting(house)


# --- opening ---------------------------------------------------------------------------------------------------------


def test_only_the_office_opens_a_meeting(house: House) -> None:
    for person in (house.wang, house.zhang):
        with pytest.raises(Refusal, match="office_only"):
            house.do(opening.open_one, LINE, by=person)


def test_a_second_meeting_waits_until_the_first_is_over(house: House, meeting: Meeting) -> None:
    with pytest.raises(Refusal, match="meeting_is_open"):
        house.do(opening.open_one, "政企恳谈会", by=house.zhou)
    house.do(opening.close, meeting.id, by=house.zhou)
    assert house.do(opening.open_one, "政企恳谈会", by=house.zhou).sub_channel == "政企恳谈会"


def test_a_meeting_is_written_down_once(house: House, meeting: Meeting) -> None:
    with pytest.raises(Refusal, match="meeting_is_known"):
        house.do(opening.open_one, LINE, by=colleague(house))


def test_only_who_opened_it_writes_in_it_and_a_colleague_sees_it(house: House, meeting: Meeting) -> None:
    luo = colleague(house)
    item = note(house, meeting)
    for verb, about in ((noting.drop, item), (handing_out.hand_out, meeting.id), (opening.close, meeting.id)):
        with pytest.raises(Refusal, match="meeting_is_anothers"):
            house.do(verb, about, by=luo)
    assert house.do(lists.item, item, by=luo)["is_mine"] is False
    assert lists.card(house.conn, house.city, meeting.id, by=luo)["is_anothers"]


def test_a_colleague_takes_over_and_goes_on(house: House, meeting: Meeting) -> None:
    luo = colleague(house)
    note(house, meeting)
    house.do(opening.take_over, meeting.id, by=luo)
    assert meeting.id == opening.current(house.conn, house.city, by=luo)
    assert opening.current(house.conn, house.city, by=house.zhou) is None
    assert 1 == len(house.do(handing_out.hand_out, meeting.id, by=luo))


def test_a_wrong_day_is_mended_and_the_kind_stays(house: House, meeting: Meeting) -> None:
    house.do(opening.choose_kind, meeting.id, 2, by=house.zhou)
    mended = house.do(opening.mend, meeting.id, "第17次早餐会 2026-11-19 李某", by=house.zhou)
    assert ("第17次早餐会", "行业商协会", "2026-11-19", ("李某",)) == (
        mended.name, mended.sub_channel, mended.held_on.isoformat(), mended.leaders,
    )  # fmt: skip


def test_forged_numbers_of_meetings_and_kinds_are_refused(house: House, meeting: Meeting) -> None:
    with pytest.raises(Refusal, match="no_such_meeting"):
        house.do(opening.close, meeting.id + 1, by=house.zhou)
    with pytest.raises(Refusal, match="bad_button"):
        house.do(opening.choose_kind, meeting.id, 9, by=house.zhou)


# --- noting ----------------------------------------------------------------------------------------------------------


def test_a_message_becomes_an_item_with_firm_words_and_promise(house: House, meeting: Meeting) -> None:
    facts = shown(house, note(house, meeting))
    assert (FIRM, "出口退税三个月没到账", "陈某", "11月30日前答复", None) == tuple(
        facts[name] for name in ("firm", "text", "leader", "words", "lacks")
    )


def test_a_firm_is_found_by_its_own_word_and_a_new_one_by_its_form(house: House, meeting: Meeting) -> None:
    assert FIRM == shown(house, note(house, meeting, "德智新材料:停电"))["firm"]
    facts = shown(house, note(house, meeting, "醴陵瓷谷电瓷电器有限公司:停电"))
    assert (True, None) == (facts["is_new"], facts["lacks"])


def test_an_unknown_name_is_asked_about_and_typed_in_full(house: House, meeting: Meeting) -> None:
    item = note(house, meeting, "瓷谷:停电两天了")
    assert "firm" == shown(house, item)["lacks"]
    with pytest.raises(Refusal, match="firm_name_unfit"):
        answered(house, item, "谷")
    answered(house, item, "醴陵瓷谷电瓷电器有限公司")
    assert (None, "醴陵瓷谷电瓷电器有限公司") == (shown(house, item)["lacks"], shown(house, item)["firm"])


def test_a_firm_that_was_not_offered_cannot_be_chosen(house: House, meeting: Meeting) -> None:
    item = note(house, meeting, "瓷谷电瓷:停电两天了")
    with pytest.raises(Refusal, match="bad_button"):
        house.do(noting.choose_firm, item, 1, by=house.zhou)
    house.do(noting.choose_firm, item, None, by=house.zhou)
    assert shown(house, item)["is_new"]


def test_the_next_grievance_is_no_answer(house: House, meeting: Meeting) -> None:
    item = note(house, meeting, "瓷谷:停电两天了")
    assert answered(house, item, SAID) is None


def test_who_promised_and_until_when_is_chosen(house: House, meeting: Meeting) -> None:
    item = note(house, meeting, f"{FIRM}:路灯不亮。领导答应尽快修")
    assert [[0, "曹某"], [1, "陈某"]] == shown(house, item)["leaders"]
    with pytest.raises(Refusal, match="bad_button"):
        house.do(noting.choose_leader, item, 2, by=house.zhou)
    house.do(noting.choose_leader, item, 1, by=house.zhou)
    assert "day" == shown(house, item)["lacks"]
    with pytest.raises(Refusal, match="bad_button"):
        house.do(noting.choose_day, item, unpacked("20261119"), by=house.zhou)
    with pytest.raises(Refusal, match="day_unread"):
        answered(house, item, "过几天")
    answered(house, item, "下周三")
    facts = shown(house, item)
    assert ("陈某", "2026-11-25", None) == (facts["leader"], facts["due_at"][:10], facts["lacks"])


def test_what_nobody_promised_goes_back_to_the_words(house: House, meeting: Meeting) -> None:
    item = note(house, meeting, f"{FIRM}:路灯不亮。领导答应尽快修")
    house.do(noting.choose_leader, item, None, by=house.zhou)
    facts = shown(house, item)
    assert ("路灯不亮\n尽快修", None, None) == (facts["text"], facts["words"], facts["lacks"])


def test_what_is_no_grievance_is_refused(house: House, meeting: Meeting) -> None:
    with pytest.raises(Refusal, match="meeting_line_unread"):
        note(house, meeting, "好的")
    with pytest.raises(Refusal, match="meeting_line_unread"):
        note(house, meeting, "好的,谢谢大家,辛苦了")
    with pytest.raises(Refusal, match="meeting_files_alone"):
        note(house, meeting, "", files=(a_photo(),))


def test_files_without_words_belong_to_the_item_before(house: House, meeting: Meeting) -> None:
    item = note(house, meeting, SAID, files=(a_photo("album"),))
    assert item == note(house, meeting, "", files=(a_photo("album", 2),))
    note(house, meeting, f"{FIRM}:停电")
    assert 2 == shown(house, item)["files"]


def test_a_text_that_a_client_cut_is_one_item_again(house: House, meeting: Meeting) -> None:
    begun = f"{FIRM}:" + "停电。" * 1400
    item = note(house, meeting, begun, at=5000, is_cut=True)
    rest = Message("每周两次。陈某答应月底前修好", (), (1, 2), 5001)
    assert house.do(noting.answer, item, rest, by=house.zhou) is None
    assert item == note(house, meeting, "每周两次。陈某答应月底前修好", at=5001)
    assert item != note(house, meeting, f"{FIRM}:路灯不亮", at=5002)
    facts = shown(house, item)
    assert ("陈某", True) == (facts["leader"], facts["text"].endswith("每周两次"))


def test_an_item_is_reworded_or_dropped_and_its_place_is_the_next_ones(house: House, meeting: Meeting) -> None:
    first, second = note(house, meeting, SAID, files=(a_photo(),)), note(house, meeting, f"{FIRM}:停电")
    house.do(noting.reword, first, Message(f"{FIRM}:停水", (), (1, 1), 1), by=house.zhou)
    facts = shown(house, first)
    assert ("停水", None, 1) == (facts["text"], facts["words"], facts["files"])
    assert 1 == house.do(noting.drop, first, by=house.zhou)
    assert 1 == shown(house, second)["place"]
    with pytest.raises(Refusal, match="meeting_item_is_gone"):
        house.do(noting.drop, first, by=house.zhou)


def test_sixty_items_are_read_back_in_pages_that_fit(house: House, meeting: Meeting) -> None:
    for n in range(60):
        note(house, meeting, f"{FIRM}:第 {n + 1} 件," + "停电" * 300)
    page = lists.read_back(house.conn, house.city, meeting.id, 99, by=house.zhou)
    assert (60, 19, [58, 59, 60]) == (page["count"], page["page"], [row["place"] for row in page["rows"]])
    assert 60 == len(handed_out(house, meeting))
