"""A published digest where a leader reads it: on the sandbox's chat page, sent there as the bot sends it."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from handlers.press import pack
from sandbox.server import Sandbox
from templates.render import speak

LEADER = 401
PEOPLE = {LEADER: ("曹市长", "领导 · 指挥部"), 301: ("周主任", "办公室"), 201: ("张伟", "干部 · 市税务局")}
ZONE = ZoneInfo("Asia/Shanghai")


@asynccontextmanager
async def a_digest_in_a_chat(facts: Mapping[str, Any], picture: bytes) -> AsyncIterator[str]:
    """The page's address, for as long as the block lasts."""
    at = datetime.fromisoformat(facts["published"]["made_at"])
    sandbox = Sandbox(now=lambda: at)
    for number, (name, role) in PEOPLE.items():
        sandbox.world.add_user(name, role=role, id=number)
    sandbox.world.set_city("株洲市", [[number, number] for number in PEOPLE])
    sandbox.world.send(LEADER, text="/start")
    await sandbox.start()
    try:
        async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as http:
            sent = await http.post(f"/bot{sandbox.token}/sendPhoto", data=_said(facts), files={"photo": picture})
            assert sent.json()["ok"], sent.text
        yield sandbox.url
    finally:
        await sandbox.stop()


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    speech = speak("published", {**facts, "digest": facts["published"]["id"]}, ZONE)
    keys = [[{"text": key.label, "callback_data": pack(key.verb, *key.args)} for key in row] for row in speech.keys]
    markup = json.dumps({"inline_keyboard": keys})
    return {"chat_id": LEADER, "caption": speech.text, "parse_mode": "HTML", "reply_markup": markup}
