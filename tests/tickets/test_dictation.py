"""What an operator writes of a call is taken apart as it was meant, however it is written."""

import pytest

from tickets import firm_names
from tickets.intake.dictation import Dictated, looks_like_name, split

FIRM, TEXT = "株洲德智新材料有限公司", "出口退税三个月没到账"
WHOLE = Dictated(TEXT, "王敏", FIRM, "+8613873300101")


def is_firm(words: str) -> bool:
    name = firm_names.plain(words)
    return name == "德智新材料" or (len(name) >= 4 and firm_names.looks_like_one(name, ("株洲",)))


@pytest.mark.parametrize(
    "typed",
    [
        f"王敏 13873300101 {FIRM} {TEXT}",
        f"{FIRM} 王敏 138 7330 0101\n{TEXT}",
        f"王敏\uff0c13873300101\uff0c{FIRM}\uff0c{TEXT}",
        f"王敏13873300101{FIRM}{TEXT}",
        f"{TEXT} 王敏 +86 138-7330-0101 {FIRM}",
        f"来电人:王敏,电话:13873300101,企业:{FIRM},问题:{TEXT}",
        f"姓名\uff1a王敏\n手机\uff1a13873300101\n单位\uff1a{FIRM}\n内容\uff1a{TEXT}",
        f"13873300101,企业名称: {FIRM}\n王敏\n{TEXT}",
        f"王敏 {''.join(chr(0xFF10 + int(digit)) for digit in '13873300101')} {FIRM} {TEXT}",
    ],
)
def test_the_parts_come_in_any_order_with_anything_between_them(typed: str) -> None:
    assert split(typed, is_firm) == WHOLE


def test_what_is_missing_stays_missing() -> None:
    assert Dictated() == split("  ", is_firm)
    assert Dictated("停电了") == split("停电了", is_firm)
    assert Dictated(TEXT, "王敏") == split(f"王敏 {TEXT}", is_firm)
    assert Dictated(phone="+8613873300101") == split("13873300101", is_firm)


def test_a_number_in_the_grievance_stays_there() -> None:
    taken = split(f"王敏 13873300101 {FIRM} 退税没到账,请打13907330000", is_firm)
    assert ("+8613873300101", "退税没到账,请打13907330000") == (taken.phone, taken.text)


def test_of_two_numbers_none_is_surely_the_callers_and_none_is_lost() -> None:
    taken = split(f"王敏 13873300101 13873300102 {FIRM} 停电", is_firm)
    assert (None, ("+8613873300101", "+8613873300102")) == (taken.phone, taken.phones)
    assert "停电 13873300101 13873300102" == taken.text


def test_a_number_that_is_none_is_words() -> None:
    taken = split(f"王敏 12345678901 {FIRM} 停电", is_firm)
    assert (None, ()) == (taken.phone, taken.phones)
    assert "12345678901" in taken.text


def test_our_company_is_no_name() -> None:
    assert None is split("我们公司门口修路三个月了", is_firm).firm
    assert None is split("隔壁工厂 噪音大", is_firm).firm


@pytest.mark.parametrize("word", ["王敏", "李总", "欧阳明月", "张会计"])
def test_a_name_is_a_surname_and_little_more(word: str) -> None:
    assert looks_like_name(word)


@pytest.mark.parametrize("word", ["停电", "出口退税", "3号楼", "王", "王敏的退税款"])
def test_other_words_are_no_names(word: str) -> None:
    assert not looks_like_name(word)


def test_twenty_thousand_characters_are_taken_apart_at_once() -> None:
    taken = split(f"王敏 13873300101 {FIRM} " + "很长的经过,还有很多, " * 2000, is_firm)
    assert ("王敏", FIRM) == (taken.name, taken.firm)
    assert len(taken.text) > 19_000
