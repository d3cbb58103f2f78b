"""一群: in a group of enterprises, from the bot being called to the callback, over the strict sandbox in privacy mode."""

from typing import Any

from storage.schema import tickets
from tests.e2e.town import Actor, Town
from tests.e2e.watch import a_watched_town, texts_kept
from tickets.terms import Role

BOT = "@buqiuren_bot"
ROAD = "门口修路三个月了,货车进不来"
TAX = "出口退税三个月没到账"


async def a_group(town: Town, *members: Actor, office: Actor, to: str = "天元区", **more: Any) -> int:
    """A group that the office has bound to 天元区's enterprises."""
    chat = int(town.sandbox.world.add_chat("天元制造名城群", [office.id, *(m.id for m in members)], **more)["id"])
    await town.quiet()
    await office.says("/bind", chat=chat)
    await office.presses("县市区企业群", chat=chat)
    await office.presses(to, chat=chat)
    return chat


async def the_office(town: Town) -> Actor:
    return await town.staff(301, "周主任", Role.OFFICE)


async def a_stranger(town: Town, id: int = 111, name: str = "曾厂长") -> Actor:
    return town.person(id, name, "+8613873300111")


async def rows(town: Town) -> list[dict[str, Any]]:
    """Every ticket as kept."""
    return await town.read(lambda conn: [dict(row._mapping) for row in conn.execute(tickets.select())])


async def opens_link(actor: Actor, group: int) -> None:
    """Follows 私下补充 under the newest number in the group, as a Telegram client does."""
    link = [
        key["url"]
        for message in actor.messages(chat=group)
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for key in row
        if key["text"] == "私下补充"
    ][-1]
    await actor.says(f"/start {link.partition('start=')[2]}")


async def test_a_registered_contact_calls_the_bot_and_the_group_hears_a_number_only(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        group = await a_group(town, wang, office=office)
        assert "已设为天元区企业群" in wang.last(chat=group)
        await wang.says(f"{BOT} {TAX}", chat=group)
        [ticket] = await rows(town)
        assert ("group", "tianyuan", "dispatched", TAX) == (
            ticket["channel"], ticket["region"], ticket["state"], (await texts_kept(town))[0],
        )  # fmt: skip
        said = wang.last(chat=group)
        assert f"已记 {ticket['number']},补充信息请点「私下补充」。此处不显示详情。" == said
        assert "已受理" in wang.last()
        answer = wang.messages(chat=group)[-1]
        assert TAX in answer["reply_to_message"]["text"]


async def test_a_stranger_whose_words_somebody_pointed_at_goes_on_in_private(sqlite_url: str) -> None:
    async with a_watched_town(sqlite_url) as town:
        office = await the_office(town)
        wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
        zeng = await a_stranger(town)
        group = await a_group(town, wang, zeng, office=office)
        about = await zeng.says(TAX, chat=group)
        await wang.says(BOT, chat=group, reply_to=about)
        [ticket] = await rows(town)
        assert (None, True, "submitted") == (ticket["enterprise"], ticket["awaits_author"], ticket["state"])
        assert [] == zeng.heard()
        assert ticket["promised_at"] > town.now()
        await opens_link(wang, group)
        assert "给提诉求的本人用的" in wang.last()
        await opens_link(zeng, group)
        assert "企业全称是" in zeng.last()
        assert ["dispatched", "tax"] == [(await rows(town))[0][name] for name in ("state", "unit")]
        await zeng.says("株洲曾记机械有限公司")
        assert "手机号" in zeng.last()
        await zeng.says("13873300111")
        assert "还有什么要补充" in zeng.last()
        [known] = await rows(town)
        assert known["enterprise"] is not None
        assert known["filed_by"] == ticket["filed_by"]
        await zeng.sends_files("photo", caption="回执在这")
        assert ["回执在这"] == await texts_kept(town, "material")
        assert known["promised_at"] == ticket["promised_at"]
        assert 2 == len([said for said in wang.heard(chat=group) if "QY-" in said or "企业群" in said])
