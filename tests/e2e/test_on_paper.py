"""A unit without Telegram: its paper, its answer written down by the office; the record and the archive of a ticket."""

import io
import zipfile

from storage.tickets import tickets
from tests.e2e.town import Actor, Town, a_town
from tickets.terms import Closing, Role

PLEA = "贷款续贷卡住了,银行说要重新评估"


def document(actor: Actor, ending: str) -> tuple[str, bytes]:
    """The newest document of that ending in the chat: its name and its content."""
    sent = [
        m["document"]
        for m in actor.messages()
        if m["out"] and m.get("document", {}).get("file_name", "").endswith(ending)
    ]
    kept = actor.town.sandbox.world.state.files.find(sent[-1]["file_id"])
    return sent[-1]["file_name"], kept.data


async def the_firm(town: Town) -> Actor:
    return await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")


async def test_the_paper_goes_to_the_unit_and_its_answer_comes_back_through_the_office(sqlite_url: str) -> None:
    async with a_town(sqlite_url) as town:
        office, wang = await town.staff(301, "周主任", Role.OFFICE), await the_firm(town)
        await wang.says(PLEA)
        await wang.presses("提交")
        assert "请打印交办单送去" in office.last()
        await office.presses("交办单")
        name, page = document(office, ".html")
        assert "QY-20261120-0001 交办单.html" == name
        for words in (PLEA, "市金融办", "王敏", "138 7330 0101", "单位盖章"):
            assert words in page.decode(), words
        await office.presses("代单位办理")
        assert "已由市金融办周主任认领" in wang.last()
        await office.presses("办结", containing="指派给您")
        await office.says("银行已重新授信,3月25日放款")
        await town.later(hours=1)
        assert "3月25日放款" in wang.last()
        await wang.presses("已解决")
        await wang.presses("满意")
        closed = await town.read(tickets.by_number, "QY-20261120-0001")
        assert (Closing.CONFIRMED, "finance") == (closed.closing, closed.unit)


async def test_nobody_of_a_unit_with_officers_is_passed_over(sqlite_url: str) -> None:
    async with a_town(sqlite_url) as town:
        office, wang = await town.staff(301, "周主任", Role.OFFICE), await the_firm(town)
        await wang.says(PLEA)
        await wang.presses("提交")
        _, keep = office.find("代单位办理")
        await town.staff(206, "谭芳", Role.OFFICER, "finance")
        assert "已有人能收到" in await office.presses_data(keep) + office.last()


async def test_a_ticket_is_taken_home_as_a_page_and_an_archive(sqlite_url: str) -> None:
    async with a_town(sqlite_url) as town:
        wang, tan = await the_firm(town), await town.staff(206, "谭芳", Role.OFFICER, "finance")
        await wang.sends_files("document", "document", caption=PLEA)
        await wang.presses("提交")
        await tan.presses("认领")
        await wang.presses("详情")
        await wang.presses("打印记录")
        name, page = document(wang, ".html")
        assert "QY-20261120-0001 办理记录.html" == name
        assert "谭芳" in page.decode()
        await wang.presses("打包附件")
        name, packed = document(wang, ".zip")
        assert "QY-20261120-0001.zip" == name
        assert ["01-0.bin", "02-1.bin"] == zipfile.ZipFile(io.BytesIO(packed)).namelist()


async def test_what_telegram_does_not_give_is_named_in_the_archive(sqlite_url: str) -> None:
    async with a_town(sqlite_url) as town:
        wang = await the_firm(town)
        await wang.sends_files("document", "photo", caption=PLEA)
        await wang.presses("提交")
        files = town.sandbox.world.state.files
        photo = next(file for file in files.by_path.values() if file.kind == "document")
        photo.data = b"0" * (20 * 1024 * 1024 + 1)
        await wang.presses("详情")
        await wang.presses("打包附件")
        assert "还有 1 个太大" in wang.last()
        _, packed = document(wang, ".zip")
        assert "未打包.txt" in zipfile.ZipFile(io.BytesIO(packed)).namelist()
