"""/sandbox/… over HTTP: the World's functions as JSON, and the chat page's files. Knows no Bot API."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.errors import ControlError
from sandbox.world import World

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = Path(__file__).parent / "page"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
MAX_WAIT = 50.0
SHOWN_INLINE = ("image/", "video/", "audio/")
PAGE_TYPE = "text/html"
HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What somebody sent as a page is read and printed; it runs nothing and knows nothing of the chat page."""


class Control:
    """Every answer is JSON; a refusal is `{"error": sentence}`."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.AbstractRouteDef]:
        """What to add to an application."""
        table: list[tuple[str, str, Handler]] = [
            ("GET", "/sandbox/users", self._users),
            ("POST", "/sandbox/users", self._add_user),
            ("POST", "/sandbox/users/{id}", self._change_user),
            ("GET", "/sandbox/chats", self._chats),
            ("POST", "/sandbox/chats", self._add_chat),
            ("POST", "/sandbox/chats/{id}", self._change_chat),
            ("POST", "/sandbox/send", self._send),
            ("POST", "/sandbox/press", self._press),
            ("GET", "/sandbox/press/{query}", self._pressed),
            ("POST", "/sandbox/edit", self._edit),
            ("POST", "/sandbox/delete", self._delete),
            ("GET", "/sandbox/messages", self._messages),
            ("GET", "/sandbox/calls", self._calls),
            ("GET", "/sandbox/faults", self._faults),
            ("POST", "/sandbox/faults", self._add_fault),
            ("DELETE", "/sandbox/faults", self._clear_faults),
            ("GET", "/sandbox/clock", self._clock),
            ("POST", "/sandbox/clock", self._set_clock),
            ("GET", "/sandbox/guide", self._guide),
            ("POST", "/sandbox/guide", self._set_guide),
            ("GET", "/sandbox/city", self._city),
            ("POST", "/sandbox/city", self._set_city),
            ("GET", "/sandbox/files/{id}", self._file),
            ("GET", "/", self._page),
            ("GET", "/page/{name:.+}", self._page),
        ]
        return [web.route(method, path, guarded(handler)) for method, path, handler in table]

    async def _users(self, request: web.Request) -> web.StreamResponse:
        return answer(self.world.users())

    async def _add_user(self, request: web.Request) -> web.StreamResponse:
        body = await read(request)
        return answer(_called(self.world.add_user, **{"first_name": "", **body}))

    async def _change_user(self, request: web.Request) -> web.StreamResponse:
        return answer(_called(self.world.change_user, number(request.match_info["id"]), **await read(request)))

    async def _chats(self, request: web.Request) -> web.StreamResponse:
        return answer(self.world.chats(number(request.query.get("user"))))

    async def _add_chat(self, request: web.Request) -> web.StreamResponse:
        body = await read(request)
        return answer(_called(self.world.add_chat, **{"title": "", "members": [], **body}))

    async def _change_chat(self, request: web.Request) -> web.StreamResponse:
        return answer(_called(self.world.change_chat, number(request.match_info["id"]), **await read(request)))

    async def _send(self, request: web.Request) -> web.StreamResponse:
        return answer({"message_ids": _called(self.world.send, **await read(request, "user"))})

    async def _press(self, request: web.Request) -> web.StreamResponse:
        return answer({"query": _called(self.world.press, **await read(request, "user", "chat", "message", "data"))})

    async def _pressed(self, request: web.Request) -> web.StreamResponse:
        return answer(self.world.pressed(request.match_info["query"]))

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        _called(self.world.edit, **await read(request, "user", "chat", "message"))
        return answer({})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        _called(self.world.delete, **await read(request, "user", "chat", "message"))
        return answer({})

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        query = {name: number(value) for name, value in request.query.items() if name in {"chat", "user", "after"}}
        try:
            wait = min(float(request.query.get("wait", 0)), MAX_WAIT)
        except ValueError as error:
            raise ControlError('"wait" is a number of seconds') from error
        return answer(await self.world.wait_messages(**query, wait=wait))

    async def _calls(self, request: web.Request) -> web.StreamResponse:
        after = number(request.query.get("after", "0"))
        return answer(self.world.calls(after=after, method=request.query.get("method")))

    async def _faults(self, request: web.Request) -> web.StreamResponse:
        return answer(self.world.faults.list())

    async def _add_fault(self, request: web.Request) -> web.StreamResponse:
        _called(self.world.faults.add, **await read(request, "method"))
        return answer(self.world.faults.list())

    async def _clear_faults(self, request: web.Request) -> web.StreamResponse:
        self.world.faults.clear()
        return answer([])

    async def _clock(self, request: web.Request) -> web.StreamResponse:
        return answer({"now": self.world.clock.iso()})

    async def _set_clock(self, request: web.Request) -> web.StreamResponse:
        body, clock = await read(request), self.world.clock
        if "advance" in body:
            clock.advance(float(body["advance"]))
        elif "to" in body:
            clock.set(str(body["to"]), back=bool(body.get("back")))
        elif "jump" in body:
            clock.jump(str(body["jump"]))
        else:
            raise ControlError('say where to: "advance", "to" or "jump"')
        return answer({"now": clock.iso()})

    async def _guide(self, request: web.Request) -> web.StreamResponse:
        return answer(self.world.guide.list())

    async def _set_guide(self, request: web.Request) -> web.StreamResponse:
        steps = await json_of(request)
        if not isinstance(steps, list):
            raise ControlError("the guide is a list of steps")
        self.world.guide.set(steps)
        return answer(self.world.guide.list())

    async def _city(self, request: web.Request) -> web.StreamResponse:
        return answer(self.world.city())

    async def _set_city(self, request: web.Request) -> web.StreamResponse:
        return answer(_called(self.world.set_city, **{"title": "", "layout": [], **await read(request)}))

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self.world.state.files.by_unique_id.get(request.match_info["id"])
        if file is None:
            raise ControlError("there is no such file", 404)
        inline = file.mime == PAGE_TYPE or (file.mime.startswith(SHOWN_INLINE) and "svg" not in file.mime)
        headers = {
            "Content-Security-Policy": HARMLESS,
            "Content-Type": file.mime if inline else "application/octet-stream",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline" if inline else "attachment",
            "Cache-Control": "private, max-age=3600",
        }
        return web.Response(body=file.data, headers=headers)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        path = (PAGE / request.match_info.get("name", "index.html")).resolve()
        if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
            raise ControlError("there is no such file", 404)
        return web.FileResponse(path, headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"})


def guarded(handler: Handler) -> Handler:
    """Only for this machine's own pages: a web page from elsewhere, or a name that points here, gets 403."""

    async def guard(request: web.Request) -> web.StreamResponse:
        host = request.host.rpartition(":")[0] if not request.host.endswith("]") else request.host
        host = (host or request.host).strip("[]")
        origin = request.headers.get("Origin")
        if host not in LOOPBACK or (origin and origin.partition("://")[2] != request.host):
            return answer({"error": "only this machine's own page may ask"}, 403)
        try:
            return await handler(request)
        except ControlError as refusal:
            return answer({"error": str(refusal)}, refusal.status)

    return guard


def answer(value: Any, status: int = 200) -> web.Response:
    """JSON out."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return web.Response(body=body, status=status, content_type="application/json", charset="utf-8")


async def json_of(request: web.Request) -> Any:
    """JSON in."""
    try:
        return json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise ControlError("the body is not JSON") from error


async def read(request: web.Request, *needed: str) -> Json:
    """The body's fields; those `needed` must be there, and null ones count as missing."""
    body = await json_of(request)
    if not isinstance(body, dict):
        raise ControlError("the body is not a JSON object")
    fields = {name: value for name, value in body.items() if value is not None}
    for name in needed:
        if name not in fields:
            raise ControlError(f'"{name}" is missing')
    return fields


def number(value: str | None) -> int:
    """An id in the address."""
    try:
        return int(value or "")
    except ValueError as error:
        raise ControlError(f'"{value or ""}" is not a number') from error


def _called(function: Callable[..., Any], *args: Any, **fields: Any) -> Any:
    try:
        return function(*args, **fields)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ControlError(f"the body has something this does not take: {error}") from error
