"""遮盖: what looks like a leaked number in any spelling, and the text without it."""

import time

import pytest

from tickets.redaction import Leak, Sort, check, found, leak, redacted, redacted_facts, times
from tickets.refusal import Refusal

PHONE, ID, CARD = "13912345678", "430204197001011234", "6222020012345678901"


@pytest.mark.parametrize(
    ("text", "sort", "words"),
    [
        ("请打13912345678找我", Sort.PHONE, PHONE),
        ("请打 139 1234 5678 找我", Sort.PHONE, PHONE),
        ("请打139-1234-5678找我", Sort.PHONE, PHONE),
        ("请打１３９１２３４５６７８找我", Sort.PHONE, PHONE),
        ("请打+86 139 1234 5678找我", Sort.PHONE, PHONE),
        ("请打8613912345678找我", Sort.PHONE, PHONE),
        ("请打1391\u200b2345678找我", Sort.PHONE, PHONE),
        ("座机0731-28812345", Sort.PHONE, "073128812345"),
        ("座机(0731)2881 2345", Sort.PHONE, "073128812345"),
        ("客服400-820-8820", Sort.PHONE, "4008208820"),
        ("座机28812345", Sort.PHONE, "28812345"),
        ("身份证430204197001011234", Sort.ID_NUMBER, ID),
        ("身份证43020419700101123x", Sort.ID_NUMBER, "43020419700101123X"),
        ("身份证 430204 1970 0101 1234", Sort.ID_NUMBER, ID),
        ("身份证４３０２０４１９７００１０１１２３４", Sort.ID_NUMBER, ID),
        ("卡号6222 0200 1234 5678 901", Sort.BANK_CARD, CARD),
        ("卡号6222020012345678901", Sort.BANK_CARD, CARD),
        ("工号987654321", Sort.NUMBER, "987654321"),
    ],
)
def test_a_number_is_found_and_hidden_however_it_is_spelt(text: str, sort: Sort, words: str) -> None:
    assert [Leak(sort, words)] == found([text])
    hidden = redacted(text, Leak(sort, words))
    assert "***" in hidden
    assert not any(letter.isdigit() for letter in hidden)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "退税86.4万元,已等3个月",
        "QY-20261120-0001 还没有回音",
        "2026年11月20日去过,20261120",
        "信用代码91430200MA4L2345X7",
        "写信给 13912345678@139.com",
    ],
)
def test_what_tells_of_nobody_is_not_offered(text: str) -> None:
    assert [] == found([text])


def test_each_number_is_offered_once_in_the_order_in_which_it_stands() -> None:
    texts = ["卡6222020012345678901,电话139 1234 5678", "再打13912345678"]
    assert [CARD, PHONE] == [each.words for each in found(texts)]
    assert [1, 2] == [sum(times(text, each) for text in texts) for each in found(texts)]


def test_a_number_inside_a_longer_one_is_another_number() -> None:
    assert "单号2139123456789" == redacted("单号2139123456789", leak(PHONE))


def test_a_phone_is_hidden_also_as_a_groups_card_shows_it() -> None:
    assert "电话***,请回" == redacted("电话139****5678,请回", leak(PHONE))


@pytest.mark.parametrize(
    ("typed", "text"), [("李 娜", "办事员李娜说"), ("李娜", "办事员李 娜说"), ("zhang", "ＺＨＡＮＧ说")]
)
def test_words_are_hidden_whatever_stands_between_their_letters(typed: str, text: str) -> None:
    assert "***" in redacted(text, leak(typed))
    assert 1 == times(text, leak(typed))


def test_what_was_hidden_is_not_found_again() -> None:
    once = redacted("请打13912345678找我", leak(PHONE))
    assert once == redacted(once, leak(PHONE))
    assert [] == found([once])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("税", "too_little_to_redact"),
        ("", "too_little_to_redact"),
        (" - ", "too_little_to_redact"),
        ("没有的话", "nothing_to_redact"),
        ("出口退税三个月没到账", "too_much_to_redact"),
        ("长" * 61, "too_much_to_redact"),
    ],
)
def test_too_little_too_much_and_what_is_not_there_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        check(leak(typed), ["出口退税三个月没到账。", "长" * 61 + "完"], number="QY-20261120-0001")


def test_a_message_that_is_nothing_but_a_number_may_be_hidden() -> None:
    check(leak(PHONE), [PHONE], number="QY-20261120-0001")


def test_the_office_sees_enough_to_know_it_and_no_more() -> None:
    assert ["139****5678", "430****1234", "28****", "李*"] == [
        leak(each).shown for each in (PHONE, ID, "28812345", "李娜")
    ]


def test_facts_lose_it_where_people_wrote_it_and_keep_names_codes_and_dates() -> None:
    facts = {
        "text": "打13912345678", "phone": "13912345678", "moves": ["note"], "due_at": "2026-11-27T09:30:00+00:00",
        "rows": [{"excerpt": "打139****5678", "number": "QY-1"}], "was": {"kind": "request"}, "chosen": ["打13912345678"],
    }  # fmt: skip
    expected = facts | {"text": "打***", "rows": [{"excerpt": "打***", "number": "QY-1"}], "chosen": ["打***"]}
    assert expected == redacted_facts(facts, leak(PHONE))


def test_long_texts_take_no_longer_than_in_proportion() -> None:
    text = "1 2-3 " * 3500
    began = time.process_time()
    found([text])
    redacted(text, leak(PHONE))
    assert time.process_time() - began < 2
