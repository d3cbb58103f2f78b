"""Handlers hear and parse: all of them asynchronous, none of them calls Telegram; who does is a short list."""

import ast
import inspect
import re
from collections.abc import Iterator

import aiogram.types
import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject

from handlers.routers import ALL
from tests.architecture.source import called, files, tree, walk

MAY_CALL_TELEGRAM = {"bot/delivery.py", "bot/runner.py", "bot/polling.py", "bot/webhook.py", "bot/wiring.py"}
MAY_HOLD_A_BOT = MAY_CALL_TELEGRAM | {"bot/sender.py", "bot/session.py"}
"""The session makes the bot, the sender hands it to the courier; neither calls it."""

SHORTCUTS = {
    name
    for kind in (aiogram.types.Message, aiogram.types.CallbackQuery, aiogram.types.Chat, aiogram.types.User)
    for name, value in vars(kind).items()
    if inspect.isfunction(value) and not name.startswith("_") and "-> " in str(inspect.signature(value))
}
"""Methods of aiogram's types that call Telegram: ``message.answer(…)`` and its like."""


def registered() -> Iterator[tuple[Router, HandlerObject]]:
    for router in ALL:
        for observer in router.observers.values():
            for handler in observer.handlers:
                yield router, handler


def filters() -> Iterator[tuple[Router, FilterObject]]:
    for router, handler in registered():
        for each in handler.filters or []:
            yield router, each
    for router in ALL:
        for observer in router.observers.values():
            for each in observer._handler.filters or []:
                yield router, each


def test_every_handler_is_a_coroutine_function() -> None:
    handlers = list(registered())
    assert len(handlers) > 60
    assert [handler.callback for _, handler in handlers if not handler.awaitable] == []


def test_every_filter_is_a_coroutine_function() -> None:
    """A synchronous one, magic ``F`` included, costs a hop to a thread for every update."""
    found = list(filters())
    assert len(found) > 80
    assert [each.callback for _, each in found if not each.awaitable] == []


@pytest.mark.parametrize("path", files("handlers"), ids=called)
def test_no_handler_knows_the_bot(path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aiogram"):
            assert {name.name for name in node.names}.isdisjoint({"Bot", "methods"})
            assert node.module != "aiogram.methods"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            assert node.func.value.id != "bot"
            if node.func.value.id in {"message", "query", "event"}:
                assert node.func.attr not in SHORTCUTS, f"{called(path)}:{node.lineno} calls Telegram"


def test_only_four_files_call_telegram() -> None:
    callers = set()
    for path, node in walk("bot", "handlers", "office", "storage", "tickets", "templates"):
        if isinstance(node, ast.Call):
            words = [ast.unparse(node.func), *map(ast.unparse, node.args)]
            is_a_call = re.fullmatch(r"(parts\.|self\._?)?bot(\.(?!session)\w+)?", words[0])
            if is_a_call or (words[0] == "asyncio.create_task" and words[1].startswith("self._bot(")):
                callers.add(called(path))
    assert callers == MAY_CALL_TELEGRAM


def test_only_they_and_two_more_hold_a_bot() -> None:
    holders = {
        called(path)
        for path, node in walk("bot", "handlers", "office", "storage", "tickets", "templates")
        if isinstance(node, ast.ImportFrom) and node.module == "aiogram" and "Bot" in {name.name for name in node.names}
    }
    assert holders == MAY_HOLD_A_BOT
