"""The part of the long day that is played in a group of enterprises."""

from tests.e2e.town import Actor, Town


async def in_a_group(town: Town) -> None:
    """Bound, called to what a stranger wrote, twice; the stranger opens the link and says who they are."""
    zhou, wang, zeng = Actor(town, 301), Actor(town, 101), town.person(191, "曾厂长", "+8613873300191")
    chat = town.sandbox.world.add_chat("天元制造名城群", [301, 101, 191], type="supergroup")["id"]
    await town.quiet()
    await zhou.says("/bind", chat=chat)
    await zhou.presses("县市区企业群", chat=chat)
    await zhou.presses("天元区", chat=chat)
    about = await zeng.says("厂门口修路三个月了,货车进不来", chat=chat)
    for _ in range(2):
        await wang.says("@buqiuren_bot", chat=chat, reply_to=about)
    link = zeng.messages(chat=chat)[-1]["reply_markup"]["inline_keyboard"][0][0]["url"]
    await zeng.says("/start " + link.partition("start=")[2])
    await zeng.says("株洲曾记机械有限公司")
    await zeng.says("13873300191")
    await zeng.says("每天要绕五公里")
