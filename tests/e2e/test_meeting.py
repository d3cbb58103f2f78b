"""A meeting over HTTP: opened, filled a message a grievance, read back, handed out together, and followed to its own digest."""

from bot.demo_city import FIRMS
from storage.tickets import tickets
from templates.digest import week_text
from tests.digests import this_week
from tests.e2e.town import Actor, Town
from tests.e2e.watch import answer_to
from tickets.terms import Role

DEZHI = FIRMS[0].name
OPENING = "第16次早餐会 2026-11-20 曹某、陈某"
FIRST = "德智新材料:出口退税三个月没到账。陈某答应 11月30日前答复"
SECOND = "株洲天桥起重机有限公司:厂区每周停电两次"
THIRD = "株洲联诚集团有限公司:住建局的施工许可一直没人管,互相推诿"


async def the_office(town: Town) -> tuple[Actor, Actor, int]:
    """Somebody of the office, an officer of the tax office, and the tax office's group."""
    zhou = await town.staff(301, "周主任", Role.OFFICE)
    zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
    return zhou, zhang, await town.group("tax", zhang)


async def test_a_meeting_of_three_grievances_is_handed_out_and_one_is_followed_to_its_callback(town: Town) -> None:
    zhou, zhang, group = await the_office(town)
    wang = await town.contact(101, "王敏", DEZHI, "+8613873300101")
    await zhou.says("/meeting")
    assert "第16次早餐会 11月20日" in zhou.last()
    await zhou.says(OPENING)
    assert "早餐会 · 到会 曹某、陈某" in zhou.last()
    await zhou.says(FIRST)
    assert f"第 1 件\n{DEZHI}:出口退税三个月没到账\n陈某答应 11月30日(周一)前:答复" in zhou.last()
    await zhou.sends_files("photo", caption=SECOND)
    assert "第 2 件 · 附件 1" in zhou.last()
    assert "(新登记)" in zhou.last()
    await zhou.says(THIRD)
    await zhou.says("/meeting")
    assert "已记 3 件待交办" in zhou.last()

    await zhou.presses("念一遍")
    assert "待交办 3 件" in zhou.last()
    assert all(words in zhou.last() for words in ("1. ", "出口退税", "2. ", "停电", "3. ", "推诿"))
    assert "已交办 3 件" in await zhou.presses("全部交办")
    assert "收集 3 件,已化解 0 件" in zhou.last()
    assert "已经结束" in await zhou.presses("全部交办")
    ticket = await town.read(tickets.by_number, "QY-20261120-0001")
    assert ("meeting", "早餐会", "tax") == (ticket.channel, ticket.sub_channel, ticket.unit)
    complaint = await town.read(tickets.by_number, "QY-20261120-0003")
    assert complaint.unit is None, "what faults somebody waits for the office"
    assert await town.read(tickets.by_number, "QY-20261120-0004") is None

    await zhang.presses("认领", chat=group)
    assert "陈某答应 11月30日(周一)前(未到期)" in zhang.last()
    await zhang.presses("办结")
    await zhang.says("退税款已于今日到账")
    await town.later(hours=1, minutes=1)
    assert "问题解决了吗" in wang.last()
    await wang.presses("已解决")
    await wang.presses("满意")

    week = await town.read(this_week, town.config.city, now=town.now())
    meeting = next(row for row in week["by_channel"] if row["key"] == "meeting")
    assert [("早餐会", 3, 1)] == [(s["label"], s["accepted"], s["resolution"]["numerator"]) for s in meeting["sub"]]
    assert "· 早餐会" in week_text(week)
    assert (3, 1) == (meeting["flow"]["accepted"]["value"], meeting["rates"]["resolution"]["numerator"])
    await zhou.says("/meeting")
    await zhou.presses("第16次早餐会")
    await zhou.presses("进展")
    assert "收集 3 件,已化解 1 件" in zhou.last()
    assert "33.3% (1/3)" in zhou.last()
    assert "推诿" not in zhou.last()
    await zhou.presses("领导承诺")
    assert "陈某 11月30日(周一) 已兑现" in zhou.last()
    await zhou.says("QY-20261120-0001")
    await zhou.presses("时间线", containing="QY-20261120-0001")
    await zhou.presses("上一页", containing="时间线")
    assert any("领导承诺 陈某「11月30日前答复」" in said for said in zhou.heard())


