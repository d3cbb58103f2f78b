"""Complaints: declared or only read between the lines, they ask whom they mean, and no rule hands them to that unit."""

from tests.e2e.watch import a_firm, a_watched_town, answer_to, the_tax_bureau
from tickets.terms import Role

RUDE = "税务大厅小李骂我,退税单子当面撕了"
SLOW = "出口退税窗口推诿,三次都让我回去等"


async def test_a_declared_complaint_asks_whom_it_means_and_never_reaches_the_group(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        zhang, _, group = await the_tax_bureau(town)
        wang = await a_firm(town)
        for answer in ("反映市税务局", "不确定", ""):
            before = len(zhang.messages(chat=group))
            assert "将交 市税务局" in await answer_to(wang, RUDE)
            await wang.presses("改类别")
            await wang.presses("投诉")
            shown = wang.last()
            assert "涉及哪个单位" in shown
            assert "不选就由办公室分办" in shown
            assert "将交" not in shown
            assert "不是" not in wang.labels()
            if answer:
                await wang.presses(answer)
            await wang.presses("提交")
            assert before == len(zhang.messages(chat=group))
            assert "投诉" in office.last()
            assert RUDE not in "".join(zhang.heard())


async def test_a_complaint_whose_problem_goes_on_is_no_complaint_to_the_unit(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        zhang, _, group = await the_tax_bureau(town)
        wang = await a_firm(town)
        await wang.says(RUDE)
        await wang.presses("改类别")
        await wang.presses("投诉")
        await wang.presses("问题转办,意见只给办公室")
        await wang.presses("提交")
        await office.presses("交办", containing="待分办")
        await office.says("退税单请重新受理")
        await zhang.presses("认领", chat=group)
        await zhang.presses("详情")
        assert "求助" in zhang.last()
        assert "投诉" not in "".join(zhang.heard())


async def test_a_complaint_taken_back_to_a_request_asks_anew_whom_it_means(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        await wang.says(SLOW)
        await wang.presses("反映市税务局")
        assert "按投诉办理" in wang.last()
        await wang.presses("改类别")
        await wang.presses("求助")
        assert "您是否也在反映市税务局的问题" in wang.last()


async def test_while_it_is_open_whom_a_text_means_the_preview_says_that_the_office_hands_it_out(
    sqlite_url: str,
) -> None:
    async with a_watched_town(sqlite_url) as town:
        wang = await a_firm(town)
        shown = await answer_to(wang, SLOW)
        assert "不选就由办公室分办" in shown
        assert "将交" not in shown
        await wang.presses("不是")
        assert "将交 市税务局" in wang.last()


async def test_the_office_is_warned_that_the_suggested_unit_may_be_the_one_faulted(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await town.staff(301, "周主任", Role.OFFICE)
        zhang, _, group = await the_tax_bureau(town)
        wang = await a_firm(town)
        await wang.says(SLOW)
        await wang.presses("提交")
        assert "文中可能就在反映市税务局" in office.last()
        before = len(zhang.messages(chat=group))
        await office.presses("交办")
        assert "文中可能就在反映市税务局,请先看清" in office.last()
        assert before == len(zhang.messages(chat=group))
        assert "已交市税务局" in await office.presses("市税务局")
        assert "出口退税" in zhang.last(chat=group)
