"""Logs: JSON lines in production, readable on a terminal, with the update and the ticket that a line is about.

No personal data gets in: only listed keys pass, with short values; of an exception its type and frames pass, never
what it says or the values it met. Lines of libraries go the same way. It does not know what is worth logging.
"""

import logging
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import BoundLogger, LoggerFactory, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, WrappedLogger

from bot.config_secrets import redact

OURS = ("bot", "handlers", "office", "storage", "tickets", "templates", "sandbox")
_KEYS = """
    action attempt category channel clock code count deadline due engine error event_id failed job kind language line method
    mode ms notice now outbox period port region retry_after role round rows seconds signal skipped state status step ticket
    todo tries unconfirmed unit unrecorded update update_id url version waiting was
"""
ALLOWED = frozenset(_KEYS.split())
"""The keys that may be logged, beside the event, level, time, logger and exception. None of them may name a person."""

LONGEST = 120
"""Characters of any one value, and of the event."""

_TICKET = re.compile(r"[A-Z]{1,6}-\d{8}-\d{4,}", re.ASCII)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,59}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?)?", re.ASCII)
_ERROR = re.compile(r"[A-Za-z]*(Error|Exception|Warning)|Telegram[A-Za-z]+", re.ASCII)
_SERVER = re.compile(
    "(Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Request Entity Too Large|Too Many Requests"
    "|Internal Server Error|Bad Gateway|Gateway Timeout): "
)
"""How Telegram's own descriptions begin."""
_PERSONAL = re.compile(
    r"""[^\x20-\x7e]+             # anything but plain ASCII: names, firms and grievances are Chinese
    | (?<!\w)"[^"]*(?:"|$)        # what is quoted
    | (?<!\w)'[^']*(?:'|$)
    | \S+@\S+                     # addresses
    | \+?\d[\d\ -]{5,}\d          # phones and ids
    | \b[0-9A-Z]{15,}\b           # 统一社会信用代码
    | \?\S+                       # what follows a URL""",
    re.ASCII | re.VERBOSE,
)
_SAFE_TO_QUOTE = frozenset({"TelegramAPIError", "OperationalError", "OSError"})
_MOST_FRAMES, _MOST_CAUSES = 30, 5


def configure(
    stream: TextIO | None = None, *, human: bool | None = None, level: int = logging.INFO, secrets: Collection[str] = ()
) -> None:
    """Set logging up for the whole process; calling it again replaces what was.

    ``human`` chooses readable lines, by default when ``stream`` (standard error by default) is a terminal. ``level`` is
    for our own rooms; libraries speak from WARNING on. ``secrets`` are blotted out wherever they turn up.
    """
    stream = stream or sys.stderr
    human = stream.isatty() if human is None else human
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(human, secrets, colours=stream.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be formatted must not print its arguments
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, merge_contextvars, ProcessorFormatter.wrap_for_formatter],
        logger_factory=LoggerFactory(),
        wrapper_class=BoundLogger,
        cache_logger_on_first_use=True,
    )


@contextmanager
def about(*, update_id: int | None = None, ticket: str | None = None) -> Iterator[None]:
    """Every line logged inside, in this task, carries the update's id and the ticket's number."""
    given = {"update_id": update_id, "ticket": ticket}
    with bound_contextvars(**{key: value for key, value in given.items() if value is not None}):
        yield


def clean(_: WrappedLogger | None, __: str, event: EventDict) -> EventDict:
    """The processor that lets only listed keys with short plain values through, and names the keys it dropped."""
    kept: EventDict = {"event": scrub(str(event.pop("event", "")))}
    for key in ("level", "logger", "timestamp", "exception"):
        if key in event:
            kept[key] = event.pop(key)
    kept.update({key: _value(key, event[key]) for key in event if key in ALLOWED})
    if dropped := sorted(key for key in event if key not in ALLOWED and _WORD.fullmatch(key) and key[0] != "_"):
        kept["dropped"] = " ".join(dropped)[:LONGEST]
    return kept


