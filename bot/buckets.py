"""How fast Telegram lets a bot speak: so many messages a second in all, to one chat, and a minute to one group.

Knows numbers and moments (seconds of a clock that never jumps, given by the caller), nothing of messages.
"""

from collections import deque
from collections.abc import Iterator
from math import inf


class Bucket:
    """``size`` tokens, refilled at ``rate`` a second: a short burst passes, a stream is slowed. May be overdrawn."""

    __slots__ = ("_at", "_level", "_rate", "_size")

    def __init__(self, size: float, rate: float, at: float) -> None:
        self._size, self._rate = size, rate
        self._level, self._at = size, at

    def ready_at(self, at: float) -> float:
        """The moment from which one more may pass: ``at`` itself when it may now."""
        self._level = min(self._size, self._level + max(0.0, at - self._at) * self._rate)
        self._at = max(at, self._at)
        # A billionth is forgiven: the sum of many refills may fall that short of a whole token at the moment promised.
        return at if self._level >= 1 - 1e-9 else at + (1 - self._level) / self._rate

    def spend(self, at: float, count: int = 1) -> None:
        """Take tokens, more than there are if need be: that is waited for afterwards."""
        self.ready_at(at)
        self._level -= count

    def is_full(self, at: float) -> bool:
        """Nothing is owed: the bucket can be forgotten."""
        self.ready_at(at)
        return self._level >= self._size


class Window:
    """``size`` tokens, each of which comes back ``period`` seconds after it was taken.

    Unlike a bucket never more than ``size`` in any stretch of ``period``: for limits that Telegram names exactly.
    """

    __slots__ = ("_period", "_size", "_taken")

    def __init__(self, size: int, period: float) -> None:
        self._size, self._period = size, period
        self._taken: deque[float] = deque()

    def room(self, at: float) -> int:
        """How many may pass now."""
        taken = self._taken
        while taken and taken[0] + self._period <= at:
            taken.popleft()
        return max(0, self._size - len(taken))

    def ready_at(self, at: float) -> float:
        """The moment from which one more may pass: ``at`` itself when it may now."""
        return at if self.room(at) else self._taken[len(self._taken) - self._size] + self._period

    def spend(self, at: float, count: int = 1) -> None:
        """Take tokens, more than there are if need be: that is waited for afterwards."""
        self._taken.extend([at] * count)

    def is_full(self, at: float) -> bool:
        """Nothing is owed: the window can be forgotten."""
        return self.room(at) == self._size


class Limits:
    """All of Telegram's limits together.

    ``per_second`` counts messages in all; ``per_chat`` is (burst, messages a second); ``per_group``, for negative chat
    ids, is messages a minute. The latter two may be None: not limited, as benchmarks want it.
    """

    def __init__(
        self, per_second: int = 30, per_chat: tuple[float, float] | None = (3, 1.0), per_group: int | None = 20
    ) -> None:
        self._all = Window(per_second, 1.0)
        self._per_chat, self._per_group = per_chat, per_group
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}

    def room(self, at: float) -> int:
        """How many messages may pass now, to whichever chats."""
        return self._all.room(at)

    def opens_at(self, at: float) -> float:
        """The moment from which a message to some chat may pass."""
        return self._all.ready_at(at)

    def spend(self, chat: int, at: float, count: int = 1) -> None:
        """Count ``count`` messages to this chat."""
        self._all.spend(at, count)
        if self._per_chat is not None:
            if chat not in self._chats:
                self._chats[chat] = Bucket(*self._per_chat, at)
            self._chats[chat].spend(at, count)
        if self._per_group is not None and chat < 0:
            self._groups.setdefault(chat, Window(self._per_group, 60.0)).spend(at, count)

    def closed(self, at: float) -> dict[int, float]:
        """The chats that have to wait, and until when. Forgets those that owe nothing any more."""
        waiting: dict[int, float] = {}
        for chat, ready in self._readiness(at):
            if ready > at:
                waiting[chat] = max(ready, waiting.get(chat, -inf))
        return waiting

    def _readiness(self, at: float) -> Iterator[tuple[int, float]]:
        self._chats = {chat: bucket for chat, bucket in self._chats.items() if not bucket.is_full(at)}
        self._groups = {chat: window for chat, window in self._groups.items() if not window.is_full(at)}
        for chats in (self._chats, self._groups):
            for chat, limit in chats.items():
                yield chat, limit.ready_at(at)
