"""What pydantic and the TOML reader found, as plain sentences that say what is wrong and how to mend it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from bot.config_problems import Finding, Path, did_you_mean
from bot.config_secrets import has_token
from bot.config_tables import keys_by_table
from bot.config_values import quote

Sentence = tuple[str, str]

_IN_SECRETS = re.compile(r"token|secret|password|api_?keys?", re.ASCII | re.IGNORECASE)
_PLACE = re.compile(r"(.*?)\s*\(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)
_FULL_WIDTH = re.compile(r"[“”‘’＂＝，［］｛｝：]")
_SYNTAX: tuple[tuple[str, Sentence], ...] = (
    ("overwrite|twice|mutate|already", ("this key or table is already written above", "keep one of the two")),
    ("declaration", ("a [table] is opened and not closed", "close it with as many brackets as it begins with")),
    (
        "Unclosed|Unterminated|Illegal character",
        ("a quote or bracket is opened and not closed", "close it on this line or the next"),
    ),
    (
        "Expected '='|initial character",
        ("it is neither a key with a value nor a [table]", 'write it like name = "value"'),
    ),
    (
        "Invalid value",
        ("the value cannot be read", "put text in quotes; numbers, true and false stand without"),
    ),
)
"""What ``tomllib`` says, by pattern, and the sentence for it."""


def of_syntax(message: str, text: str) -> tuple[int, Sentence]:
    """The line and the sentence for what ``tomllib`` said of ``text``."""
    found = _PLACE.fullmatch(message)
    lines = text.splitlines()
    line = int(found[2]) if found and found[2] else len(lines)
    reason = found[1] if found else message
    written = lines[line - 1].split("#")[0] if 0 < line <= len(lines) else ""
    if _FULL_WIDTH.search(re.sub(r'"[^"]*"', "", written)):
        return line, ("there is a full-width quote or sign in it", 'type " = , [ ] with the keyboard set to English')
    known = next((sentence for pattern, sentence in _SYNTAX if re.search(pattern, reason)), None)
    return line, known or (f"it is not TOML ({reason[:1].lower()}{reason[1:]})", "compare it with config.example.toml")


def of_error(error: ErrorDetails) -> Finding:
    """One error of pydantic as a finding. What looks like a secret is never repeated."""
    path: Path = tuple(error["loc"])
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "missing":
        return Finding(path[:-1], f"the key '{path[-1]}' is missing", f'add {path[-1]} = "…"')
    if kind == "extra_forbidden":
        return Finding(path, *_unknown(path))
    return Finding(path, *_value(path, kind, value, context, error["msg"]))


def _value(path: Path, kind: str, value: object, context: Mapping[str, Any], message: str) -> Sentence:
    if isinstance(value, str) and has_token(value):
        return "its value looks like a secret", "secrets come from the environment only"
    if path[:2] == ("office", "admins") and len(path) == 3:
        return f"{quote(value)} is not a Telegram user id", "write the account's number, without quotes"
    if kind == "wrong":
        return context["what"], context["mend"]
    if (say := _SAY.get(kind)) is not None:
        return say(value, context)
    return message[:1].lower() + message[1:], "compare it with config.example.toml"


def _unknown(path: Path) -> Sentence:
    key = str(path[-1])
    table = ".".join(part for part in path[:-1] if isinstance(part, str))
    known = keys_by_table()
    if _IN_SECRETS.fullmatch(key) or key.startswith("BUQIUREN_"):
        return "secrets come from the environment only", "take it out of the file and set BUQIUREN_TOKEN or its like"
    thing = "key" if table else "table"
    near = did_you_mean(key, known.get(table, ()), otherwise="")
    elsewhere = [name for name, keys in known.items() if key in keys and name]
    if not near and elsewhere:
        return f"there is no {thing} '{key}' here", f"it belongs in {' or '.join(f'[{name}]' for name in elsewhere)}"
    return f"there is no {thing} '{key}' here", near or f"take it out, or use one of {', '.join(known.get(table, ()))}"


def _not_one_of(value: object, context: Mapping[str, Any]) -> Sentence:
    choices = re.findall(r"'([^']*)'", context["expected"])
    listed = "write " + " or ".join(f'"{choice}"' for choice in choices)
    mend = did_you_mean(value, choices, otherwise=listed) if isinstance(value, str) else listed
    return f"{quote(value)} is not one of its values", mend


def _not_a_list(value: object, _: Mapping[str, Any]) -> Sentence:
    if isinstance(value, dict):
        return "it is written as one table", "write its name in double brackets, [[…]], once for each entry"
    return f"{quote(value)} is not a list", "put it in square brackets"


def _not_a_table(value: object, _: Mapping[str, Any]) -> Sentence:
    if isinstance(value, list):
        return "it is written as a list", "write its name in single brackets, [...], and only once"
    return f"{quote(value)} is not a table", "write its keys in braces, { key = value }"


def _typed(what: str, mend: str) -> Callable[[object, Mapping[str, Any]], Sentence]:
    return lambda value, _: (f"{quote(value)} is not {what}", mend)


_SAY: dict[str, Callable[[object, Mapping[str, Any]], Sentence]] = {
    "string_type": _typed("text", "put it in quotes"),
    "int_type": _typed("a whole number", "write digits, without quotes"),
    "float_type": _typed("a number", "write digits, without quotes"),
    "bool_type": _typed("true or false", "write true or false, without quotes"),
    "literal_error": _not_one_of,
    "list_type": _not_a_list,
    "model_type": _not_a_table,
    "greater_than": lambda value, by: (f"{quote(value)} is too small", f"write a number above {by['gt']:g}"),
    "greater_than_equal": lambda value, by: (f"{quote(value)} is too small", f"write {by['ge']:g} or more"),
    "less_than_equal": lambda value, by: (f"{quote(value)} is too large", f"write {by['le']:g} or less"),
}
