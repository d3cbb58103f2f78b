"""Moves that people in town make again and again."""

from tests.e2e.town import Actor, Town


def groups_of(town: Town) -> dict[str, int]:
    """The chat of each unit's group."""
    return {chat.title.split()[0]: chat.id for chat in town.sandbox.world.state.chats.values() if chat.title}


async def press_first(actor: Actor) -> None:
    """Press the first button of the newest message."""
    await actor.presses_data(actor.messages()[-1]["reply_markup"]["inline_keyboard"][0][0]["callback_data"])


async def files(actor: Actor, words: str, *, submit: bool = True) -> None:
    """Write a grievance, which after an officer's message might be meant for that, and submit it."""
    await actor.says(words)
    if "新诉求" in [key["text"] for row in actor.messages()[-1]["reply_markup"]["inline_keyboard"] for key in row]:
        await actor.presses("新诉求")
    if submit:
        await actor.presses("提交")
