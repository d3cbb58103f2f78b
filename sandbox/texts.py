"""From what a call gives as text or caption to what the message holds: limits, parsing, trimming, entities."""

import json
from typing import Any

from sandbox.detect import detect
from sandbox.entities import parse_html, utf16
from sandbox.errors import refuse

Json = dict[str, Any]

MAX_BYTES = 32_768
MAX_TEXT = 4096
MAX_CAPTION = 1024
GIVEN_KINDS = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "blockquote",
    "expandable_blockquote",
}
FOUND_KINDS = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}


def message_text(given: Any, parse_mode: Any, entities: Any) -> tuple[str, list[Json]]:
    """The text of a message; it may not be missing, blank or longer than 4096 characters once parsed."""
    source = _checked(given)
    if not source:
        raise refuse("text_empty")
    text, found = _parsed(source, parse_mode, entities)
    if not text:
        raise refuse("text_blank")
    if len(text) > MAX_TEXT:
        raise refuse("message_too_long")
    return text, found


def caption_text(given: Any, parse_mode: Any, entities: Any) -> tuple[str, list[Json]]:
    """The caption under a medium; may be empty, at most 1024 characters once parsed."""
    source = _checked(given)
    if not source:
        return "", []
    text, found = _parsed(source, parse_mode, entities)
    if len(text) > MAX_CAPTION:
        raise refuse("caption_too_long")
    return text, found


def _checked(given: Any) -> str:
    source = "" if given is None else str(given)
    try:
        size = len(source.encode())
    except UnicodeEncodeError as error:
        raise refuse("not_utf8") from error
    if size > MAX_BYTES:
        raise refuse("text_too_long")
    return source.replace("\r", "").replace("\0", " ")


def _parsed(source: str, parse_mode: Any, given: Any) -> tuple[str, list[Json]]:
    mode = str(parse_mode or "").lower()
    if mode in {"", "none"}:
        text, entities = source, _given(given, source)
    elif mode == "html":
        text, entities = parse_html(source)
    else:
        # The real server reads Markdown too; this one says so rather than guess.
        raise refuse("unsupported_parse_mode")
    return trimmed(text, entities)


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without white space at the ends (at the start only before the first entity), and with what is found by itself."""
    text = text.rstrip()
    if text[:1].isspace():
        first = min((entity["offset"] for entity in entities), default=len(text))
        lead = min(len(text) - len(text.lstrip(" \n")), first)
        text = text[lead:]
        entities = [{**entity, "offset": entity["offset"] - lead} for entity in entities]
    if entities:
        size = utf16(text)
        entities = [
            entity if entity["offset"] + entity["length"] <= size else {**entity, "length": size - entity["offset"]}
            for entity in entities
            if entity["offset"] < size
        ]
    return text, detect(text, entities)


def _given(given: Any, text: str) -> list[Json]:
    """The `entities` parameter instead of a parse mode; kinds the server finds by itself are left out."""
    if given in (None, ""):
        return []
    try:
        items = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        return []
    size = utf16(text)
    kept = []
    for item in items if isinstance(items, list) else []:
        entity = _entity(item)
        if entity and entity["offset"] + entity["length"] <= size and entity["length"] > 0:
            kept.append(entity)
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _entity(item: Any) -> Json | None:
    if not isinstance(item, dict):
        raise refuse("cant_parse_entity", reason="expected an Object")
    for name in ("offset", "length"):
        if not isinstance(item.get(name), int) or item[name] < 0:
            raise refuse("cant_parse_entity", reason=f'Can\'t find field "{name}"')
    kind = item.get("type")
    if kind in FOUND_KINDS:
        return None
    if kind not in GIVEN_KINDS:
        raise refuse("cant_parse_entity", reason="unsupported type specified")
    entity = {"offset": item["offset"], "length": item["length"], "type": kind}
    for name in ("url", "language", "custom_emoji_id"):
        if item.get(name):
            entity[name] = item[name]
    if kind == "text_mention":
        user = item.get("user")
        entity["user"] = user.get("id") if isinstance(user, dict) else None
    return entity
