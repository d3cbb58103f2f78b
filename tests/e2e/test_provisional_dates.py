"""暂定 over HTTP: a date in a year without a published calendar is called so wherever it is promised."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.e2e.town import Town, a_town
from tests.e2e.watch import a_firm, files_one, the_tax_bureau

YEARS_END = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
"""Monday, 10:00 in the city: five working days lead into a year whose holidays nobody has published."""


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_town(sqlite_url, at=YEARS_END) as town:
        yield town


async def test_who_claims_and_who_answers_the_callback_are_told_that_the_date_is_provisional(town: Town) -> None:
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await files_one(wang)
    assert "1月4日(周一)前办结(暂定)" in wang.last()
    assert "前办结(暂定)" in await zhang.presses("认领", chat=group)
    await zhang.presses("办结")
    await zhang.says("退税款已到账")
    await town.later(days=1)
    await wang.presses("未解决")
    await wang.presses("重新办理")
    assert any("重办(第 2 轮)" in text and "前办结(暂定)" in text for text in wang.heard())
