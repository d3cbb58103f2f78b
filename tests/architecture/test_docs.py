"""The docs are test input: every command, config key and term that people meet is named in them."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from bot.cli import main
from bot.config_tables import File
from templates import labels
from tests.architecture.source import ROOT
from tickets import terms
from tickets.access import COMMANDS
from tickets.callback import Question, RemarkTo

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ORDERS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "config.example.toml").read_text(encoding="utf-8")

TERMS = {
    "state": terms.State,
    "closing": terms.Closing,
    "kind": terms.Kind,
    "role": terms.Role,
    "reason": terms.Reason,
    "solved": terms.Solved,
    "satisfaction": terms.Satisfaction,
    "contacted": terms.Contacted,
}
"""Terms that have a Chinese name, by the table of ``templates.labels`` that gives it."""

NAMED = [(table, term) for table, kind in TERMS.items() for term in kind]
PLAIN = [*terms.UnitKind, *terms.Assign, *terms.Outcome, *RemarkTo, *(q for q in Question if q is not Question.DONE)]


@pytest.mark.parametrize(("table", "term"), NAMED, ids=str)
def test_a_term_stands_in_the_glossary_in_both_languages(table: str, term: str) -> None:
    line = next(
        (line for line in GLOSSARY.splitlines() if f"`{term}`" in line and labels.TABLES[table][term] in line), None
    )
    assert line is not None, f"docs/glossary.md lacks `{term}` beside {labels.TABLES[table][term]}"


@pytest.mark.parametrize("term", PLAIN, ids=str)
def test_a_term_without_a_label_stands_in_the_glossary(term: str) -> None:
    assert f"`{term}`" in GLOSSARY


@pytest.mark.parametrize("command", sorted(main.commands))
def test_a_command_of_the_terminal_is_explained(command: str) -> None:
    assert f"`buqiuren {command}`" in ORDERS
    line = next(line for line in ORDERS.splitlines() if f"| `buqiuren {command}` |" in line)
    for option in main.commands[command].params:
        for name in option.opts:
            if name.startswith("--") and name != "--config":
                assert f"`{name}" in line, f"docs/commands.md says nothing of {command} {name}"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_in_chat_is_explained(command: str) -> None:
    assert f"| `/{command}` |" in ORDERS


def test_no_command_is_explained_that_there_is_not() -> None:
    assert set(re.findall(r"`buqiuren (\w+)`", ORDERS)) == set(main.commands)
    assert set(re.findall(r"^\| `/(\w+)` \|", ORDERS, re.MULTILINE)) == set(COMMANDS)


def test_no_table_of_the_configuration_is_left_out() -> None:
    shown = {*tomllib.loads(EXAMPLE), *re.findall(r"^# \[\[?(\w+)\]?\]", EXAMPLE, re.MULTILINE)}
    assert set(File.model_fields) == shown


def keys_of_the_configuration(model: Any = File) -> Iterator[str]:
    """Every key that the file may hold, those of tables inside it too."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        inner = field.annotation
        while get_args(inner):
            inner = next((each for each in get_args(inner) if each is not type(None)), None)
        if hasattr(inner, "model_fields"):
            yield from keys_of_the_configuration(inner)


@pytest.mark.parametrize("key", sorted(set(keys_of_the_configuration())))
def test_a_key_of_the_configuration_is_explained_in_the_example(key: str) -> None:
    assert re.search(rf"\b{key}\b", EXAMPLE)
