"""What must hold whatever people do: every message is answered, nothing is laid aside, nothing is unsendable, nobody waits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, func, select

from bot.demo_city import FIRMS
from storage.post.unsent import failed as failed_notices
from storage.schema import laid_aside, texts, tickets
from tests.e2e.town import Actor, Town, a_town
from tickets.terms import Role

FIRM = FIRMS[0].name
TAX = "出口退税三个月没到账"


@asynccontextmanager
async def a_watched_town(url: str, *, unsent: bool = False, **options: Any) -> AsyncIterator[Town]:
    """A town that is looked over before it closes; ``unsent``: notices to who can't be reached may fail."""
    async with a_town(url, **options) as town:
        yield town
        await look_over(town, unsent=unsent)


async def look_over(town: Town, *, unsent: bool = False) -> None:
    """Nothing was laid aside, and no notice failed but, where that is said, those to who can't be reached."""
    await town.quiet()
    assert await town.read(_laid_aside) == []
    failed = await town.read(failed_notices, 100)
    assert [] == [(row.kind, row.chat, row.error) for row in failed if not unsent or "undeliverable" not in row.error]


def _laid_aside(conn: Connection) -> list[str]:
    return list(conn.execute(select(laid_aside.c.error)).scalars())


async def tickets_filed(town: Town) -> int:
    """How many tickets there are."""
    return int(await town.read(lambda conn: conn.execute(select(func.count()).select_from(tickets)).scalar_one()))


async def texts_kept(town: Town, purpose: str = "grievance") -> list[str]:
    """Every wording ever kept for a purpose, oldest first."""
    wanted = select(texts.c.body).where(texts.c.purpose == purpose).order_by(texts.c.id)
    return list(await town.read(lambda conn: conn.execute(wanted).scalars().all()))


async def answer_to(actor: Actor, text: str = "", *, chat: int | None = None, **order: Any) -> str:
    """Write something; returns all that the bot showed anew because of it, which must be something."""
    before = actor.town.sandbox.world.state.seq
    await actor.says(text, chat=chat, **order)
    return shown_since(actor, before, chat=chat)


def shown_since(actor: Actor, before: int, *, chat: int | None = None) -> str:
    """What the bot wrote or edited in the chat since; must be something."""
    changed = actor.town.sandbox.world.messages(chat=chat or actor.id, user=actor.id, after=before)["messages"]
    said = [str(m.get("text", m.get("caption", ""))) for m in changed if m["out"] and not m["deleted"]]
    assert said, "a message ended in silence"
    return "\n".join(said)


async def update(actor: Actor, **content: Any) -> str:
    """A message with content that the sandbox's own hands do not make (dice, polls, …); returns the answer."""
    state = actor.town.sandbox.world.state
    user, chat = state.user(actor.id), state.chat(actor.id)
    user.started = True
    before = state.seq
    message = state.put(chat, user, content, seen=True)
    state.updates.add("message", message.body, chat.id)
    await actor.town.quiet()
    return shown_since(actor, before)


async def a_firm(
    town: Town, id: int = 101, name: str = "王敏", firm: str = FIRM, phone: str = "+8613873300101"
) -> Actor:
    """A registered and confirmed contact."""
    return await town.contact(id, name, firm, phone)


async def the_tax_bureau(town: Town) -> tuple[Actor, Actor, int]:
    """Two officers and their group."""
    zhang = await town.staff(201, "张伟", Role.OFFICER, "tax")
    li = await town.staff(202, "李娜", Role.OFFICER, "tax")
    return zhang, li, await town.group("tax", zhang, li)


async def files_one(contact: Actor, text: str = TAX) -> str:
    """Write and submit; returns the toast with the number."""
    await contact.says(text)
    return await contact.presses("提交")


async def a_claimed_ticket(town: Town) -> tuple[Actor, Actor]:
    """The contact and the officer who claimed the ticket 1."""
    wang = await a_firm(town)
    zhang, _, group = await the_tax_bureau(town)
    await files_one(wang)
    await zhang.presses("认领", chat=group)
    return wang, zhang


def rows_of(actor: Actor, containing: str) -> dict[str, Any]:
    """The newest message of the bot that says so."""
    return next(m for m in reversed(actor.messages()) if m["out"] and containing in str(m.get("text", "")))