def scrub(text: str) -> str:
    """The first line of ``text`` without what could be a person's: quoted text, long numbers, addresses, Chinese."""
    line = redact(text.partition("\n")[0][: 4 * LONGEST])
    line = _PERSONAL.sub("…", line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def describe(error: BaseException) -> list[dict[str, Any]]:
    """An exception and what caused it, outermost first: its type, and its frames as ``module:line function``."""
    chain: list[dict[str, Any]] = []
    seen: BaseException | None = error
    while seen is not None and len(chain) < _MOST_CAUSES:
        told: dict[str, Any] = {"type": _type(seen), "frames": _frames(seen.__traceback__)}
        if any(parent.__name__ in _SAFE_TO_QUOTE for parent in type(seen).__mro__):
            told["says"] = scrub(_says(seen))
        if isinstance(seen, BaseExceptionGroup):
            told["of"] = sorted({_type(inner) for inner in seen.exceptions})
        chain.append(told)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return chain


def _says(error: BaseException) -> str:
    """What may be repeated of the few errors that speak for a machine: no SQL with its values, no file's name."""
    if isinstance(error, OSError):
        return error.strerror or ""
    return str(getattr(error, "orig", None) or error)


def _type(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(traceback: TracebackType | None) -> list[str]:
    frames: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        name = str(traceback.tb_frame.f_globals.get("__name__", "?"))
        frames.append(f"{name}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return frames[-_MOST_FRAMES:]


def _value(key: str, value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple) and len(value) <= 100 and all(isinstance(one, int) for one in value):
        return value
    text = value if isinstance(value, str) else type(value).__name__
    if (key == "ticket" and _TICKET.fullmatch(text)) or _MOMENT.fullmatch(text):
        return text
    if key == "error" and not _SERVER.match(text) and _ERROR.fullmatch(name := text.partition(":")[0]):
        return name
    is_ours = key == "todo" or (key == "error" and _SERVER.match(text))
    text = scrub(text)
    return text if is_ours or " " not in text else "…"  # any other sentence is somebody's


def _formatter(human: bool, secrets: Collection[str], *, colours: bool) -> ProcessorFormatter:
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=colours)
        if human
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )

    def blot(_: WrappedLogger | None, __: str, line: Any) -> str:
        text = redact(str(line))
        for secret in filter(None, secrets):
            text = text.replace(secret, "<secret>")
        return text

    return ProcessorFormatter(
        foreign_pre_chain=[merge_contextvars],
        processors=[
            add_log_level,
            add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _of_libraries,
            _exceptions_as_text if human else _exceptions,
            clean,
            renderer,
            blot,
        ],
        use_get_message=False,  # a library's arguments are rendered by us, or not at all
        pass_foreign_args=True,
    )


def _of_libraries(_: WrappedLogger | None, __: str, event: EventDict) -> EventDict:
    """Fills in a library's own words with its numbers and error names; any other argument could be a person's."""
    arguments = event.pop("positional_args", None)
    if event.get("_from_structlog") or not arguments:
        return event
    plain: Any = (
        {key: _argument(value) for key, value in arguments.items()}
        if isinstance(arguments, Mapping)
        else tuple(_argument(value) for value in arguments)
    )
    with suppress(TypeError, ValueError, KeyError):
        event["event"] = str(event["event"]) % plain
    return event


def _argument(value: object) -> object:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, BaseException):
        told = describe(value)[0]
        return f"{told['type']} {told.get('says', '')}".strip()
    return value if isinstance(value, str) and _ERROR.fullmatch(value) else "…"


def _exceptions(_: WrappedLogger | None, __: str, event: EventDict) -> EventDict:
    given = event.pop("exc_info", None)
    event.pop("exception", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if given and error is None:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = describe(error)
    return event


def _exceptions_as_text(logger: WrappedLogger | None, method: str, event: EventDict) -> EventDict:
    event = _exceptions(logger, method, event)
    if "exception" in event:
        told = [
            "\n".join([f"  {frame}" for frame in one["frames"]] + [f"{one['type']} {one.get('says', '')}".rstrip()])
            for one in event["exception"]
        ]
        event["exception"] = "\ncaused by\n".join(told)
    return event
