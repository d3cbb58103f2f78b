"""One grievance all the way up and back: late, yellow, red, to the leader, instructed, answered “no”, reworked, phoned."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.digests import this_week
from tests.e2e.town import Actor, Town
from tests.e2e.watch import a_firm, files_one, look_over, rows_of, the_tax_bureau
from tickets.terms import Role

NUMBER = "QY-20261120-0001"
LOCAL = ZoneInfo("Asia/Shanghai")


async def at(town: Town, written: str) -> None:
    """Time passes until then, local, four hours at a time."""
    until = datetime.fromisoformat(f"2026-{written}").replace(tzinfo=LOCAL).astimezone(UTC)
    while town.now() < until:
        left = (until - town.now()).total_seconds()
        await town.later(seconds=min(left, 4 * 3600))


def last_of(actor: Actor, beginning: str) -> str:
    return str(rows_of(actor, beginning)["text"])


async def test_a_ticket_goes_up_the_ladder_and_comes_back_solved(town: Town) -> None:
    office = await town.staff(301, "周主任", Role.OFFICE)
    wu = await town.staff(302, "吴主任", Role.OFFICE)
    lead = await town.staff(203, "陈局长", Role.UNIT_LEAD, "tax")
    cao = await town.staff(401, "曹指挥长", Role.LEADER)
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await files_one(wang)
    await zhang.presses("认领", chat=group)

    before = len(zhang.messages())
    await at(town, "11-26 17:31")
    reminded = [text for text in zhang.heard()[-(len(zhang.messages()) - before) :] if NUMBER in text]
    assert len(reminded) == 2, "when 70 % of the time is used, and a working day before"
    await at(town, "11-27 17:31")
    assert NUMBER in last_of(zhang, "黄牌")
    assert NUMBER in last_of(lead, "黄牌")
    assert "黄牌" not in "".join(office.heard())
    assert "办公室正在督办" in last_of(wang, "督办")
    await at(town, "12-01 17:31")
    assert NUMBER in last_of(lead, "红牌")
    assert NUMBER in last_of(office, "红牌")
    await at(town, "12-04 17:31")
    assert "督办后仍未办结" in last_of(cao, "已上报")
    assert "已上报指挥部领导" in last_of(wang, "已上报")

    await cao.says("/escalated")
    assert NUMBER in cao.last()
    await cao.says("请市税务局12月9日前办结,专人盯办", reply_to=rows_of(cao, "已上报")["message_id"])
    await cao.presses("批示")
    assert "请市税务局12月9日前办结,专人盯办" in zhang.last(chat=group)
    assert "12月9日(周三)" in last_of(wang, "批示")

    await at(town, "12-07 09:30")
    await zhang.presses("认领", chat=group)
    await zhang.presses("办结", containing=NUMBER)
    await zhang.says("退税款已到账")
    await at(town, "12-07 10:31")
    for answer in ("未解决", "不满意", "未联系", "跳过"):
        await wang.presses(answer)
    assert "第 2 轮" in last_of(wang, "第 2 轮")

    await zhang.presses("办结", containing="第 2 轮")
    await zhang.says("余下的退税款也已到账")
    await at(town, "12-14 10:00")
    assert len([text for text in wang.heard() if "问题解决了吗" in text]) >= 3, "asked, and reminded twice"
    await wu.says("/callbacks")
    assert "13873300101" in wu.last().replace(" ", "")
    await wu.presses("已解决")
    await wu.presses("满意")
    if "跳过" in wu.labels():
        await wu.presses("跳过")
    assert "已销号" in last_of(wang, "销号")

    told = await town.read(this_week, town.config.city, now=town.now())
    rate = told["rates"]["resolution"]
    assert (1, 1) == (rate["numerator"], rate["denominator"])
    await look_over(town)
