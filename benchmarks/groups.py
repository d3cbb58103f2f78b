"""``make bench-groups``: what a grievance written in a group costs with one bound group, and with 2,096; by turns, in one run.

CPU of the bot's process for each message, the bot called by name, the ticket filed, number and receipt sent. The best of
each side's turns stands, and only the ratio says something.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.measuring import count, replies, running
from sandbox.server import Sandbox
from storage.engine.opening import open_database
from storage.people import enterprises, groups, people

MANY = 2096
TURNS = 3
WARM, MESSAGES = 100, 400
PERSON = 10_000
BOUND = 1.1
"""So many times the cost with one group at most."""


async def main() -> None:
    """Print both figures and their ratio; exit code 1 above the bound."""
    costs: dict[int, list[float]] = {1: [], MANY: []}
    for _ in range(TURNS):
        for many, found in costs.items():
            with tempfile.TemporaryDirectory() as folder:
                found.append(await measure(many, f"sqlite:///{Path(folder) / 'bench.db'}"))
    one, all_of_them = (min(found) for found in costs.values())
    ratio = all_of_them / one
    print(
        f"1 group: {one:.2f} ms CPU a message; {MANY} groups: {all_of_them:.2f} ms; {ratio:.2f} times (at most {BOUND})"
    )
    raise SystemExit(ratio > BOUND)


async def measure(many: int, url: str) -> float:
    """CPU milliseconds a message, with so many bound groups."""
    async with Sandbox() as sandbox:
        sandbox.world.add_user("王敏", id=PERSON)
        sandbox.world.state.user(PERSON).started = True
        chats = [sandbox.world.add_chat(f"群{n}", [PERSON], type="supergroup")["id"] for n in range(many)]
        database = await open_database(url)
        await database.migrate()
        async with database.transaction() as hop:
            await hop.commit(settle, chats)
        await database.close()
        async with running("ours", sandbox.url, url) as process:
            await replies(sandbox, many)  # each group is greeted
            await write(sandbox, chats, WARM)
            before = sum(process.cpu_times()[:2])
            await write(sandbox, chats, MESSAGES)
            return (sum(process.cpu_times()[:2]) - before) / MESSAGES * 1000


async def write(sandbox: Sandbox, chats: list[int], messages: int) -> None:
    """So many grievances, spread over the groups; each is answered in its group and to its author."""
    wanted = count(sandbox) + 2 * messages
    for n in range(messages):
        sandbox.world.send(PERSON, chat=chats[n * 5 % len(chats)], text=f"@buqiuren_bot 车间停电第 {n} 天")
    await replies(sandbox, wanted)


def settle(conn: Connection, chats: list[int]) -> None:
    """The groups are bound, and who writes in them is registered."""
    now = datetime.now(UTC)
    person = people.meet(conn, PERSON, "王敏", None, now=now)
    firm = enterprises.found(conn, "株洲德智新材料有限公司", now=now)
    people.change(conn, person.id, enterprise=firm, phone="+8613873300101", profile_asked_at=now)
    for chat in chats:
        groups.bind(conn, chat, "群", region="tianyuan", now=now)


if __name__ == "__main__":
    asyncio.run(main())
