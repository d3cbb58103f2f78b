"""The house as text: every file of it parsed once, for the tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "office", "tickets", "storage", "templates", "sandbox")


def files(*folders: str) -> list[Path]:
    """The Python files below these folders of the house."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def called(path: Path) -> str:
    """The file's path inside the house."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def walk(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every file below these folders."""
    for path in files(*folders):
        for node in ast.walk(tree(path)):
            yield path, node


def name_of(call: ast.Call) -> str:
    """What is called: the last part of its name."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def words_of(node: ast.AST | None) -> list[str]:
    """The words that an expression may be: a string, either arm of a choice, the beginning of an f-string with ``*``."""
    match node:
        case ast.Constant(value=str(value)):
            return [value]
        case ast.IfExp(body=body, orelse=other):
            return words_of(body) + words_of(other)
        case ast.JoinedStr(values=[ast.Constant(value=str(value)), *_]):
            return [f"{value}*"]
    return []
