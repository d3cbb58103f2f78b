"""A caller's grievance, taken down by an operator in one message and followed like any other."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.town import Actor, Town, a_town
from tickets.terms import Role

FIRM = "株洲德智新材料有限公司"
CALL = f"王敏 13873300101 {FIRM} 出口退税三个月没到账"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_town(sqlite_url) as town:
        yield town


async def people(town: Town) -> tuple[Actor, Actor]:
    """Somebody of the office, who takes calls, and a tax officer."""
    zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
    return await town.staff(301, "周主任", Role.OFFICE), zhang


async def logs(who: Actor, words: str = CALL) -> str:
    await who.says(f"/log {words}")
    await who.presses("提交")
    return who.last()


async def test_one_message_and_one_tap_make_a_ticket(town: Town) -> None:
    zhou, zhang = await people(town)
    await zhou.says("/log")
    assert "来电人姓名 手机 企业名称 问题" in zhou.last()
    await zhou.says(CALL)
    seen = zhou.last()
    for part in ("王敏", "138 7330 0101", FIRM, "出口退税三个月没到账", "税费", "将交市税务局", "12345企业服务专席"):
        assert part in seen
    await zhou.presses("提交")
    assert "QY-20261120-0001" in zhou.last()
    assert "请念给来电人" in zhou.last()
    assert "11月27日" in zhou.last()
    assert "QY-20261120-0001" in zhang.last()
