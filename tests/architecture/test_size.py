"""Files have one subject and a length one reads in one go; names say what a thing does."""

import ast

import pytest

from tests.architecture.source import PACKAGES, ROOT, called, files, tree

LIMIT = 300

LONGER = {
    "storage/migrations/versions/0001_first.py": "a migration is history and is never cut up",
    "tests/storage/test_outbox.py": "one table of the outbox's promises",
    "tests/storage/test_database.py": "one table of the database's promises, run on both engines",
    "tests/bot/test_config.py": "a case for every mistake that a configuration can hold",
    "tests/tickets/test_calendar.py": "a table of real dates, five years of them",
    "tests/e2e/test_access_walk.py": "a table of every button and whose it is, and the walk over it",
    "tests/sandbox/test_page.py": "one page, one browser, started once",
}
"""Files that may be longer, each with its reason."""

EMPTY_NAMES = ("Manager", "Helper", "Util", "Service", "Base", "_helper", "_util", "_manager")


@pytest.mark.parametrize("path", files(*PACKAGES, "tests"), ids=called)
def test_a_file_is_short_or_says_why(path) -> None:
    length = len(path.read_text(encoding="utf-8").splitlines())
    if called(path) in LONGER:
        assert length > LIMIT, f"{called(path)} is short again: take it off the list"
    else:
        assert length <= LIMIT, f"{called(path)} has {length} lines: two subjects are two files"


def test_every_longer_file_exists() -> None:
    assert [name for name in LONGER if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", files(*PACKAGES), ids=called)
def test_names_say_what_a_thing_does(path) -> None:
    named = [
        node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    assert [node.name for node in named if node.name.endswith(EMPTY_NAMES)] == []
    assert path.stem not in {"util", "utils", "helper", "helpers", "manager", "managers", "base", "service", "services"}


def test_every_test_file_has_a_name_of_its_own() -> None:
    """The test runner knows a file by its name alone, whatever folder it lies in."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert [] == sorted(name for name in set(names) if names.count(name) > 1)
