"""A year with a few tickets, on both engines' terms the same: nothing due is left, nothing due twice, the history is whole."""

import sqlalchemy as sa

from storage.proof import chain
from storage.schema import deadlines, tickets
from tests.builders import House
from tests.year import Year


def test_a_year_leaves_nothing_due_and_nothing_done_twice(house: House) -> None:
    year = Year(house, 60)
    year.run()
    filed = house.conn.execute(sa.select(sa.func.count()).select_from(tickets)).scalar_one()
    struck = house.conn.execute(sa.select(sa.func.count()).where(deadlines.c.done == "struck")).scalar_one()
    late = house.conn.execute(
        sa.select(deadlines.c.id).where(deadlines.c.done_at.is_(None), deadlines.c.at <= house.now)
    ).all()
    assert 60 == filed
    assert struck == len(year.struck) > filed
    assert [] == late
    assert [] == chain.faults(house.conn)
    assert {"resolve", "confirm", "ask_enterprise", "answer", "hand", "request_extension"} <= year.done.keys()
