"""The strict HTML parser of parse_mode=HTML, on UTF-8 bytes as the real one is: its offsets count bytes.

Entities carry UTF-16 offsets. Knows nothing of messages, nor of what people type (detect.py).
"""

import html
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from sandbox.errors import refuse

Json = dict[str, Any]

KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
REFERENCE = re.compile(rb"&(?:#([0-9]{1,8})|#[xX]([0-9a-fA-F]{1,8})|([A-Za-z]+));?")
TAG_NAME = re.compile(rb"[^\s>\0]*")
END_TAG = re.compile(rb"</([^\s>\0]*)\s*(>)?")
ATTRIBUTE = re.compile(rb"([^\s=\0]*)\s*(=)?\s*")
TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
SPACE = re.compile(rb"\s*")
PLAIN = re.compile(rb"[^<&]+")
LINK = re.compile(
    r"(?:(?:https?|tg|ton|tonsite|ftp)://)?[^\s/?#@]+\.[^\s/?#]+.*|(?:https?|tg|ton)://\S+", re.IGNORECASE | re.DOTALL
)
USER_LINK = re.compile(r"tg://user\?id=(\d+)")
MAX_CODE = 0x10FFFF


@dataclass(slots=True)
class Tag:
    """A start tag waiting for its end."""

    name: str
    argument: str
    offset: int
    part: int


def _fail(reason: str) -> NoReturn:
    raise refuse("cant_parse_entities", reason=reason)


