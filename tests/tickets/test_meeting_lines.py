"""What an operator writes in a meeting, line by line: the firm, the grievance, who promised what by when."""

from datetime import date

import pytest

from tickets.calendar import Calendar
from tickets.intake import meeting_lines
from tickets.intake.meetings import Item, guess_kind, read_opening
from tickets.intake.promised import due_day, undated
from tickets.refusal import Refusal

FRIDAY = date(2026, 11, 20)
KINDS = ("早餐会", "政企恳谈会", "行业商协会")
DEZHI = "德智新材料"
LEADERS = ("曹某", "陈某")


@pytest.mark.parametrize(
    ("line", "name", "kind", "day", "leaders"),
    [
        ("第16次早餐会 2026-11-20 曹某、陈某", "第16次早餐会", "早餐会", "2026-11-20", ("曹某", "陈某")),
        ("第16次早餐会 曹某、陈某 2026-11-20", "第16次早餐会", "早餐会", "2026-11-20", ("曹某", "陈某")),
        ("早餐会 11月18日 曹市长\uff0c陈市长", "早餐会", "早餐会", "2026-11-18", ("曹市长", "陈市长")),
        ("11.18 恳谈会 曹某 陈某", "恳谈会", "政企恳谈会", "2026-11-18", ("曹某", "陈某")),
        ("陶瓷行业商会 今天 参会领导\uff1a曹某", "陶瓷行业商会", "行业商协会", "2026-11-20", ("曹某",)),
        ("民营企业座谈会", "民营企业座谈会", None, "2026-11-20", ()),
        ("第3次早餐会 曹某和陈某", "第3次早餐会", "早餐会", "2026-11-20", ("曹某", "陈某")),
    ],
)
def test_a_line_opens_a_meeting(line, name, kind, day, leaders) -> None:
    read = read_opening(line, today=FRIDAY, kinds=KINDS)
    assert (name, kind, day, leaders) == (read.name, read.sub_channel, read.held_on.isoformat(), read.leaders)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("早餐会 2026-13-45 曹某", "past_day_unread"),
        ("早餐会 2026-11-21", "meeting_not_held_yet"),
        ("早餐会 2024-11-20", "meeting_too_old"),
        ("2026-11-20", "meeting_unread"),
        ("早餐会 2026-11-20 " + "、".join(f"曹{n}" for n in range(30)), "meeting_unread"),
        ("早餐会" * 20, "meeting_unread"),
        ("早餐会 2026-11-20 这一位领导的名字写得实在是太长了", "meeting_unread"),
    ],
)
def test_a_line_that_opens_none_says_why(line, code) -> None:
    with pytest.raises(Refusal, match=code):
        read_opening(line, today=FRIDAY, kinds=KINDS)


def test_a_kind_is_guessed_only_from_what_the_name_shares_with_it() -> None:
    assert guess_kind("座谈会", KINDS) is None
    assert guess_kind("早餐会", ()) is None


@pytest.mark.parametrize(
    ("said", "firm", "text", "leader", "day", "words"),
    [
        ("德智新材料:出口退税没到账。陈某答应 11月30日前答复", DEZHI, "出口退税没到账", "陈某", "11-30", "11月30日前答复"),
        ("德智新材料\uff1a退税没到账\uff0c陈某答应11月30日前答复", DEZHI, "退税没到账", "陈某", "11-30", "11月30日前答复"),
        ("3. 德智新材料:停电。曹某:三天内回话", DEZHI, "停电", "曹某", "11-23", "三天内回话"),
        ("企业:德智新材料\n诉求:退税没到账\n承诺:陈某 5个工作日内答复", DEZHI, "退税没到账", "陈某", "11-27", "5个工作日内答复"),
        ("德智新材料:路不通。李主任答应下周五前修", DEZHI, "路不通", "李主任", "11-27", "下周五前修"),
        ("德智新材料:路不通。领导答应月底前解决", DEZHI, "路不通", None, "11-30", "月底前解决"),
        ("德智新材料:路不通。领导答应尽快解决", DEZHI, "路不通", None, None, "尽快解决"),
        ("德智新材料:路不通。答应过三次都没修", DEZHI, "路不通。答应过三次都没修", None, None, None),
        ("德智新材料:停电了。陈某当场表态尽快", DEZHI, "停电了", "陈某", None, "尽快"),
        ("德智新材料:陈某答应11月30日前退税", DEZHI, "", "陈某", "11-30", "11月30日前退税"),
        ("德智新材料\n出口退税没到账", DEZHI, "出口退税没到账", None, None, None),
        ("德智新材料 出口退税没到账", DEZHI, "出口退税没到账", None, None, None),
        ("德智新材料反映出口退税没到账", DEZHI, "出口退税没到账", None, None, None),
        ("德智新材料:去年张局长承诺的补贴没到账", DEZHI, "去年张局长承诺的补贴没到账", None, None, None),
        ("德智新材料:园区承诺三个月内兑现的补贴没兑现", DEZHI, "园区承诺三个月内兑现的补贴没兑现", None, None, None),
        ("德智新材料:陈某分管的项目没批", DEZHI, "陈某分管的项目没批", None, None, None),
    ],
)  # fmt: skip
def test_a_message_is_taken_apart(said, firm, text, leader, day, words) -> None:
    head = meeting_lines.heads(said)[0]
    rest = meeting_lines.rest(head.rest, LEADERS, today=FRIDAY, calendar=Calendar())
    assert (firm, text) == (head.firm, rest.text)
    told = rest.promise
    assert (words is None) == (told is None)
    if told is not None:
        due_on = f"{told.due_on:%m-%d}" if told.due_on else None
        assert (leader, day, words) == (told.leader, due_on, told.words)


