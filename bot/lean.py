"""aiogram at half the memory and a third of the start-up: its models are built when they are first used.

Imported plainly, aiogram builds some six hundred pydantic models, most of which no bot ever touches. A test compares
every model with a plain import's.
"""

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

_rebuild = BaseModel.model_rebuild.__func__  # type: ignore[attr-defined] # a classmethod's function


@contextmanager
def _putting_off() -> Iterator[dict[str, Any]]:
    """Models defined in the block are not built; gives the names that their annotations will need."""
    names: dict[str, Any] = {}

    def put_off(cls: Any, /, *, _types_namespace: Mapping[str, Any] | None = None, **_: Any) -> None:
        names.update(_types_namespace or {})

    before = BaseModel.model_config.get("defer_build", False)
    BaseModel.model_config["defer_build"] = True
    BaseModel.model_rebuild = classmethod(put_off)  # type: ignore[method-assign, assignment]
    try:
        yield names
    finally:
        BaseModel.model_config["defer_build"] = before
        BaseModel.model_rebuild = classmethod(_rebuild)  # type: ignore[method-assign, assignment]


def import_aiogram() -> None:
    """Import aiogram with its models put off; to be called before anything else imports it. Imported already: nothing."""
    if "aiogram" in sys.modules:
        return
    with _putting_off() as names:
        importlib.import_module("aiogram")

    def rebuild(cls: Any, /, *, _types_namespace: Mapping[str, Any] | None = None, **options: Any) -> Any:
        return _rebuild(cls, _types_namespace=_types_namespace or names, **options)

    types, methods = sys.modules["aiogram.types.base"], sys.modules["aiogram.methods.base"]
    for root in (types.TelegramObject, methods.TelegramMethod, methods.Response, methods.Request):
        root.model_rebuild = classmethod(rebuild)
