"""Text and entities as safe HTML for the chat page: every letter escaped, only known schemes linked."""

from typing import Any

from sandbox.entities import escape

Json = dict[str, Any]

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
CLASSES = {"spoiler": "spoiler", "mention": "mention", "text_mention": "mention", "hashtag": "hashtag"}
CLASSES |= {"bot_command": "command", "cashtag": "hashtag"}
SCHEMES = ("http://", "https://", "tg://")


def render(text: str, entities: list[Json] | None) -> str:
    """HTML of `text`; entities that cross one another are cut to nest."""
    if not entities:
        return escape(text)
    raw = text.encode("utf-16-le")

    def piece(begin: int, end: int) -> str:
        return escape(raw[begin * 2 : end * 2].decode("utf-16-le", errors="replace"))

    def level(begin: int, end: int, inside: list[Json]) -> str:
        made, at = [], begin
        while inside:
            entity, *rest = inside
            start = max(entity["offset"], at)
            stop = min(entity["offset"] + entity["length"], end)
            if stop <= start:
                inside = rest
                continue
            nested = [other for other in rest if other["offset"] < stop]
            made += [piece(at, start), _wrap(entity, piece(start, stop), level(start, stop, nested))]
            at = stop
            inside = [other for other in rest if other["offset"] + other["length"] > stop]
        return "".join([*made, piece(at, end)])

    ordered = sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return level(0, len(raw) // 2, ordered)


def _wrap(entity: Json, plain: str, inner: str) -> str:
    kind = entity["type"]
    if kind in TAGS:
        return f"<{TAGS[kind]}>{inner}</{TAGS[kind]}>"
    if kind in CLASSES:
        return f'<span class="{CLASSES[kind]}">{inner}</span>'
    if kind in {"url", "text_link"}:
        address = escape(entity["url"]) if kind == "text_link" else plain
        if kind == "url" and "://" not in address:
            address = f"http://{address}"
        if address.lower().startswith(SCHEMES):
            return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{inner}</a>'
    if kind == "email":
        return f'<a href="mailto:{plain}">{inner}</a>'
    if kind == "phone_number":
        return f'<a href="tel:{plain.replace(" ", "")}">{inner}</a>'
    return inner
