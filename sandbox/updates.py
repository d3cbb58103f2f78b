"""The queue of updates: ids, which kinds are wanted, confirmation by offset, long polling. Posts to no webhook."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.errors import refuse

KEPT_SECONDS = 24 * 3600
ALL_KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
DEFAULT_KINDS = frozenset(ALL_KINDS) - {"chat_member"}
# Known to the real server; nothing here makes one.
OTHER_KINDS = {
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "shipping_query",
    "pre_checkout_query",
    "poll",
    "poll_answer",
    "chat_join_request",
    "message_reaction",
    "message_reaction_count",
    "chat_boost",
    "removed_chat_boost",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "purchased_paid_media",
}


@dataclass(slots=True)
class Pending:
    """An update not yet confirmed, written out at once: later changes of a message do not reach into it."""

    id: int
    body: bytes
    since: float
    lane: int


class Updates:
    """Oldest first. `lane` is the chat: a webhook delivers one lane in order."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.pending: OrderedDict[int, Pending] = OrderedDict()
        self._next_id = 100_000_001
        self.kinds: frozenset[str] = DEFAULT_KINDS
        self.asked: list[str] | None = None
        self._poll: asyncio.Future[str] | None = None
        self._stopped = False
        self.on_add: Callable[[Pending], None] | None = None

    def continue_after(self, number: int) -> None:
        """The next update has a higher id than this."""
        self._next_id = max(self._next_id, number + 1)

    def add(self, kind: str, payload: Any, lane: int) -> None:
        """Queue an update of a wanted kind and wake whoever waits."""
        if kind not in self.kinds:
            return
        number = self._next_id
        self._next_id += 1
        words = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        body = f'{{"update_id":{number},"{kind}":{words}}}'.encode()
        update = self.pending[number] = Pending(number, body, self._monotonic(), lane)
        self.wake()
        if self.on_add:
            self.on_add(update)

    def wake(self, error: str = "") -> None:
        """Let the waiting poll look again, or end it with an error of errors.py."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(error)

    def is_waiting(self) -> bool:
        """A poll is waiting now."""
        return self._poll is not None and not self._poll.done()

    def want(self, kinds: Iterable[str] | None) -> None:
        """Which kinds are queued from now on; none named (an empty list) means the default, None changes nothing."""
        if kinds is None:
            return
        named = [kind for kind in kinds if kind in ALL_KINDS or kind in OTHER_KINDS]
        self.asked = named or None
        self.kinds = frozenset(named) if named else DEFAULT_KINDS

    def confirm(self, offset: int) -> None:
        """A positive offset forgets lower ids; a negative one all but the last `-offset`."""
        while self.pending and (len(self.pending) > -offset if offset < 0 else next(iter(self.pending)) < offset):
            self.pending.popitem(last=False)

    def expire(self) -> None:
        """Forget what has waited for 24 hours."""
        oldest = self._monotonic() - KEPT_SECONDS
        while self.pending and next(iter(self.pending.values())).since <= oldest:
            self.pending.popitem(last=False)

    def clear(self) -> None:
        """Drop all pending updates."""
        self.pending.clear()

    async def poll(self, offset: int, limit: int, wait: float) -> bytes:
        """The JSON array of up to `limit` updates, waiting up to `wait` real seconds for the first.

        A poll that comes while another waits ends that older one with 409.
        """
        self.wake("other_poll")
        self.expire()
        self.confirm(offset)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + wait
        while not self.pending and loop.time() < deadline and not self._stopped:
            mine = self._poll = loop.create_future()
            handle = loop.call_at(deadline, _settle, mine)
            try:
                error = await mine
            finally:
                handle.cancel()
            if error:
                raise refuse(error)
        parts = []
        for update in self.pending.values():
            parts.append(update.body)
            if len(parts) == limit:
                break
        return b"[" + b",".join(parts) + b"]"

    def stop(self) -> None:
        """Let the waiting poll go, with nothing."""
        self._stopped = True
        self.wake()


def _settle(future: "asyncio.Future[str]") -> None:
    if not future.done():
        future.set_result("")