async def test_others_press_and_write_in_vain_and_old_buttons_say_what_happened(town: Town) -> None:
    zhou, zhang, _ = await the_office(town)
    luo = await town.staff(302, "罗科长", Role.OFFICE)
    wang = await town.contact(101, "王敏", DEZHI, "+8613873300101")
    for who in (zhang, wang, luo):
        await who.says("/help")
    await zhou.says("/meeting " + OPENING)
    await zhou.says(FIRST)
    for data in ("meeting:1", "meeting_hand_out:1", "item_drop:1", "meeting_report:1:0", "meeting_kind:1:0"):
        for who in (zhang, wang):
            assert "只有工作办公室能用" in await who.presses_data(data)
    for data in ("meeting_hand_out:1", "item_drop:1", "item_day:1:none", "meeting_close:1"):
        assert "由周主任在记" in await luo.presses_data(data)
    for data in ("meeting:9", "meeting:x", "meeting_kind:1:7", "item_drop:9", "item_firm:1:8", "item_day:1:20261340"):
        assert await zhou.presses_data(data)
    await luo.says(SECOND)
    assert "第 2 件" not in luo.last()
    await luo.presses_data("meeting:1")
    assert "周主任在记" in luo.last()
    await luo.presses("接手")
    assert "由罗科长在记" in await zhou.presses_data("meeting_hand_out:1")
    await luo.says(SECOND)
    assert "第 2 件" in luo.last()
    await luo.presses("删", containing="第 2 件")
    assert "第 2 件已删" in luo.last()
    assert "已交办 1 件" in await luo.presses_data("meeting_hand_out:1")
    assert "已经删掉或交办了" in await zhou.presses_data("item_drop:1")
    await luo.presses("补记")
    await luo.says("好的")
    assert "没看出是诉求" in luo.last()
    assert "还没有记诉求" in await luo.presses_data("meeting_hand_out:1")
    await luo.presses("结束会议")
    assert any("已交办,会议已结束" in said for said in luo.heard())


async def test_what_is_unclear_is_asked_and_a_reply_to_a_ticket_is_no_answer(town: Town) -> None:
    zhou, _, _ = await the_office(town)
    await zhou.says("/meeting 座谈 曹某、陈某")
    assert "是哪一类会议" in zhou.last()
    await zhou.presses("早餐会")
    edited = await zhou.says("瓷谷:停电两天了。领导答应尽快修好")
    assert "请写企业全称" in zhou.last()
    await zhou.says("醴陵瓷谷电瓷电器有限公司")
    assert "是谁答应的" in zhou.last()
    await zhou.presses("陈某")
    await zhou.says("月底前")
    assert "陈某答应 11月30日(周一)前:尽快修好" in zhou.last()
    town.sandbox.world.edit(301, 301, edited, text="醴陵瓷谷电瓷电器有限公司:停电三天了")
    await town.quiet()
    assert any("停电三天了" in said for said in zhou.heard())
    await zhou.says("/meeting 第17次早餐会 11月20日")
    assert "还没有结束" in zhou.last()
    assert "已交办 1 件" in await zhou.presses("全部交办")


async def test_a_sticker_and_a_place_are_no_answer_and_the_question_stands(town: Town) -> None:
    zhou, _, _ = await the_office(town)
    await zhou.says("/meeting 第16次早餐会 11月20日 曹某、陈某")
    await zhou.says("瓷谷:停电两天了。陈某答应 11月30日前答复")
    assert "请写企业全称" in zhou.last()
    assert "贴纸我看不懂" in await answer_to(zhou, sticker=True)
    assert "位置我看不懂" in await answer_to(zhou, location={"latitude": 27.83, "longitude": 113.13})
    await zhou.says("醴陵瓷谷电瓷电器有限公司")
    assert "醴陵瓷谷电瓷电器有限公司(新登记)" in zhou.last()
