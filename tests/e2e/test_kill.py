"""kill -9 in mid-burst, six times over 1,998 updates, and started again: nothing lost, nothing doubled, no gaps."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from sandbox.server import Sandbox
from sandbox.world import World
from storage.engine.database import Database
from storage.people import groups
from storage.proof import chain
from storage.schema import inbox, laid_aside, outbox, people, texts, tickets
from tests.e2e.process import Process, a_bot_beside
from tests.e2e.town import register

CONTACTS = range(1001, 1667)
UPDATES = 3 * len(CONTACTS)
KILLS = 6
SEED = 20261120


class Crowd:
    """Six hundred and sixty-six contacts: each writes two sentences and presses 提交 as soon as it is there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seq = self.sent = 0
        self.pressed: set[int] = set()
        self.receipts: dict[int, set[str]] = defaultdict(set)
        self.copies: Counter[int] = Counter()

    def write(self) -> None:
        for first in (True, False):
            for n in CONTACTS:
                self.world.send(n, text=f"第 {n} 笔出口退税三个月没到账" if first else "申报表早已交齐")
                self.sent += 1

    def handled(self) -> int:
        """How many updates the bot has confirmed."""
        return self.sent - len(self.world.state.updates.pending)

    def is_served(self) -> bool:
        return len(self.receipts) == len(CONTACTS) and not self.world.state.updates.pending

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Live on, until something is so."""
        async with asyncio.timeout(120):
            while not is_so():
                found = await self.world.wait_messages(after=self.seq, wait=0.05)
                self.seq = found["seq"]
                for message in found["messages"]:
                    if message["out"]:
                        self.sees(message)

    def sees(self, message: dict[str, Any]) -> None:
        who = message["chat"]["id"]
        text = message.get("text", "")
        if "已受理" in text and not message["edited"]:
            self.receipts[who].add(next(word for word in text.replace("\n", " ").split() if word.startswith("QY-")))
            self.copies[who] += 1
        if who in self.pressed:
            return
        keys = [key for row in message.get("reply_markup", {}).get("inline_keyboard", []) for key in row]
        for key in keys:
            if key["text"] == "提交":
                self.pressed.add(who)
                self.world.press(who, who, message["message_id"], key["callback_data"])
                self.sent += 1


async def settle_in(db: Database, sandbox: Sandbox) -> None:
    """Everybody is registered, and the tax office has its group."""
    world = sandbox.world
    world.add_user("张伟", id=201)
    group = world.add_chat("市税务局", [201], type="supergroup")["id"]
    async with db.transaction() as hop:
        await hop(groups.bind, group, "市税务局", "tax", now=world.now())
        for n in CONTACTS:
            world.add_user(f"联系人{n}", id=n)
            world.state.user(n).started = True
            firm, phone = f"株洲第{n}号企业有限公司", f"+861387330{n}"
            await hop(register, n, f"联系人{n}", firm, phone, confirmed=True, now=world.now())
    world.state.updates.clear()


async def burst(crowd: Crowd, bot: Process, *, seed: int) -> None:
    """The burst, with a kill somewhere in each sixth of it: at any point of an update, of a batch, of a send."""
    dice = random.Random(seed)
    crowd.write()
    for kill in range(KILLS):
        await bot.start()
        share = dice.uniform(kill + 0.2, kill + 0.9) / (KILLS + 0.5)
        await crowd.until(lambda share=share: crowd.handled() >= share * UPDATES)  # type: ignore[misc]
        await asyncio.sleep(dice.uniform(0, 0.1))
        assert await bot.kill() == -9
    await bot.start()
    await crowd.until(crowd.is_served)


async def test_kill_nine_in_mid_burst_loses_and_doubles_nothing(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    async with a_bot_beside(tmp_path, database_url) as (sandbox, bot):
        await settle_in(db, sandbox)
        crowd = Crowd(sandbox.world)
        await burst(crowd, bot, seed=SEED)
        assert 0 == await bot.stop(), bot.log.read_text()[-2000:]
        assert UPDATES == crowd.sent
    kept = await db.read(books)
    count = len(CONTACTS)
    assert [f"QY-20261120-{n:04d}" for n in range(1, count + 1)] == kept["numbers"], "no gaps, none twice"
    assert dict.fromkeys(CONTACTS, 1) == kept["filed"], "none lost, none doubled"
    assert {filer: {number} for filer, number in kept["numbered"].items()} == crowd.receipts, "everybody heard"
    assert {f"第 {n} 笔出口退税三个月没到账\n申报表早已交齐" for n in CONTACTS} == kept["texts"], "one chat's in order"
    assert {"receipt": count, "unit_card": count} == kept["notices"], "each notice put down once"
    assert (UPDATES, 0, []) == (kept["updates"], kept["laid_aside"], kept["faults"])
    again = sum(crowd.copies.values()) - count
    assert again <= KILLS * 90, "a crash repeats no more than what was in flight"
    print(f"{KILLS} kills over {UPDATES} updates: {count} tickets, {again} receipts said twice")  # noqa: T201


def books(conn: Connection) -> dict[str, Any]:
    """What the database says happened."""
    filed = select(people.c.telegram_id, tickets.c.number).join(people, people.c.id == tickets.c.filed_by)
    rows = conn.execute(filed).all()
    notices = (
        select(outbox.c.kind, func.count()).where(outbox.c.kind.in_(["receipt", "unit_card"])).group_by(outbox.c.kind)
    )
    return {
        "numbers": list(conn.execute(select(tickets.c.number).order_by(tickets.c.number)).scalars()),
        "filed": dict(Counter(row.telegram_id for row in rows)),
        "numbered": {row.telegram_id: row.number for row in rows},
        "texts": set(conn.execute(select(texts.c.body).where(texts.c.purpose == "grievance")).scalars()),
        "notices": {row.kind: row[1] for row in conn.execute(notices)},
        "updates": conn.execute(select(func.count()).select_from(inbox)).scalar_one(),
        "laid_aside": conn.execute(select(func.count()).select_from(laid_aside)).scalar_one(),
        "faults": chain.faults(conn),
    }
