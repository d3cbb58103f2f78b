"""/forget over HTTP: read over, confirmed, gone from the chats of others; forged, doubled and late presses change nothing."""

from collections.abc import AsyncIterator

import pytest

from storage.people import people
from storage.post import unsent
from tests.e2e.town import Actor, Town, a_town
from tests.office.forgotten import all_words
from tickets.terms import Role

WORDS = "增值税留抵退税没到账,请找蒲松涛,电话 13873366101"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_town(sqlite_url) as town:
        await town.staff(301, "周主任", Role.OFFICE)
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        await town.group("tax", zhang)
        yield town
        assert [] == await town.read(unsent.failed)


async def pu(town: Town) -> Actor:
    """A contact with one ticket, confirmed as solved."""
    who, zhang = await town.contact(101, "蒲松涛", "株洲松涛铸造厂", "+8613873366101"), Actor(town, 201)
    await who.says(WORDS)
    await who.presses("提交")
    group = next(chat for chat in town.sandbox.world.state.chats if chat < 0)
    await zhang.presses("认领", chat=group)
    await zhang.presses("办结")
    await zhang.says("已退税")
    await town.later(days=3)
    for label in ("已解决", "满意"):
        await who.presses(label)
    return who


def shown_to(*actors: Actor) -> str:
    return "\n".join(words for actor in actors for words in actor.heard())


async def test_what_others_were_shown_of_who_is_forgotten_is_mended(town: Town) -> None:
    who, zhang, zhou = await pu(town), Actor(town, 201), Actor(town, 301)
    assert "蒲松涛" in shown_to(zhang)
    await who.says("/forget")
    assert "1 件已了结诉求" in who.last()
    await who.presses("确认删除")
    assert "您的信息已经删除" in shown_to(who)
    for secret in ("蒲松涛", "13873366101", "留抵退税", "松涛铸造"):
        assert secret not in shown_to(zhang, zhou)
        assert secret not in await town.read(all_words)
    assert "的文字已依法删除" in shown_to(zhang)


async def test_pressed_twice_late_or_forged_nothing_is_erased_again(town: Town) -> None:
    who = await pu(town)
    assert "已经过去" in await who.presses_data("forget:yes")
    await who.says("/forget")
    message, data = who.find("确认删除")
    await who.presses("不删")
    assert "没有删除" in who.last()
    assert "已经过去" in await who.presses_data(data, message=message)
    assert "蒲松涛" == (await town.read(people.by_telegram, 101)).name
    await who.says("/forget")
    await who.presses("确认删除")
    assert "已经过去" in await who.presses_data(data)


async def test_who_writes_again_begins_anew(town: Town) -> None:
    who = await pu(town)
    first = (await town.read(people.by_telegram, 101)).id
    await who.says("/forget")
    await who.presses("确认删除")
    await who.says("/mine")
    assert "现在没有" in who.last()
    await town.later(hours=2)
    assert first != (await town.read(people.by_telegram, 101)).id


async def test_an_officer_is_told_why_not_and_the_office_what_to_send(town: Town) -> None:
    zhang, zhou = Actor(town, 201), Actor(town, 301)
    await zhang.says("/forget")
    assert "您还有工作岗位" in zhang.last()
    await zhang.says("/forget 13873366101")
    assert "您还有工作岗位" in zhang.last()
    await zhou.says("/forget")
    assert "/forget 加手机号" in zhou.last()


async def test_the_office_erases_for_who_phones_with_a_reason(town: Town) -> None:
    who, zhou = await pu(town), Actor(town, 301)
    await zhou.says("/forget 138 7336 6101")
    assert "蒲松涛" in zhou.last()
    assert not any("/forget 138" in str(m.get("text")) for m in zhou.messages()), "the number does not stay in the chat"
    await zhou.says("本人来电,已核对执照")
    await zhou.presses("确认删除")
    assert "这位联系人的信息已删除" in zhou.last()
    assert "您的信息已经删除" in who.last()
    assert "蒲松涛" not in shown_to(zhou)
    await zhou.says("/forget 13873366101")
    assert "没有人登记过这个手机号" in zhou.last()
