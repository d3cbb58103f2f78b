"""A confidential ticket, a complaint about a unit and the others: no word, firm or number of them reaches who may not see it.

Whatever is looked for, listed, counted, and said by the clock in two weeks, ladders, callbacks and mornings, is read by the
scanner of ``leaks``, which knows by hand who may see what.
"""

from collections.abc import AsyncIterator

import pytest

from office import looks
from storage.people import people
from tests.digests import this_week
from tests.e2e.access_town import Stage, a_stage
from tests.e2e.leaks import relations
from tests.e2e.town import a_town
from tests.e2e.walk import Walk

STAFF = ("office", "officer", "mate", "lead", "elsewhere", "both", "bystander", "supporter")
SOUGHT = ("星辰机械", "小敏", "的正文深处", "的result", "138733", "今天")
"""Parts of what betrays every ticket, none of which betrays one."""

LISTS = ("/pool", "/todo", "/unit", "/desk", "/triage", "/approvals", "/callbacks", "/overdue", "/escalated", "/failed")
LISTS += ("/digest", "/stats", "/mine", "/roster")
LEADERS_READ_NUMBERS = "leader is shown the number of"
"""What waits too long for the office is handed up to them by its number, and what is overdue stands in their list."""

SECRET = ("confidential handled", "complaint handled")


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with a_town(sqlite_url) as town:
        yield await a_stage(town)


async def test_what_staff_look_for_shows_them_nothing_that_they_may_not_see(stage: Stage) -> None:
    walk = Walk(stage)
    await walk.begin()
    for who in STAFF:
        for words in SOUGHT:
            answers = await walk.orders(who, f"/find {words}")
            assert answers, f"{who} looked for {words} and got no answer"
            numbers = {case.number for case in stage.cases.values() if relations(stage, who, case)}
            shown = {case.number for case in stage.cases.values() if case.number in "".join(answers)}
            assert shown <= numbers, f"{who} looked for {words} and found {shown - numbers}"
    await walk.ends()


async def test_two_weeks_of_the_clock_and_every_list_show_nobody_what_is_not_theirs(stage: Stage) -> None:
    walk = Walk(stage)
    await walk.begin()
    for _ in range(7):
        await stage.town.later(days=2)
        await walk.scanner.scan()
    for who in (*STAFF, "leader", "colleague", "rival"):
        for words in LISTS:
            await stage.cast[who].says(words)
        await walk.scanner.scan()
    assert [] == [leak for leak in walk.scanner.found if not leak.startswith(LEADERS_READ_NUMBERS)]
    assert [] == await walk.failed()
    for key in SECRET:
        assert ("office", key, "number") in walk.scanner.seen, "a scanner that is blind finds nothing"


async def test_figures_tell_no_word_of_a_secret_ticket_and_its_log_who_found_it(stage: Stage) -> None:
    town, office = stage.town, stage.cast["office"]
    told = str(await town.read(this_week, town.config.city, now=town.now()))
    for key in SECRET:
        case = stage.cases[key]
        assert [] == [mark for mark in (*case.marks.values(), case.number) if mark in told]
    before = await town.read(_looks, stage, SECRET[0])
    await office.says("/find 星辰机械")
    while "下一页" in office.labels() and stage.cases[SECRET[0]].number not in office.last():
        await office.presses("下一页")
    assert before + 1 == await town.read(_looks, stage, SECRET[0])


def _looks(conn, stage: Stage, key: str) -> int:
    office = people.by_telegram(conn, stage.cast["office"].id)
    return int(looks.page(conn, stage.town.config.city, stage.cases[key].id, 0, by=office)["count"])
