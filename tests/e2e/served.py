"""A town whose web server listens, and a client that has a channel's key: what another system sees of the bot."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import httpx

from bot.config import Config, Secrets, Web
from bot.web.server import listening
from tests.e2e.town import Town, a_town, the_config

KEYS = MappingProxyType({"key-of-the-platform": "platform", "key-of-the-hotline": "hotline"})
TICKETS = "/api/v1/tickets"


def with_keys(config: Config | None = None, keys: Mapping[str, str] = KEYS) -> Config:
    """The city with these keys, listening on any free port."""
    return replace(config or the_config(), web=Web(port=0), secrets=Secrets(None, keys))


@asynccontextmanager
async def a_served_town(
    url: str, config: Config | None = None, **limits: Any
) -> AsyncIterator[tuple[Town, httpx.AsyncClient]]:
    """The town, and a client of its web server that has the platform's key."""
    chosen = config or with_keys()
    async with a_town(url, config=chosen) as town, listening(town.parts, chosen, **limits) as port:
        headers = {"Authorization": "Bearer key-of-the-platform"}
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
            yield town, client


def a_grievance(ref: str = "P-1", **more: Any) -> dict[str, Any]:
    """What the city's platform would send."""
    body: dict[str, Any] = {
        "external_ref": ref,
        "enterprise": {"name": "株洲天桥起重机有限公司"},
        "contact": {"name": "赵明", "phone": "13873300999"},
        "text": "出口退税三个月没到账",
        "category": "tax",
        "region": "tianyuan",
        "sub_channel": "网上提交",
    }
    return body | more
