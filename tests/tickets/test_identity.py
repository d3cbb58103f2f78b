"""Codes of firms and numbers of phones, as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.identity import Uscc, check_uscc, may_be_uscc, normal_phone, person_name, show_phone

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "code",
    [
        "914302007790310965",  # 中车株洲电力机车
        "914403001922038216",  # 华为
        "9144030071526726XG",  # 腾讯
        "91330100799655058B",  # 阿里巴巴
        "91110000802100433B",  # 百度
        "91110000710925462X",  # 中国石油
        "9152000071430580XT",  # 贵州茅台
        "91100000100003962T",  # 工商银行
        "91440300708461136T",  # 富士康
        "91350100M000100Y43",  # the standard's own example
        "12100000400000624D",  # a public institution
    ],
)
def test_a_real_code_is_valid(code):
    assert Uscc(code) == check_uscc(code)
    assert check_uscc(code).is_valid


@pytest.mark.parametrize(
    "typed",
    [
        "９１４３０２００７７９０３１０９６５",
        " 9143 0200 7790 3109 65\n",
        "9143-0200-7790-3109-65",
        "91\u200b4302007790310965\ufeff",
        "91－4302－007790310965",
    ],
)
def test_a_code_is_understood_however_it_was_typed(typed):
    assert Uscc("914302007790310965") == check_uscc(typed)


def test_lower_case_is_taken_as_meant():
    assert Uscc("9144030071526726XG") == check_uscc("9144030071526726xg")
    assert Uscc("9144030071526726XG") == check_uscc("９１４４０３００７１５２６７２６ｘｇ")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("914302007790310966", "checksum"),
        ("914302007790310695", "checksum"),  # two digits swapped
        ("91430200779031096", "length"),
        ("9143020077903109655", "length"),
        ("", "length"),
        ("不清楚", "length"),
        ("x" * 9000, "length"),
        ("9144030071526726IG", "characters"),
        ("9144030071526726OG", "characters"),
        ("9144030071526726SG", "characters"),
        ("9144030071526726VG", "characters"),
        ("9144030071526726ZG", "characters"),
        ("91A4030071526726XG", "characters"),  # the region is digits
        ("9144030071526726株G", "characters"),
        ("٩١٤٣٠٢٠٠٧٧٩٠٣١٠٩٦٥", "characters"),
        ("\ufdfa" * 1000, "length"),  # each of which normalises to eighteen
    ],
)
def test_a_code_that_fails_says_what_is_wrong(typed, problem):
    assert problem == check_uscc(typed).problem
    assert not check_uscc(typed).is_valid


def checked(body: str) -> str:
    """A code with its check digit, computed as the standard writes it: powers of 3 modulo 31."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + ALPHABET[-total % 31]


def test_an_army_bodys_and_a_village_collectives_code_may_begin_with_a_letter():
    for body in ("N2430211MF0A1B2C3", "A1430200MB1234567", "Y1430200MJJ567890"):
        assert check_uscc(checked(body)).is_valid


@given(
    st.from_regex(rf"9[1-9]43[0-9]{{4}}[{ALPHABET}]{{9}}", fullmatch=True),
    st.integers(0, 17),
    st.sampled_from(ALPHABET),
)
def test_one_mistyped_character_never_passes(body, place, other):
    code = checked(body)
    assert check_uscc(code).is_valid
    mistyped = code[:place] + other + code[place + 1 :]
    assert (mistyped == code) == check_uscc(mistyped).is_valid


@settings(deadline=None)  # the first call loads the telephone numbering plans
@given(st.text(max_size=60))
def test_no_text_breaks_the_check(text):
    assert check_uscc(text).problem in (None, "length", "characters", "checksum")
    assert normal_phone(text) is None or normal_phone(text).startswith("+86")


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138-1234-5678",
        "+8613812345678",
        "(+86)13812345678",
        "8613812345678",
        "008613812345678",
        "013812345678",
        "１３８１２３４５６７８",
        "＋８６　１３８　１２３４　５６７８",
        "\u202a+86 138 1234 5678\u202c",  # as copied from a phone's contact list
        "138\u200b1234\u200b5678",
        "电话:13812345678",
        "手机号 13812345678(微信同号)",
        "tel:+86-138-1234-5678",
        "13812345678\n",
    ],
)
def test_a_mobile_is_understood_however_it_was_typed(typed):
    assert normal_phone(typed) == "+8613812345678"


