"""How PostgreSQL is asked to plan: on every connection, and told of where it will not be asked."""

import pytest
import sqlalchemy as sa

from storage.engine.database import DatabaseUnavailable
from storage.engine.opening import open_database
from storage.engine.postgres import PLANNING


async def test_every_connection_to_postgresql_is_asked_to_plan_for_what_lies_in_memory(postgres_url: str) -> None:
    database = await open_database(postgres_url)
    async with database.transaction() as writes:
        found = [await writes(planned), await database.read(planned)]
    await database.close()
    assert found == [PLANNING, PLANNING]


async def test_a_server_that_will_not_be_asked_is_told_of(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PLANNING, "no_such_setting", "on")
    with pytest.raises(DatabaseUnavailable, match=r"does not take a setting that the bot needs.*no_such_setting"):
        await open_database(postgres_url)


def planned(conn: sa.Connection) -> dict[str, str]:
    return {name: conn.exec_driver_sql(f"SHOW {name}").scalar_one() for name in PLANNING}
