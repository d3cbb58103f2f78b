"""/find over HTTP: asked for or said at once, pages that turn in place, and forged pages."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.playing import files
from tests.e2e.town import Actor, Town, a_town
from tickets.terms import Role


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_town(sqlite_url) as town:
        await town.staff(301, "周主任", Role.OFFICE)
        await town.staff(201, "张伟", Role.OFFICER, "tax")
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        for n in range(6):
            await files(wang, f"增值税留抵退税一直没到账,这是第{n}笔")
        yield town


async def test_what_is_looked_for_is_asked_for_and_its_pages_turn_in_place(town: Town) -> None:
    zhou = Actor(town, 301)
    await zhou.says("/find")
    assert "要找什么" in zhou.last()
    await zhou.says("德智 退税 今天")
    assert "找到 6 件 · 1/2" in zhou.last()
    before = len(zhou.messages())
    await zhou.presses("下一页")
    assert "2/2" in zhou.last()
    assert before == len(zhou.messages()), "it turned in place"
    await zhou.presses("上一页")
    await zhou.presses("QY-20261120-0006")
    assert "株洲德智新材料有限公司" in zhou.last()


async def test_a_unit_that_has_not_claimed_finds_by_words_and_not_by_the_firm(town: Town) -> None:
    zhang = Actor(town, 201)
    await zhang.says("/find …0002")
    assert "找到 1 件" in zhang.last()
    assert "德智" not in zhang.last()
    await zhang.says("/find 德智")
    assert "没有找到" in zhang.last()


async def test_a_forged_page_and_a_search_without_end_are_refused(town: Town) -> None:
    zhou, wang = Actor(town, 301), Actor(town, 101)
    await zhou.says("/start")
    assert "失效" in await zhou.presses_data("found:1")
    await zhou.says("/find 一 二 三 四 五")
    assert "请少写一些" in zhou.last()
    await wang.says("/find 德智")
    assert "您现在不能使用这项功能" in wang.last()
    await zhou.says("/find 退税")
    assert "失效" in await wang.presses_data("found:1")
    assert "失效" in await zhou.presses_data("found:x")
