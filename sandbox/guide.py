"""The short list of what to try: each step is ticked off when its condition first holds. Knows no chat, only words."""

import re
from typing import Any

from sandbox.errors import ControlError

CONDITIONS = {"method", "text_contains", "user_text", "bot_text", "pressed", "presses"}


class Guide:
    """Steps `{"title", "when"}`; regular expressions are searched for, not matched whole."""

    def __init__(self) -> None:
        self._steps: list[dict[str, Any]] = []
        self._open: list[dict[str, Any]] = []

    def set(self, steps: list[dict[str, Any]]) -> None:
        """Replace the list; nothing is ticked off."""
        kept = []
        for step in steps:
            when = step.get("when") or {}
            if not step.get("title") or set(when) - CONDITIONS:
                raise ControlError(f"a step has a title and a condition of {', '.join(sorted(CONDITIONS))}")
            try:
                kept.append({"title": step["title"], "done": False, "when": _compiled(when), "users": set()})
            except (re.error, TypeError, ValueError) as error:
                raise ControlError(f"the condition of “{step['title']}” can't be read: {error}") from error
        self._steps = kept
        self._open = list(kept)

    def list(self) -> list[dict[str, Any]]:
        """`[{"title", "done"}]`."""
        return [{"title": step["title"], "done": step["done"]} for step in self._steps]

    def said(self, text: str, *, by_bot: bool) -> None:
        """Somebody wrote this."""
        if not self._open:
            return
        kind = "bot_text" if by_bot else "user_text"
        for step in self._open:
            when = step["when"]
            step["done"] = bool(
                (kind in when and when[kind].search(text))
                or ("text_contains" in when and when["text_contains"] in text)
            )
        self._tidy()

    def called(self, method: str) -> None:
        """The bot called this method, in lower case."""
        if self._open:
            for step in self._open:
                step["done"] = step["when"].get("method") == method
            self._tidy()

    def pressed(self, label: str, user: int) -> None:
        """A person pressed the button of this label."""
        for step in self._open:
            when = step["when"]
            if "presses" in when and when["presses"][0].search(label):
                step["users"].add(user)
                step["done"] = len(step["users"]) >= when["presses"][1]
            if "pressed" in when and when["pressed"].search(label):
                step["done"] = True
        self._tidy()

    def _tidy(self) -> None:
        if any(step["done"] for step in self._open):
            self._open = [step for step in self._open if not step["done"]]


def _compiled(when: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in when.items():
        if name == "presses":
            made[name] = (re.compile(value[0]), int(value[1]))
        elif name == "method":
            made[name] = str(value).lower()
        elif name == "text_contains":
            made[name] = str(value)
        else:
            made[name] = re.compile(value)
    return made
