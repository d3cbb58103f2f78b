"""A line of a ledger that nothing came of yet: brought in, worked on, called back, and read in the digest under its channel."""

import pytest

from office.intake import ledgers
from tests.digests import this_week
from tests.e2e.town import Town, a_town
from tickets.intake.ledgers import LEDGERS
from tickets.terms import Role

LINES = {
    "hotline": {
        "external": "ZZ1",
        "caller": "王敏",
        "phone": "13873300101",
        "text": "出口退税三个月没到账",
        "registered_at": "2026-11-18 9:05",
    },
    "visit": {"visited_on": "2026-11-18", "officer": "赵干部", "problem": "出口退税三个月没到账"},
}


@pytest.mark.parametrize(("kind", "channel"), [("hotline", "两线"), ("visit", "联企走访")])
async def test_it_is_called_back_by_telephone_and_counts_under_its_channel(
    sqlite_url: str, kind: str, channel: str
) -> None:
    async with a_town(sqlite_url) as town:
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        zhou = await town.staff(301, "周主任", Role.OFFICE)
        await bring_in(town, kind)
        await zhang.presses("认领")
        await zhang.presses("办结")
        await zhang.says("退税款已到账")
        await town.later(hours=5)
        await zhou.says("/callbacks")
        await zhou.presses("已解决", containing="电话回访 ·")
        await zhou.presses("满意", containing="电话回访 ·")
        week = await town.read(this_week, town.config.city, now=town.now())
        rows = [row for row in week["by_channel"] if row["flow"]["accepted"]["value"]]
        assert [channel] == [row["label"] for row in rows]
        resolution = rows[0]["rates"]["resolution"]
        assert (1, 1) == (resolution["numerator"], resolution["denominator"])


async def bring_in(town: Town, kind: str) -> None:
    blank = {column.key: "" for column in LEDGERS[kind].columns}
    assert set(LINES[kind]) <= set(blank)
    row = blank | {"firm": "株洲德智新材料有限公司"} | LINES[kind]
    [answer] = await town.write(ledgers.TAKE[kind], town.config.city, [(2, row)], now=town.now())
    assert answer.refusal is None
    await town.quiet()
