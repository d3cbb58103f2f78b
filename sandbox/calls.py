"""What the bot called, for tests and the curious. Bounded: the oldest are forgotten."""

import json
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

KEPT = 20_000


@dataclass(slots=True)
class Call:
    """One call; the answer stays as sent until somebody asks for it."""

    n: int
    at: str
    method: str
    body: dict[str, Any]
    answer: bytes


class Calls:
    """Numbered from 1; ``counted`` has how often each method was called, in lower case, the forgotten ones too."""

    def __init__(self) -> None:
        self._kept: deque[Call] = deque(maxlen=KEPT)
        self._n = 0
        self.counted: Counter[str] = Counter()

    def add(self, at: str, method: str, body: dict[str, Any], answer: bytes) -> None:
        """Keep one."""
        self._n += 1
        self.counted[method.lower()] += 1
        self._kept.append(Call(self._n, at, method, body, answer))

    def list(self, after: int = 0, method: str | None = None) -> list[dict[str, Any]]:
        """Those after number `after`, of one method if given (any case)."""
        wanted = method.lower() if method else None
        found = []
        for call in reversed(self._kept):
            if call.n <= after:
                break
            if wanted is None or call.method.lower() == wanted:
                found.append(call)
        return [
            {"n": c.n, "at": c.at, "method": c.method, "body": _read(c.body), "response": json.loads(c.answer)}
            for c in reversed(found)
        ]


def _read(body: dict[str, Any]) -> dict[str, Any]:
    """JSON that came as a string inside a form is shown as JSON."""
    return {name: _value(value) for name, value in body.items()}


def _value(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
