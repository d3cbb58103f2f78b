"""The sorts of rows that buttons stand in, and when a button shows. The table of them all is ``templates.keys``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from templates import labels
from templates.speech import Key


@dataclass(frozen=True, slots=True)
class K:
    """One button. ``args`` are names of facts, of lists of them after ``*``, or the words themselves after ``=``; the label may
    name facts in braces.

    It shows when ``move`` is open to the reader, all of ``when`` holds (parts joined by ``&``) and none of ``unless``.
    """

    label: str
    verb: str
    args: tuple[str, ...] = ("id",)
    move: str | None = None
    when: str | None = None
    unless: str | None = None

    def shows(self, facts: Mapping[str, Any]) -> bool:
        """Whether the button belongs under a notice with these facts."""
        if self.move is not None and self.move not in facts.get("moves", ()):
            return False
        return all(_holds(facts, one) for one in _parts(self.when)) and not any(
            _holds(facts, one) for one in _parts(self.unless)
        )

    def made(self, facts: Mapping[str, Any]) -> Key:
        """The button with its label and arguments filled in."""
        label = self.label.format_map(facts) if "{" in self.label else self.label
        return Key(label, self.verb, _values(facts, self.args))


def turn(verb: str, *args: str, when: str = "") -> tuple[K, K]:
    """上一页 and 下一页 of what the verb shows, by these facts and the page; ``when`` as a ``K``'s."""
    also = f"&{when}" if when else ""
    return (
        K("上一页", verb, (*args, "before"), when=f"has_before{also}"),
        K("下一页", verb, (*args, "after"), when=f"has_after{also}"),
    )


@dataclass(frozen=True, slots=True)
class Each:
    """A button for every item of a list of (key, label, …) facts, ``width`` to a row; ``called`` says more around the label.

    Labels that are terms are said by ``table``; a list of keys alone has its labels by it, or by what ``says`` makes of a key.
    """

    fact: str
    verb: str
    args: tuple[str, ...] = ()
    width: int = 2
    table: str | None = None
    called: str = "{}"
    says: Callable[[str], str] | None = None

    def rows(self, facts: Mapping[str, Any]) -> list[tuple[Key, ...]]:
        """The buttons, in rows."""
        before = _values(facts, self.args)
        keys = []
        for item in facts.get(self.fact, ()):
            key, label = self._key_and_label(item)
            keys.append(Key(self.called.format(label), self.verb, (*before, key)))
        return _in_rows(keys, self.width)

    def _key_and_label(self, item: Any) -> tuple[str | int, str]:
        if self.table is not None:
            key, term = (item, item) if isinstance(item, str) else item
            return key, labels.TABLES[self.table][term]
        return (item, self.says(item)) if self.says is not None else (item[0], _label(item))


def _in_rows(keys: list[Key], width: int) -> list[tuple[Key, ...]]:
    """So many to a row; one that would be cut off beside another has a row to itself."""
    rows: list[tuple[Key, ...]] = []
    waiting: list[Key] = []
    for key in keys:
        if len(key.label) > LONG and width > 1:
            rows.append((key,))
            continue
        waiting.append(key)
        if len(waiting) == width:
            rows.append(tuple(waiting))
            waiting = []
    return [*rows, tuple(waiting)] if waiting else rows


def _label(item: Any) -> str:
    return f"{item[1]}({item[2]}件)" if len(item) > 2 else str(item[1])


def _values(facts: Mapping[str, Any], args: tuple[str, ...]) -> tuple[str | int, ...]:
    values: list[str | int] = []
    for arg in args:
        if arg.startswith("*"):
            values += facts[arg[1:]]
        else:
            values.append(arg[1:] if arg.startswith("=") else facts[arg])
    return tuple(values)


def _parts(conditions: str | None) -> list[str]:
    return conditions.split("&") if conditions else []


def _holds(facts: Mapping[str, Any], condition: str) -> bool:
    name, _, wanted = condition.partition("=")
    value = facts.get(name)
    return str(value) in wanted.split("|") if wanted else bool(value)


LONG = 10
"""Characters of a label that still fit twice into a row, 360 px wide."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Rows that stay folded behind 更多 until somebody asks for them."""

    folded: tuple[tuple[K, ...], ...]

    def rows(self, facts: Mapping[str, Any]) -> list[tuple[Key, ...]]:
        """The rows when unfolded, else the key that unfolds them; nothing when none of them would show."""
        shown = [tuple(key.made(facts) for key in row if key.shows(facts)) for row in self.folded]
        if facts.get("is_unfolded") or not any(shown):
            return shown
        return [(MORE.made(facts),)]


Row = tuple[K, ...] | Each | Rest

MORE = K("更多", "more")