@pytest.mark.parametrize("said", ["出口退税没到账", "好的", "问题:出口退税没到账"])
def test_what_names_no_firm_has_no_head(said) -> None:
    assert [] == [head for head in meeting_lines.heads(said) if head.is_sure]


def test_one_leader_alone_is_who_promised() -> None:
    rest = meeting_lines.rest("停电。领导答应月底前解决", ("曹某",), today=FRIDAY, calendar=Calendar())
    assert rest.promise is not None
    assert "曹某" == rest.promise.leader


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("11月30日前答复", "2026-11-30"), ("2026-12-01 前", "2026-12-01"), ("明天", "2026-11-21"),
        ("三天内", "2026-11-23"), ("十五个工作日内", "2026-12-11"), ("两周内", "2026-12-04"), ("一个月内", "2026-12-20"),
        ("月底前", "2026-11-30"), ("下月底", "2026-12-31"), ("12月底", "2026-12-31"), ("年底前", "2026-12-31"),
        ("本周内", None), ("本周五", "2026-11-20"), ("下周三前", "2026-11-25"), ("周一", "2026-11-23"), ("1月底", "2027-01-31"),
        ("尽快", None), ("11月19日前", None), ("13月40日前", None),
    ],
)  # fmt: skip
def test_until_when_is_read_from_the_words(words, day) -> None:
    found = due_day(words, FRIDAY, Calendar())
    assert day == (found.isoformat() if found else None)


@pytest.mark.parametrize(
    ("words", "day", "left"),
    [
        ("11月30日前答复", "2026-11-30", "答复"), ("周五前把方案报给企业", "2026-11-27", "把方案报给企业"),
        ("下周五前修", "2026-11-27", "修"), ("月底前解决", "2026-11-30", "解决"), ("三天内回话", "2026-11-23", "回话"),
        ("11月27日(周五)前答复", "2026-11-27", "答复"), ("周五(11月27日)前答复", "2026-11-27", "答复"),
        ("请财政局在11月30日之前答复", "2026-11-30", "请财政局答复"), ("11月30日前", "2026-11-30", ""),
        ("11月19日前答复", "2026-12-01", "11月19日前答复"), ("11月30日起每周巡检", "2026-11-30", "11月30日起每周巡检"),
        ("每周五前通报", "2026-11-27", "每周五前通报"), ("周三前答复", "2026-11-27", "周三前答复"),
        ("尽快", "2026-12-01", "尽快"),
    ],
)  # fmt: skip
def test_until_when_is_said_once_beside_the_day_itself(words, day, left) -> None:
    assert left == undated(words, date.fromisoformat(day))


def test_an_item_lacks_one_thing_at_a_time() -> None:
    whole = Item(1, "停电", enterprise=7)
    assert whole.lacks is None
    assert "firm" == Item(1, "停电", firm="德智").lacks
    assert "text" == Item(1, "", enterprise=7).lacks
    assert "leader" == Item(1, "停电", enterprise=7, promise="尽快").lacks
    assert "day" == Item(1, "停电", enterprise=7, promise="尽快", leader="曹某").lacks
    assert Item(1, "停电", enterprise=7, promise="尽快", leader="曹某", is_dateless=True).lacks is None
