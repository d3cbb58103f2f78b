"""The whole of one small Telegram in memory: who is there, which chats, which messages, and what changed last.

Every change of a message gets the next `seq`, so that a page can ask for what is new. Knows no rules of the Bot API.
"""

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.calls import Calls
from sandbox.clock import Clock
from sandbox.errors import ControlError
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.guide import Guide
from sandbox.limits import Limits
from sandbox.places import Chat, Message, User, private_chat
from sandbox.updates import Updates

Json = dict[str, Any]

QUERIES_KEPT = 10_000


@dataclass(slots=True)
class Query:
    """A pressed button, until and after the bot answers."""

    id: str
    at: int
    answered: bool = False
    text: str = ""
    show_alert: bool = False
    url: str = ""


class State:
    """Filled by `groups`, `hands` and the methods; read by `views`."""

    def __init__(
        self,
        *,
        token: str,
        bot_username: str,
        clock: Clock,
        limits: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        self.monotonic = monotonic
        self.limits = Limits(limits, monotonic)
        self.updates = Updates(monotonic)
        self.calls, self.faults, self.guide, self.files = Calls(), Faults(), Guide(), Files()
        number = token.partition(":")[0]
        self.bot = User(int(number) if number.isdigit() else 1000, "不求人", username=bot_username, is_bot=True)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: OrderedDict[str, Query] = OrderedDict()
        self.commands: dict[tuple[str, int, int, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.city: Json = {"title": "", "layout": []}
        self.stopped = False
        self.seq = 0
        self.facts_seq = 0
        self._last_id = 0
        self._last_user = 7_000_000_000
        self._last_group = 4_000_000
        self._first_id = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def continue_after(self, *, update: int, message: int, user: int) -> None:
        """Give out only higher numbers from now on, in groups still to be made too: a bot that kept its database
        remembers what an earlier sandbox sent it.
        """
        self.updates.continue_after(update)
        self._last_id = self._first_id = max(self._last_id, message)
        self._last_user = max(self._last_user, user)

    # people and chats

    def user(self, user_id: int) -> User:
        """A person, or ControlError 404."""
        try:
            return self.users[int(user_id)]
        except (KeyError, TypeError, ValueError) as error:
            raise ControlError(f"nobody has the id {user_id}; POST /sandbox/users makes people", 404) from error

    def chat(self, chat_id: int) -> Chat:
        """A chat, or ControlError 404."""
        try:
            return self.chats[int(chat_id)]
        except (KeyError, TypeError, ValueError) as error:
            raise ControlError(f"no chat has the id {chat_id}; GET /sandbox/chats?user=ID lists them", 404) from error

    def add_user(
        self, first_name: str, *, last_name: str, username: str, phone: str, role: str, id: int | None
    ) -> User:
        """A new person, with the private chat they have not opened yet."""
        if id is None:
            self._last_user += 1
            id = self._last_user
        if id in self.users or id <= 0 or id == self.bot.id:
            raise ControlError(f"the id {id} is taken or not a person's")
        user = User(id, first_name, last_name, username.lstrip("@"), phone, role)
        self.users[id] = user
        self.chats[id] = private_chat(user)
        self.facts_changed()
        return user

    def add_group(self, title: str, kind: str) -> Chat:
        """A new, empty group; its id is negative, a supergroup's begins with -100."""
        self._last_group += 1
        number = -1_000_000_000_000 - 1_000_000_000 - self._last_group if kind == "supergroup" else -self._last_group
        chat = Chat(number, kind, title, last_id=self._first_id)
        self.chats[chat.id] = chat
        return chat

    def person(self, user_id: int) -> User | None:
        """A person or the bot."""
        return self.bot if user_id == self.bot.id else self.users.get(user_id)

    # messages

    def put(self, chat: Chat, author: User, content: Json, *, seen: bool = True, service: bool = False) -> Message:
        """A new message in a chat; its id comes from the chat's own counter or, outside supergroups, the shared one."""
        if chat.type == "supergroup":
            number = chat.last_id + 1
        else:
            number = self._last_id = self._last_id + 1
        chat.last_id = number
        at = self.clock.timestamp()
        body: Json = {"message_id": number, "from": author.api, "chat": chat.api, "date": at, **content}
        message = Message(body, chat, author.id, author is self.bot, at, seen=seen, service=service)
        self.changed(message)
        chat.last_seq = self.seq
        return message

    def changed(self, message: Message) -> None:
        """Give a message the next seq, and move it to the end of its chat."""
        self.seq += 1
        message.seq = self.seq
        number = message.body["message_id"]
        message.chat.messages.pop(number, None)
        message.chat.messages[number] = message
        self.wake()

    def facts_changed(self) -> None:
        """Something other than a message changed: a keyboard, the commands, who is where."""
        self.seq += 1
        self.facts_seq = self.seq
        self.wake()

    def find(self, chat: Chat, message_id: int) -> Message | None:
        """A message the bot can still reach."""
        message = chat.messages.get(message_id)
        return message if message and message.seen and not message.deleted else None

    def add_query(self) -> Query:
        """A new callback query; old ones are forgotten."""
        query = Query(str(secrets.randbits(62)), self.clock.timestamp())
        self.queries[query.id] = query
        if len(self.queries) > QUERIES_KEPT:
            self.queries.popitem(last=False)
        return query

    # waiting

    def wake(self) -> None:
        """Let everybody who waits for a change look again."""
        if self._waiting:
            for future in self._waiting:
                if not future.done():
                    future.set_result(None)
            self._waiting.clear()

    async def wait(self, seconds: float) -> bool:
        """Until the next change, or False after `seconds` real ones."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True

    def stop(self) -> None:
        """Let everybody who waits go, for good."""
        self.stopped = True
        self.updates.stop()
        self.wake()
