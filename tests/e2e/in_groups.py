"""What tests in groups of enterprises begin with: a bound group, people in it, and the link under a number."""

from typing import Any

from storage.schema import people, tickets
from templates.digest import week_text
from tests import digests
from tests.e2e.town import Actor, Town
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


async def strangers(town: Town) -> int:
    """How many people are written down who are not in this town by name."""
    known = people.c.telegram_id.in_([101, 201, 301])
    return len(await town.read(lambda conn: conn.execute(people.select().where(~known)).all()))


async def this_week(town: Town) -> str:
    """The week's digest as the terminal prints it."""
    return week_text(await town.read(digests.this_week, town.config.city, now=town.now()))


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
