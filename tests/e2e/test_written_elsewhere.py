"""What the running bot writes to other systems: states as they change, and the week's totals, wherever the receiver stands."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

from bot.config import Destination
from bot.outside import signing
from tests.e2e.served import TICKETS, a_grievance, a_served_town, with_keys
from tests.e2e.town import ROOT, Town
from tests.robots import SECRET, Robots, robots
from tickets.city import Webhook
from tickets.periods import PeriodKind
from tickets.sending import Sending
from tickets.terms import Role


@asynccontextmanager
async def a_reporting_town(url: str) -> AsyncIterator[tuple[Town, Any, Robots]]:
    """A town that reports the platform's tickets to a portal, and its weeks to a WeCom group."""
    config = with_keys()
    weekly = Sending(PeriodKind.WEEK, 0, time(8, 30), mirrors=("leaders",))
    city = replace(config.city, webhooks=(Webhook("portal", "platform"),), sendings=(weekly,))
    async with robots() as there:
        to = (
            Destination("webhook:portal", "webhook", there.url("webhook"), SECRET),
            Destination("mirror:leaders", "wecom", there.url("wecom")),
        )
        async with a_served_town(url, replace(config, city=city, destinations=to)) as (town, client):
            yield town, client, there


async def until(is_so: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.01)


async def test_a_ticket_is_reported_from_its_filing_on_and_the_week_is_mirrored(database_url) -> None:
    async with a_reporting_town(database_url) as (town, client, there):
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        number = (await client.post(TICKETS, json=a_grievance())).json()["number"]
        await town.quiet()
        await zhang.presses("认领")
        await until(lambda: 3 == len(there.taken))
        assert [("P-1", "submitted"), ("P-1", "dispatched"), ("P-1", "in_progress")] == [
            (body["external_ref"], body["state"]) for _, body in there.taken
        ]
        assert {number} == {body["number"] for _, body in there.taken}
        await town.later(days=3)
        await until(lambda: "wecom" in dict(there.taken))
        assert "**周调度 · 2026年第47周(11月16日—22日) 第 1 号**" in dict(there.taken)["wecom"]["markdown"]["content"]


async def test_a_receiver_that_hangs_holds_nobody_up(sqlite_url) -> None:
    async with a_reporting_town(sqlite_url) as (town, client, there):
        there.moods["webhook"] = "hangs"
        zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
        await client.post(TICKETS, json=a_grievance())
        await until(lambda: there.came)
        await town.quiet()
        await zhang.presses("认领")
        assert "办结" in zhang.labels()
        there.end()


def test_the_documented_check_of_a_signature_takes_ours_and_no_other() -> None:
    page = (Path(ROOT) / "docs" / "http.md").read_text(encoding="utf-8")
    (snippet,) = re.findall(r"(?ms)^```python\n(.*?)^```", page)
    told: dict[str, Any] = {}
    exec(snippet, told)
    body, seconds = b'{"kind":"status"}', 1_795_141_800
    headers = {signing.TIMESTAMP: str(seconds), signing.SIGNATURE: signing.of_webhook(SECRET, seconds, body)}
    assert told["is_ours"](SECRET, headers, body, now=seconds + 10)
    assert not told["is_ours"](SECRET, headers, body + b" ", now=seconds + 10)
    assert not told["is_ours"]("another", headers, body, now=seconds + 10)
    assert not told["is_ours"](SECRET, headers, body, now=seconds + 1000)
