"""The large libraries at half their memory and a third of their start-up; to be called before anything else imports them.

Imported plainly, aiogram builds some six hundred pydantic models, most of which no bot ever touches: here each is built
when it is first used, and a test compares them all with a plain import's. structlog brings rich along where it is
installed, for tracebacks in colour that nobody looks at.
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


def import_leanly() -> None:
    """Import aiogram with its models put off, and structlog without rich. What is imported already stays as it is."""
    if "structlog" not in sys.modules and "rich" not in sys.modules:
        sys.modules["rich"] = None  # type: ignore[assignment] # an import of it fails, as it may
        importlib.import_module("structlog")
        del sys.modules["rich"]
    if "aiogram" not in sys.modules:
        _import_aiogram()


def _import_aiogram() -> None:
    with _putting_off() as names:
        importlib.import_module("aiogram")

    def rebuild(cls: Any, /, *, _types_namespace: Mapping[str, Any] | None = None, **options: Any) -> Any:
        return _rebuild(cls, _types_namespace=_types_namespace or names, **options)

    types, methods = sys.modules["aiogram.types.base"], sys.modules["aiogram.methods.base"]
    for root in (types.TelegramObject, methods.TelegramMethod, methods.Response, methods.Request):
        root.model_rebuild = classmethod(rebuild)
