"""The control of one small Telegram from inside the process: what /sandbox/… offers over HTTP, as plain functions.

Takes and gives plain JSON values. For tests and for the demo's seed. `state` is everything there is.
"""

import asyncio
from datetime import datetime
from typing import Any

from sandbox import groups, hands, views
from sandbox.errors import ControlError
from sandbox.state import State

Json = dict[str, Any]


class World:
    """People and what they do. Every refusal is a ControlError with a sentence."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.clock = state.clock
        self.faults = state.faults
        self.guide = state.guide

    # people

    def users(self) -> list[Json]:
        """Everybody but the bot."""
        return [user.json() for user in self.state.users.values()]

    def add_user(
        self,
        first_name: str,
        *,
        last_name: str = "",
        username: str = "",
        phone: str = "",
        role: str = "",
        id: int | None = None,
    ) -> Json:
        """A person who has not yet written to the bot."""
        if not first_name:
            raise ControlError("a user needs a first_name")
        return self.state.add_user(
            first_name, last_name=last_name, username=username, phone=phone, role=role, id=id
        ).json()

    def change_user(
        self, user: int, *, role: str | None = None, blocked: bool | None = None, deactivated: bool | None = None
    ) -> Json:
        """Blocking and unblocking sends my_chat_member."""
        person = self.state.user(user)
        if role is not None:
            person.role = role
        if blocked is not None:
            groups.block(self.state, person, blocked)
        if deactivated is not None:
            person.deactivated = deactivated
        self.state.facts_changed()
        return person.json()

    # chats

    def chats(self, user: int) -> list[Json]:
        """The chat list of a person, the latest first."""
        person = self.state.user(user)
        chats = sorted(views.chats_of(self.state, person), key=lambda chat: chat.last_seq, reverse=True)
        return [views.chat_json(self.state, chat, person) for chat in chats]

    def add_chat(self, title: str, members: list[int], *, type: str = "group", bot: bool | str = True) -> Json:
        """A group, its owner first; `bot` may be "administrator"."""
        chat = groups.add_chat(self.state, title, members, type, bot)
        return views.chat_json(self.state, chat, self.state.user(members[0]))

    def change_chat(
        self,
        chat: int,
        *,
        add: list[int] | None = None,
        remove: list[int] | None = None,
        bot: bool | str | None = None,
        upgrade: bool = False,
        delete: bool = False,
    ) -> Json:
        """Gives the chat, after an upgrade the new one with its new id."""
        place = self.state.chat(chat)
        after = groups.change_chat(
            self.state, place, add=add or [], remove=remove or [], bot=bot, upgrade=upgrade, delete=delete
        )
        return {
            "id": after.id,
            "type": after.type,
            "title": after.title,
            "members": list(after.members),
            "bot": after.bot,
        }

    # what people do

    def send(self, user: int, *, chat: int | None = None, **order: Any) -> list[int]:
        """Write to a chat, by default the private one with the bot; `order` as in POST /sandbox/send. Gives ids."""
        person = self.state.user(user)
        return hands.send(self.state, person, self.state.chat(user if chat is None else chat), order)

    def press(self, user: int, chat: int, message: int, data: str, *, force: bool = False) -> str:
        """Press a button; gives the id of the query."""
        return hands.press(self.state, self.state.user(user), self.state.chat(chat), message, data, force=force)

    def pressed(self, query: str) -> Json:
        """What the bot has answered to a press."""
        found = self.state.queries.get(str(query))
        if found is None:
            raise ControlError(f"no press has the id {query}", 404)
        made: Json = {"answered": found.answered, "text": found.text, "show_alert": found.show_alert}
        return made | ({"url": found.url} if found.url else {})

    def edit(self, user: int, chat: int, message: int, *, text: str | None = None, caption: str | None = None) -> None:
        """Change a message of one's own."""
        hands.edit(self.state, self.state.user(user), self.state.chat(chat), message, text=text, caption=caption)

    def delete(self, user: int, chat: int, message: int) -> None:
        """Delete a message."""
        hands.delete(self.state, self.state.user(user), self.state.chat(chat), message)

    # what there is to see

    def messages(self, *, chat: int | None = None, user: int | None = None, after: int = 0) -> Json:
        """Messages changed since seq `after`, as GET /sandbox/messages gives them."""
        place = None if chat is None else self.state.chat(chat)
        person = None if user is None else self.state.user(user)
        if place and person and person.id not in place.members:
            raise ControlError(f"{person.first_name} is not in this chat")
        return views.answer(self.state, person, place, views.changes(self.state, person, place, after))

    async def wait_messages(
        self, *, chat: int | None = None, user: int | None = None, after: int = 0, wait: float = 0
    ) -> Json:
        """The same, waiting up to `wait` real seconds until there is something new to see."""
        deadline = self.state.monotonic() + wait
        while True:
            found = self.messages(chat=chat, user=user, after=after)
            left = deadline - self.state.monotonic()
            new = found["messages"] or self.state.facts_seq > after or self.state.stopped
            if new or left <= 0 or not await self.state.wait(left):
                return found

    def calls(self, *, after: int = 0, method: str | None = None) -> list[Json]:
        """What the bot called, getUpdates left out."""
        return self.state.calls.list(after, method)

    async def wait_call(self, method: str, *, after: int = 0, seconds: float = 5.0) -> Json:
        """The first call of a method after number `after`, waited for."""
        async with asyncio.timeout(seconds):
            while not (found := self.calls(after=after, method=method)):
                await self.state.wait(seconds)
        return found[0]

    # the city

    def city(self) -> Json:
        """Title and which chats the phones show first."""
        return self.state.city

    def set_city(self, title: str, layout: list[list[int]]) -> Json:
        """`layout` is a list of [user id, chat id]."""
        self.state.city = {"title": title, "layout": layout}
        return self.state.city

    def now(self) -> datetime:
        """The city's time, UTC."""
        return self.clock.now()