@pytest.mark.parametrize(
    "mobile", ["13000000000", "14712345678", "15112345678", "16612345678", "17012345678", "18812345678", "19912345678"]
)
def test_every_mobile_range_is_known(mobile):
    assert f"+86{mobile}" == normal_phone(mobile)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0731-28812345", "+8673128812345"),
        ("(0731)28812345", "+8673128812345"),
        ("(0731)2881 2345", "+8673128812345"),
        ("０７３１－２８８１２３４５", "+8673128812345"),
        ("+86 731 2881 2345", "+8673128812345"),
        ("+86 (0)731 2881 2345", "+8673128812345"),
        ("010-62511234", "+861062511234"),
        ("021-5888 8888", "+862158888888"),
        ("0731-28812345转8001", "+8673128812345"),
        ("0731-28812345-801", "+8673128812345"),
        ("010-62511234 ext. 5", "+861062511234"),
    ],
)
def test_a_landline_needs_its_area_code_and_loses_its_extension(typed, expected):
    assert expected == normal_phone(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "28812345",  # a landline without its area code
        "12345",
        "95588",
        "110",
        "400-123-4567",
        "800 820 8820",
        "1381234567",
        "138123456789",
        "12012345678",
        "+1 650 253 0000",
        "+44 20 7031 3000",
        "+852 2345 6789",
        "+853 2888 2888",
        "+886 2 2345 6789",
        "0044 20 7031 3000",
        "13812345678 13912345678",  # which of the two?
        "430204199001011234",
        "王敏",
        "没有",
        "",
        "+",
        "()",
        "1" * 9000,
        "我的电话是" * 1800,
        "1\u200b" * 4500,
    ],
)
def test_what_is_no_chinese_persons_phone_gives_nothing(typed):
    assert normal_phone(typed) is None


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("+8613812345678", "138 1234 5678"),
        ("+8673128812345", "0731 2881 2345"),
        ("+861062511234", "010 6251 1234"),
        ("+16502530000", "+1 650-253-0000"),
        ("not a phone", "not a phone"),
        ("", ""),
    ],
)
def test_a_phone_is_shown_as_people_read_it(phone, expected):
    assert expected == show_phone(phone)


@settings(deadline=None)
@given(st.from_regex(r"1(3[0-9]|5[0-35-9]|8[0-9])[0-9]{8}", fullmatch=True))
def test_a_phone_shown_and_typed_again_is_the_same(digits):
    phone = normal_phone(digits)
    assert phone == normal_phone(show_phone(phone))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王敏", "王敏"),
        (" 欧阳娜娜 ", "欧阳娜娜"),
        ("王经理", "王经理"),
        ("我叫王敏", "王敏"),
        ("姓名:王敏。", "王敏"),
        ("阿卜杜·热合曼江", "阿卜杜·热合曼江"),
        ("阿的江", "阿的江"),
        ("John Smith", "John Smith"),
        ("Jean-Luc O'Neil", "Jean-Luc O'Neil"),
        ("José María", "José María"),
    ],
)
def test_a_name_is_heard_however_it_is_given(typed, name):
    assert name == person_name(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "门口修路三个月了,货车进不来",
        "路灯坏了",
        "没人管",
        "厂里停电",
        "厂门口的路面塌陷",
        "为什么还不退税?",
        "退税 3 个月",
        "王敏!",
        "王敏、李强",
        "王敏<b>",
        "13812345678",
        "my road is broken for months",
        "The lorries of our factory cannot get in",
        "👍",
        "",
        "名" * 9000,
        "a " * 9000,
    ],
)
def test_what_is_about_something_else_is_no_name(typed):
    assert person_name(typed) is None


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("914302007790310965", True),
        ("91430200779031096", True),  # one short: explained, not taken for a grievance
        ("9143 0200 7790 3109 65", True),
        ("代码 914302007790310965", True),
        ("统一社会信用代码:914302007790310965", True),
        ("税号是914302007790310965", True),
        ("厂门口路灯坏了没人修", False),
        ("代码是多少", False),
        ("914302007790310965 对吗", False),
        ("代码", False),
        ("the lamp at our gate is broken, nobody mends it", False),
        ("", False),
    ],
)
def test_what_has_chinese_in_it_is_no_code_a_label_apart(typed, is_one):
    assert is_one == may_be_uscc(typed)


def test_a_code_is_understood_with_its_label():
    assert check_uscc("统一社会信用代码:914302007790310965").is_valid
