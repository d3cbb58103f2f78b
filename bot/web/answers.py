"""What the web server answers with: JSON, and for a “no” a code and a sentence that says what to do."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

SENTENCES = {
    "not_json": "The body is not JSON in UTF-8. Send one object, as openapi.json describes it.",
    "encoded": "The body came with a Content-Encoding, which is not taken here. Send the JSON as it is.",
    "no_key": "Send your key in the header: Authorization: Bearer KEY. The office's administrator gives it out.",
    "foreign_channel": "This key files for another channel. Leave `channel` out, or use that channel's key.",
    "not_found": "There is no such address here. See /api/v1/openapi.json.",
    "no_such_ticket": "No ticket of your channel has this number. Write it as it was answered, like QY-20261122-0001.",
    "bad_method": "This address does not take that method. See the Allow header.",
    "too_large": "The body is larger than 1 MB. Send the text alone; files go to the bot in chat.",
    "invalid": "Mend every one of the problems and send it again: nothing was filed.",
    "too_many": "Too many requests with this key. Wait as many seconds as Retry-After says.",
    "busy": "The database is busy or away. Send the same again in a moment; it is filed once.",
    "bug": "Something is wrong here, not with your request. Send the same again later; it is filed once.",
}
"""One sentence for each code of a refusal."""

PROBLEMS = {
    "unknown": "There is no such key; `allowed` lists all there are.",
    "not_a_name": "Write the firm's full name, 4 to 60 characters with letters among them.",
    "not_a_code": "It is no valid 统一社会信用代码: 18 characters with a check digit. Correct it or leave it out.",
    "not_a_number": "It is no Chinese telephone number. Write a mobile or a landline with its area code.",
    "of_the_staff": "It is the number of somebody of the staff, who cannot be a contact. Send the enterprise's own.",
}
"""One sentence for each code of a problem that is not pydantic's own."""


def said(body: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """A JSON answer, Chinese as itself."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(text=text, status=status, content_type="application/json", headers=headers)


def refused(
    status: int, code: str, *, headers: Mapping[str, str] | None = None, problems: list[dict[str, Any]] | None = None
) -> web.Response:
    """A “no” in words."""
    body: dict[str, Any] = {"error": code, "message": SENTENCES[code]}
    return said(body | ({"problems": problems} if problems is not None else {}), status=status, headers=headers)
