"""What the server finds in plain words by itself: commands, mentions, addresses, phone numbers, hashtags.

Written for Chinese running text: a letter of any script before a mark means it is not one.
"""

import re
from typing import Any

from sandbox.entities import utf16

Json = dict[str, Any]

# Without one of these marks there is nothing to find: most messages stop here.
HINT = re.compile(r"[/@#]|\w\.\w|\+?\d[\d -]{5}")
FOUND = re.compile(
    r"""
      (?P<email>(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}(?![\w@]))
    | (?P<url>(?:(?<![A-Za-z])(?:https?|ftp|tg|ton)://[^\s<>"«»\u2000-\u200b\u3000-\u303f\uff00-\uffef]+
        | (?<![\w/#@.-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+
          (?:com|cn|org|net|gov|edu|info|io|me|dev|app|top|xyz|vip|co|uk|de|ru|hk|tw|tv|cc|site|online|tech)
          (?![A-Za-z0-9_-])(?::\d{1,5})?(?:[/?\#][^\s<>"«»\u2000-\u200b\u3000-\u303f\uff00-\uffef]*)?))
    | (?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>]))
    | (?P<mention>(?<!\w)@[A-Za-z0-9_]{2,32}(?!\w))
    | (?P<hashtag>(?<![\w#])\#(?=[\d_]*[^\W\d_])\w{1,256}(?![\w#]))
    | (?P<phone_number>(?<![\w.+-])
        (?:\+\d{1,3}[ -]?\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}|1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})
        (?![\w-]))
    """,
    re.VERBOSE,
)
TRAILING = ".:;,('?!`)"
SOLID = {"code", "pre", "text_link", "text_mention", "custom_emoji"}


def detect(text: str, explicit: list[Json] | None = None) -> list[Json]:
    """Entities found in `text`, with those given; none is found inside code or a link that was given."""
    given = explicit or []
    if not HINT.search(text):
        return given
    found = []
    wide = max(text, default="") > "\uffff"
    solid = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in SOLID]
    for match in FOUND.finditer(text):
        kind, words = match.lastgroup or "", match[0]
        if kind == "url":
            words = words.rstrip(TRAILING)
        offset = utf16(text[: match.start()]) if wide else match.start()
        length = utf16(words)
        if not any(begin < offset + length and offset < end for begin, end in solid):
            found.append({"offset": offset, "length": length, "type": kind})
    if not found:
        return given
    return sorted(given + found, key=lambda entity: (entity["offset"], -entity["length"]))


def words_of(text: str, entity: Json) -> str:
    """The part of `text` an entity covers."""
    if text.isascii() or max(text) <= "\uffff":
        return text[entity["offset"] : entity["offset"] + entity["length"]]
    raw = text.encode("utf-16-le")
    return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")
