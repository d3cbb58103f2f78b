"""What crosses a ticket's sides by an accident of time: taken back, corrected, told too early, pressed in the wrong chat."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.access_town import Stage, a_stage
from tests.e2e.town import a_town

SLIP = "发错了:这是给局长的话"


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with a_town(sqlite_url) as town:
        yield await a_stage(town)


def everything(stage: Stage, who: str) -> str:
    return "\n".join(stage.cast[who].heard())


async def a_slip(stage: Stage) -> int:
    """The officer of the ticket in progress writes to the wrong side; gives the message."""
    officer, case = stage.cast["officer"], stage.cases["in progress"]
    await officer.presses_data(f"talk:{case.id}")
    return await officer.says(SLIP)


async def test_what_was_taken_back_is_gone_from_the_chat_and_from_the_timeline(stage: Stage) -> None:
    filer, case = stage.cast["filer of in progress"], stage.cases["in progress"]
    await a_slip(stage)
    assert SLIP in everything(stage, "filer of in progress")
    await stage.cast["officer"].presses("收回")
    await filer.presses_data(f"timeline:{case.id}")
    assert SLIP not in everything(stage, "filer of in progress")


async def test_what_was_taken_back_does_not_come_again_by_an_edit(stage: Stage) -> None:
    sent = await a_slip(stage)
    await stage.cast["officer"].presses("收回")
    stage.town.sandbox.world.edit(201, 201, sent, text="发错了")
    await stage.town.quiet()
    assert "已经收回" in stage.cast["officer"].last()
    assert "发错了" not in everything(stage, "filer of in progress")


async def test_a_correction_is_taken_back_with_what_it_corrects(stage: Stage) -> None:
    filer, case = stage.cast["filer of in progress"], stage.cases["in progress"]
    sent = await a_slip(stage)
    stage.town.sandbox.world.edit(201, 201, sent, text=SLIP + ",改")
    await stage.town.quiet()
    assert SLIP + ",改" in everything(stage, "filer of in progress")
    await stage.cast["officer"].presses("收回")
    await filer.presses_data(f"timeline:{case.id}")
    assert SLIP not in everything(stage, "filer of in progress")


async def test_a_colleagues_name_is_not_told_to_a_unit_that_has_not_claimed(stage: Stage) -> None:
    case = stage.cases["dispatched"]
    await stage.cast["colleague"].presses_data(f"add_material:{case.id}")
    await stage.cast["colleague"].says("补充一点")
    await stage.cast["mate"].presses_data(f"timeline:{case.id}")
    assert "补充一点" in stage.cast["mate"].last()
    assert "同事" not in stage.cast["mate"].last()


async def test_a_forged_assignment_does_not_tell_that_a_ticket_exists(stage: Stage) -> None:
    for case in (*stage.cases.values(),):
        assert await stage.cast["stranger"].presses_data(f"assign:{case.id}:1") == "没有查到这件诉求,或者您不能查看。"


async def test_a_callback_pressed_in_a_group_is_answered_in_private(stage: Stage) -> None:
    case, filer = stage.cases["asked"], stage.cast["filer of asked"]
    stage.town.sandbox.world.change_chat(stage.group, add=[filer.id])
    before = len(stage.cast["mate"].heard(chat=stage.group))
    card = next(message["message_id"] for message in filer.messages(chat=stage.group) if message["out"])
    await filer.presses_data(f"answer:{case.callback}:solved:unsolved", message=card, chat=stage.group)
    assert len(stage.cast["mate"].heard(chat=stage.group)) == before
    assert "未解决" in everything(stage, "filer of asked")


async def test_a_sentence_for_the_office_reaches_the_office_and_nobody_else(stage: Stage) -> None:
    remark = stage.cases["reworked"].marks["remark"]
    assert remark in everything(stage, "office")
    assert remark not in everything(stage, "officer")
    assert remark not in everything(stage, "lead")
