"""One Bot API call from parameters to answer: faults, the method, the log. Knows no HTTP but the status code."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from sandbox import methods_chat, methods_copy, methods_edit, methods_me, methods_media, methods_send
from sandbox.errors import ApiError, refuse
from sandbox.params import Params
from sandbox.state import State
from sandbox.webhook import Webhook

Method = Callable[[State, Params], Any]

METHODS: dict[str, Method] = {
    **methods_send.METHODS,
    **methods_media.METHODS,
    **methods_edit.METHODS,
    **methods_copy.METHODS,
    **methods_chat.METHODS,
    **methods_me.METHODS,
}
MAX_TIMEOUT = 50
MAX_LIMIT = 100


class Cut(Exception):
    """The answer is not to be sent: the connection breaks instead."""


class Api:
    """Methods by name in lower case, as the real server takes any case."""

    def __init__(self, state: State, webhook_retry: float) -> None:
        self.state = state
        self.webhook = Webhook(state, webhook_retry, self._reply)

    async def call(self, method: str, params: Params) -> tuple[int, bytes, int | None]:
        """Status, body and, for a 429, seconds to wait. Raises Cut."""
        state = self.state
        name = method.lower()
        fault = state.faults.take(name)
        try:
            if fault:
                await asyncio.sleep(fault.hang)
                if fault.error:
                    raise fault.error
            status, body, retry = 200, await self._run(name, params), None
        except ApiError as error:
            status, body = error.code, dump(error.body())
            retry = (error.parameters or {}).get("retry_after")
        if name != "getupdates":
            state.calls.add(state.clock.iso(), method, params.shown(), body)
            if status == 200:
                state.guide.called(name)
            state.wake()
        if fault and fault.cut:
            raise Cut
        return status, body, retry

    async def _run(self, name: str, params: Params) -> bytes:
        method = METHODS.get(name)
        if method:
            return dump({"ok": True, "result": method(self.state, params)})
        if name == "getupdates":
            return b'{"ok":true,"result":' + await self._updates(params) + b"}"
        if name == "setwebhook":
            return dump({"ok": True, "result": True, "description": await self.webhook.set(params)})
        if name == "deletewebhook":
            return dump({"ok": True, "result": True, "description": await self.webhook.delete(params)})
        if name == "getwebhookinfo":
            return dump({"ok": True, "result": self.webhook.info()})
        raise refuse("method_not_found")

    async def _updates(self, params: Params) -> bytes:
        if self.webhook.url:
            raise refuse("webhook_active")
        updates = self.state.updates
        updates.want(params.json("allowed_updates", "allowed updates"))
        timeout = min(max(params.integer("timeout"), 0), MAX_TIMEOUT)
        limit = min(max(params.integer("limit", MAX_LIMIT), 1), MAX_LIMIT)
        return await updates.poll(params.integer("offset"), limit, timeout)

    async def _reply(self, method: str, params: Params) -> None:
        try:
            await self.call(method, params)
        except Cut:
            return


def dump(value: Any) -> bytes:
    """JSON as bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
