"""The parameters of one Bot API call, however they came: JSON, form, multipart or query string."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from sandbox.errors import refuse

MAX_REQUEST = 50 * 1024 * 1024 + 65_536
YES = {"true", "yes", "1"}


@dataclass(slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    data: bytes


@dataclass(slots=True)
class Params:
    """`args` are strings or, from a JSON body, JSON values; unknown ones are never looked at."""

    args: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """As it came, or None."""
        return self.args.get(name)

    def text(self, name: str) -> str:
        """As a string; "" when missing."""
        value = self.args.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else str(value)

    def required(self, name: str) -> str:
        """As a string that must be there."""
        value = self.text(name)
        if not value:
            raise refuse("parameter_required", name=name)
        return value

    def flag(self, name: str) -> bool:
        """True, "true", "yes", "1"."""
        return self.text(name).strip().lower() in YES

    def integer(self, name: str, default: int = 0) -> int:
        """What is no number counts as 0, as on the real server."""
        value = self.text(name).strip()
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            return 0

    def json(self, name: str, what: str) -> Any:
        """A nested value; None when missing. `what` is how the error calls it."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise refuse("not_json", what=what) from error

    def shown(self) -> dict[str, Any]:
        """For the log of calls; files by name and size."""
        if not self.uploads:
            return self.args
        files = {key: f"<{upload.name}, {len(upload.data)} bytes>" for key, upload in self.uploads.items()}
        return {**self.args, **files}


async def read_params(request: web.Request) -> Params:
    """Query string first, the body over it."""
    args: dict[str, Any] = dict(_form(request.rel_url.raw_query_string)) if request.rel_url.raw_query_string else {}
    if request.method == "GET" or not request.can_read_body:
        return Params(args)
    if (request.content_length or 0) > MAX_REQUEST:
        raise refuse("too_large")
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _multipart(request, args)
    body = await request.read()
    if not body:
        return Params(args)
    if kind == "application/json":
        args |= _object(body)
    else:
        args |= _form(body)
    return Params(args)


def _form(raw: bytes | str) -> list[tuple[str, str]]:
    try:
        words = raw.decode() if isinstance(raw, bytes) else raw
        return parse_qsl(words, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise refuse("not_utf8") from error


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body.decode())
    except UnicodeDecodeError as error:
        raise refuse("not_utf8") from error
    except ValueError as error:
        raise refuse("not_json", what="request") from error
    if not isinstance(value, dict):
        raise refuse("not_json", what="request")
    return {name: item for name, item in value.items() if item is not None}


async def _multipart(request: web.Request, args: dict[str, Any]) -> Params:
    uploads = {}
    size = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        data = bytes(await part.read(decode=True))
        size += len(data)
        if size > MAX_REQUEST:
            raise refuse("too_large")
        if part.filename is not None:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, mime, data)
            continue
        try:
            args[part.name] = data.decode()
        except UnicodeDecodeError as error:
            raise refuse("not_utf8") from error
    return Params(args, uploads)
