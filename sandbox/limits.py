"""Telegram's sending limits as token buckets: in all, per chat, per group. Short bursts pass, a stream does not.

The clock is given, so that tests need not wait. Counts messages, edits too; an album counts by its pieces.
"""

import math
from collections.abc import Callable

from sandbox.errors import refuse

OVERALL = (30.0, 30.0)  # how many at once, how many a second
PER_CHAT = (5.0, 1.0)
PER_GROUP = (20.0, 20.0 / 60.0)
KEPT = 10_000  # buckets remembered; one that is full again need not be


class Bucket:
    """Refills at `rate` a second up to `size`; may be overdrawn by one album, which then has to be waited for."""

    __slots__ = ("at", "level", "rate", "size")

    def __init__(self, shape: tuple[float, float], at: float) -> None:
        self.size, self.rate = shape
        self.level = self.size
        self.at = at

    def wait(self, at: float) -> float:
        """Seconds until one more may pass."""
        self.level = min(self.size, self.level + (at - self.at) * self.rate)
        self.at = at
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


class Limits:
    """Off, it costs nothing; on, `charge` raises 429 and takes nothing when any bucket is empty."""

    def __init__(self, on: bool, monotonic: Callable[[], float]) -> None:
        self.on = on
        self._monotonic = monotonic
        self._overall = Bucket(OVERALL, monotonic())
        self._chats: dict[int, Bucket] = {}

    def charge(self, chat_id: int, count: int = 1) -> None:
        """Take `count` messages to this chat, a group's id being negative."""
        if not self.on:
            return
        at = self._monotonic()
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self._chats) >= KEPT:
                self._chats = {key: one for key, one in self._chats.items() if one.wait(at) or one.level < one.size}
            chat = self._chats[chat_id] = Bucket(PER_GROUP if chat_id < 0 else PER_CHAT, at)
        wait = max(chat.wait(at), self._overall.wait(at))
        if wait > 0:
            seconds = math.ceil(wait)
            raise refuse("too_many", parameters={"retry_after": seconds}, retry_after=seconds)
        chat.level -= count
        self._overall.level -= count
