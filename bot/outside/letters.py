"""From a parcel to the one HTTP request that carries it, and from the answer to whether it arrived. Sends nothing."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.config import Destination
from bot.outside import signing
from storage.post.parcels import Parcel
from templates import digest, mirror

WECOM_LIMIT, DINGTALK_LIMIT, FEISHU_LIMIT = 4096, 18_000, 25_000
"""Bytes of text: WeCom's own limit for Markdown; below the other two's 20,000 and 30,000 for a whole body."""

CONTENT_TYPE = "application/json; charset=utf-8"
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """A POST. The address may hold a key, so it shows in no ``repr``."""

    url: str = field(repr=False)
    body: bytes
    headers: Mapping[str, str]


def write(to: Destination, parcel: Parcel, *, now: datetime) -> Letter:
    """The request for the parcel. Raises what a digest that cannot be drawn raises."""
    return WRITES[to.kind](to, parcel, now)


def _wecom(to: Destination, parcel: Parcel, now: datetime) -> Letter:
    text = mirror.cut(mirror.lines(parcel.facts), WECOM_LIMIT)
    return _letter(to.url, {"msgtype": "markdown", "markdown": {"content": text}})


def _dingtalk(to: Destination, parcel: Parcel, now: datetime) -> Letter:
    text = mirror.cut(mirror.lines(parcel.facts), DINGTALK_LIMIT, between="\n\n")
    body = {"msgtype": "markdown", "markdown": {"title": mirror.title(parcel.facts), "text": text}}
    url = signing.dingtalk(to.url, to.secret, int(now.timestamp() * 1000)) if to.secret else to.url
    return _letter(url, body)


def _feishu(to: Destination, parcel: Parcel, now: datetime) -> Letter:
    text = mirror.cut(mirror.lines(parcel.facts), FEISHU_LIMIT)
    header = {"title": {"tag": "plain_text", "content": mirror.title(parcel.facts)}}
    card = {"header": header, "elements": [{"tag": "markdown", "content": text}]}
    seconds = int(now.timestamp())
    signed = {"timestamp": str(seconds), "sign": signing.feishu(to.secret, seconds)} if to.secret else {}
    return _letter(to.url, signed | {"msg_type": "interactive", "card": card})


def _webhook(to: Destination, parcel: Parcel, now: datetime) -> Letter:
    facts = dict(parcel.facts)
    if parcel.kind == "mirrored":
        text = "\n".join(mirror.lines(facts))
        facts = {"title": mirror.title(facts), "text": text, "figures": digest.labelled(facts)}
    seconds = int(now.timestamp())
    plain = _letter(to.url, {"kind": parcel.kind} | facts)
    headers = dict(plain.headers) | {signing.TIMESTAMP: str(seconds), signing.DELIVERY: str(parcel.id)}
    if to.secret:
        headers[signing.SIGNATURE] = signing.of_webhook(to.secret, seconds, plain.body)
    return Letter(plain.url, plain.body, headers)


WRITES: dict[str, Callable[[Destination, Parcel, datetime], Letter]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
    "webhook": _webhook,
}

RESULT = {"wecom": ("errcode",), "dingtalk": ("errcode",), "feishu": ("code", "StatusCode")}
"""In which field of its answer a robot says with 0 that it took the message: its 200 alone says nothing."""


def refusal(kind: str, status: int, body: bytes) -> str | None:
    """Why the answer means that it did not arrive, in a few words without an address; ``None`` when it did."""
    if not 200 <= status < 300:
        return f"HTTP {status}"
    if kind not in RESULT:
        return None
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return "an answer that is not JSON"
    code = next((answer[name] for name in RESULT[kind] if name in answer), None)
    if code == 0:
        return None
    return f"{RESULT[kind][0]} {code} {answer.get('errmsg', answer.get('msg', ''))}"[:LONGEST_REASON].strip()


def _letter(url: str, body: Mapping[str, Any]) -> Letter:
    plain = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Letter(url, plain, {"Content-Type": CONTENT_TYPE})
