"""Group robots and a plain address on this machine, as strict as the real ones about format, size and signature.

What each accepts is written from its maker's documents, apart from the code that writes to them.
"""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

SECRET = "SEC-of-the-robot"


def _mac(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def wecom(request: web.Request, body: bytes) -> dict[str, Any]:
    sent = json.loads(body)
    if set(sent) != {"msgtype", "markdown"} or sent["msgtype"] != "markdown":
        return {"errcode": 40008, "errmsg": "invalid message type"}
    if len(sent["markdown"]["content"].encode()) > 4096:
        return {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"}
    return {"errcode": 0, "errmsg": "ok"}


def dingtalk(request: web.Request, body: bytes) -> dict[str, Any]:
    at = request.query.get("timestamp", "")
    if request.query.get("sign") != _mac(SECRET, f"{at}\n{SECRET}") or len(at) != 13:
        return {"errcode": 310000, "errmsg": "sign not match"}
    sent = json.loads(body)
    if sent["msgtype"] != "markdown" or set(sent["markdown"]) != {"title", "text"} or len(body) > 20_000:
        return {"errcode": 40035, "errmsg": "缺少参数 json"}
    return {"errcode": 0, "errmsg": "ok"}


def feishu(request: web.Request, body: bytes) -> dict[str, Any]:
    sent = json.loads(body)
    if sent.get("sign") != _mac(f"{sent.get('timestamp')}\n{SECRET}", ""):
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    if sent["msg_type"] != "interactive" or sent["card"]["elements"][0]["tag"] != "markdown" or len(body) > 30_720:
        return {"code": 9499, "msg": "Bad Request"}
    return {"code": 0, "msg": "success", "data": {}}


def webhook(request: web.Request, body: bytes) -> dict[str, Any]:
    signed = request.headers["X-Buqiuren-Timestamp"].encode() + b"." + body
    wanted = "sha256=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted, request.headers["X-Buqiuren-Signature"]):
        raise web.HTTPForbidden
    return {}


ANSWERS = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu, "webhook": webhook}


class Robots:
    """One server with a path for each kind. ``moods`` says how a path behaves: well unless told otherwise."""

    def __init__(self) -> None:
        self.port = 0
        self.moods: dict[str, str] = {}
        self.came: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self._over = asyncio.Event()

    def url(self, kind: str) -> str:
        return (
            f"http://127.0.0.1:{self.port}/{kind}?key=k"
            if kind != "webhook"
            else f"http://127.0.0.1:{self.port}/{kind}"
        )

    async def answer(self, request: web.Request) -> web.StreamResponse:
        kind = request.match_info["kind"]
        body = await request.read()
        self.came.append((kind, json.loads(body), dict(request.headers)))
        match self.moods.get(kind):
            case "hangs":
                await self._over.wait()
            case "breaks":
                raise web.HTTPInternalServerError
            case "is_busy":
                return web.json_response({"errcode": 45009, "errmsg": "api freq out of limit", "code": 11232})
            case "babbles":
                return await self._babble(request)
            case "talks":
                return web.Response(text="<html>")
        verdict = ANSWERS[kind](request, body)
        if not any(verdict.get(name) for name in ("errcode", "code")):
            self.taken.append((kind, json.loads(body)))
        return web.json_response(verdict)

    async def _babble(self, request: web.Request) -> web.StreamResponse:
        """A 200 whose words never end."""
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b" ")
        await self._over.wait()
        return answer

    def end(self) -> None:
        self._over.set()


@asynccontextmanager
async def robots() -> AsyncIterator[Robots]:
    """Serve them while the block runs."""
    served = Robots()
    app = web.Application()
    app.router.add_post("/{kind}", served.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.port = runner.addresses[0][1]
    yield served
    served.end()
    await runner.cleanup()