def utf16(text: str) -> int:
    """The length Telegram counts offsets in."""
    return len(text) if text.isascii() else len(text) + sum(1 for letter in text if letter > "\uffff")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities; ApiError "can't parse entities" where the real parser gives up."""
    if "<" not in source and "&" not in source:
        return source, []
    text = source.encode()
    parts: list[str] = []
    tags: list[Tag] = []
    entities: list[Json] = []
    offset = at = 0
    while at < len(text):
        plain = PLAIN.match(text, at)
        if plain:
            at = plain.end()
            piece = plain[0].decode()
        elif text[at] == ord("&"):
            piece, at = _reference(text, at)
        elif text[at + 1 : at + 2] == b"/":
            at = _end(text, at, tags, entities=entities, parts=parts, offset=offset)
            continue
        else:
            tag, at = _start(text, at)
            tag.offset, tag.part = offset, len(parts)
            tags.append(tag)
            continue
        parts.append(piece)
        offset += utf16(piece)
    if tags:
        _fail(f'Can\'t find end tag corresponding to start tag "{tags[-1].name}"')
    # Outer before inner: longer first at the same place.
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(parts), entities


def _reference(text: bytes, at: int) -> tuple[str, int]:
    found = REFERENCE.match(text, at)
    if found:
        if found[3]:
            if found[3] in NAMED:
                return NAMED[found[3]], found.end()
        else:
            code = int(found[1]) if found[1] else int(found[2], 16)
            if 0 < code < MAX_CODE and not 0xD800 <= code <= 0xDFFF:
                return chr(code), found.end()
    return "&", at + 1


def _start(text: bytes, begin: int) -> tuple[Tag, int]:
    found = TAG_NAME.match(text, begin + 1)
    at = found.end() if found else begin + 1
    if at >= len(text):
        _fail(f"Unclosed start tag at byte offset {begin}")
    name = text[begin + 1 : at].decode(errors="replace").lower()
    if name not in KINDS:
        _fail(f'Unsupported start tag "{name}" at byte offset {begin}')
    argument = ""
    while True:
        at = _skip(text, at)
        if at >= len(text):
            _fail(f"Unclosed start tag at byte offset {begin}")
        if text[at] == ord(">"):
            break
        attribute, value, at = _attribute(text, at, name, begin)
        argument = _argument(name, attribute, value) or argument
    if name == "span" and argument != "spoiler":
        _fail(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
    return Tag(name, argument, 0, 0), at + 1


def _skip(text: bytes, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at


def _attribute(text: bytes, at: int, tag: str, begin: int) -> tuple[str, str, int]:
    if tag == "blockquote" and text.startswith(b"expandable", at) and text[at + 10 : at + 11] in {b">", b" ", b"\n"}:
        return "expandable", "expandable", at + 10
    found = ATTRIBUTE.match(text, at)
    if not found or not found[1]:
        _fail(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
    if not found[2]:
        _fail(f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {begin}')
    at = found.end()
    if at >= len(text):
        _fail(f'Unclosed start tag "{tag}" at byte offset {begin}')
    attribute = found[1].decode(errors="replace")
    quote = text[at : at + 1]
    if quote in {b"'", b'"'}:
        end = text.find(quote, at + 1)
        if end < 0 or end + 1 >= len(text):
            _fail(f"Unclosed start tag at byte offset {begin}")
        return attribute, _decoded(text[at + 1 : end]), end + 1
    token = TOKEN.match(text, at)
    end = token.end() if token else at
    if end < len(text) and not text[end : end + 1].isspace() and text[end] != ord(">"):
        _fail(f"Unexpected end of name token at byte offset {at}")
    return attribute, text[at:end].decode().lower(), end


def _decoded(value: bytes) -> str:
    parts, at = [], 0
    while (found := value.find(b"&", at)) >= 0:
        parts.append(value[at:found].decode())
        piece, at = _reference(value, found)
        parts.append(piece)
    return "".join(parts) + value[at:].decode()


def _argument(tag: str, attribute: str, value: str) -> str:
    if (tag, attribute) in {("a", "href"), ("tg-emoji", "emoji-id"), ("blockquote", "expandable")}:
        return value
    if (tag, attribute) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, attribute) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return ""


def _end(text: bytes, begin: int, tags: list[Tag], *, entities: list[Json], parts: list[str], offset: int) -> int:
    if not tags:
        _fail(f"Unexpected end tag at byte offset {begin}")
    found = END_TAG.match(text, begin)
    if not found or not found[2]:
        _fail(f"Unclosed end tag at byte offset {begin}")
    tag = tags.pop()
    name = found[1].decode(errors="replace").lower()
    if name and name != tag.name:
        _fail(f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"')
    if offset > tag.offset:
        _close(tag, offset - tag.offset, "".join(parts[tag.part :]), entities)
    return found.end()


def _close(tag: Tag, length: int, inside: str, entities: list[Json]) -> None:
    entity: Json = {"offset": tag.offset, "length": length, "type": KINDS[tag.name]}
    last = entities[-1] if entities else None
    same = last is not None and (last["offset"], last["length"]) == (tag.offset, length)
    if tag.name == "a":
        link = _link(tag.argument or inside)
        if not link:
            return
        entity |= link
    elif tag.name == "tg-emoji":
        if not tag.argument.isdigit() or int(tag.argument) == 0:
            _fail("Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = tag.argument
    elif tag.name == "blockquote" and tag.argument:
        entity["type"] = "expandable_blockquote"
    elif tag.name == "pre" and same and last is not None and "language" in last:
        last["type"] = "pre"
        return
    elif tag.name == "code" and tag.argument:
        if same and last is not None and last["type"] == "pre":
            last["language"] = tag.argument
            return
        entity["language"] = tag.argument
    entities.append(entity)


def _link(url: str) -> Json | None:
    """A link to an address, or to a person; None where the real server drops it silently."""
    person = USER_LINK.fullmatch(url)
    if person:
        return {"type": "text_mention", "user": int(person[1])}
    if not LINK.fullmatch(url):
        return None
    scheme, _, rest = (url if "://" in url else f"http://{url}").partition("://")
    return {"url": f"{scheme}://{rest}" if any(mark in rest for mark in "/?#") else f"{scheme}://{rest}/"}


def escape(text: str) -> str:
    """For writing into HTML."""
    return html.escape(text, quote=True)
