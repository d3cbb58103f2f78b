"""Each end-to-end test plays in a town of its own, on each engine."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.town import Town, a_town


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with a_town(database_url) as opened:
        yield opened
