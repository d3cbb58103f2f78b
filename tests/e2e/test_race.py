"""Two officers press 认领 in the same instant, two hundred times over: one winner each, the other told who."""

import asyncio
from dataclasses import replace
from datetime import datetime

from aiogram.methods import GetUpdates
from aiogram.types import Update
from sqlalchemy import Connection, select

from bot.config import Telegram
from bot.updates import KINDS
from bot.wiring import assembled
from office import submit
from office.submit import Submission
from sandbox.server import Sandbox
from sandbox.world import World
from storage.people import people
from storage.schema import events, tickets
from tests.e2e.town import TOKEN, Actor, Town, appoint, register, the_config
from tickets.city import City
from tickets.terms import Assign, Role, State

TIMES = 200
UNIT = "power"
ZHANG, LI = "张伟", "李娜"
OFFICERS = {201: ZHANG, 202: LI}


def claiming(city: City) -> City:
    """The example city, its power company's officers claiming for themselves, in private: it has no group."""
    units = tuple(replace(unit, assign=Assign.CLAIM) if unit.key == UNIT else unit for unit in city.units)
    return replace(city, units=units)


def file_many(conn: Connection, city: City, filer: int, times: int, *, now: datetime) -> list[int]:
    """That many grievances of one contact, each dispatched to the power company."""
    by = people.by_telegram(conn, filer)
    assert by is not None
    forms = [
        Submission(f"race-{n}", f"第 {n} 号车间停电", category="electricity", category_is_sure=True)
        for n in range(times)
    ]
    return [submit.submit(conn, city, form, by=by, now=now).id for form in forms]


def claims(conn: Connection) -> list[tuple[int, str]]:
    """Who claimed which ticket, by the events, in order."""
    found = select(events.c.ticket, events.c.by).where(events.c.name == "claimed").order_by(events.c.id)
    return [(row.ticket, people.name(conn, row.by)) for row in conn.execute(found)]


def holders(conn: Connection) -> dict[int, str]:
    """Who holds which ticket, by the tickets."""
    found = select(tickets.c.id, tickets.c.officer).where(tickets.c.state == State.IN_PROGRESS)
    return {row.id: people.name(conn, row.officer) for row in conn.execute(found)}


def cards(actor: Actor) -> dict[str, int]:
    """The message in the officer's chat that carries the 认领 of each ticket, by its data."""
    return {
        key["callback_data"]: message["message_id"]
        for message in actor.messages()
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for key in row
        if key["text"] == "认领"
    }


async def answered(world: World, *queries: str) -> list[str]:
    """The answers to these presses, once all of them are there."""
    async with asyncio.timeout(20):
        while not all(world.pressed(query)["answered"] for query in queries):
            await world.state.wait(0.01)
    return [world.pressed(query)["text"] for query in queries]


async def test_two_officers_press_claim_in_the_same_instant_and_one_wins(town: Town) -> None:
    wang = await town.contact(101, "王敏", "株洲德智新材料有限公司", "+8613873300101")
    officers = {
        ZHANG: await town.staff(201, ZHANG, Role.OFFICER, UNIT),
        LI: await town.staff(202, LI, Role.OFFICER, UNIT),
    }
    which = await town.write(file_many, claiming(town.config.city), wang.id, TIMES, now=town.now())
    await town.quiet()
    shown = {name: cards(officer) for name, officer in officers.items()}
    world = town.sandbox.world
    toasts = {}
    for n, ticket in enumerate(which):
        data = f"claim:{ticket}"
        order = (ZHANG, LI) if n % 2 else (LI, ZHANG)
        pressed = [world.press(officers[name].id, officers[name].id, shown[name][data], data) for name in order]
        toasts[ticket] = dict(zip(order, await answered(world, *pressed), strict=True))
    one_winner_each(which, toasts, await town.read(claims), await town.read(holders))


async def test_two_processes_serve_two_officers_and_one_wins(postgres_url: str) -> None:
    """Two whole bots on one PostgreSQL database, as behind a load balancer: each is handed one of the two presses."""
    async with Sandbox(TOKEN) as sandbox:
        config = replace(the_config(), telegram=Telegram(sandbox.url), database_url=postgres_url)
        now = sandbox.world.now
        async with assembled(config, TOKEN, now=now) as one, assembled(config, TOKEN, now=now) as other:
            async with one.db.transaction() as hop:
                await hop(register, 101, "王敏", "株洲德智新材料有限公司", "+8613873300101", confirmed=True, now=now())
                for id, name in OFFICERS.items():
                    await hop(appoint, id, name, Role.OFFICER, UNIT, now=now())
                which = await hop.commit(file_many, claiming(config.city), 101, 50, now=now())
            for id, name in OFFICERS.items():
                sandbox.world.add_user(name, id=id)
                sandbox.world.state.user(id).started = True
            shown = {id: (await one.bot.send_message(id, "待认领"))["message_id"] for id in OFFICERS}
            toasts = {}
            for ticket in which:
                pressed = [sandbox.world.press(id, id, shown[id], f"claim:{ticket}", force=True) for id in OFFICERS]
                raws = (await one.bot(GetUpdates(allowed_updates=KINDS)))[-2:]
                updates = [Update.model_validate(raw, context={"bot": one.bot}) for raw in raws]
                await asyncio.gather(*(p.runner(r, u) for p, r, u in zip((one, other), raws, updates, strict=True)))
                toasts[ticket] = dict(zip(OFFICERS.values(), await answered(sandbox.world, *pressed), strict=True))
                sandbox.world.state.updates.clear()
            one_winner_each(which, toasts, await one.db.read(claims), await one.db.read(holders))


def one_winner_each(
    which: list[int], toasts: dict[int, dict[str, str]], won: list[tuple[int, str]], held: dict[int, str]
) -> None:
    assert which == [ticket for ticket, _ in won], "exactly one claim each"
    assert held == dict(won)
    for ticket, winner in won:
        loser = LI if winner == ZHANG else ZHANG
        assert f"已由{winner}认领" == toasts[ticket][loser]
        assert "已认领" in toasts[ticket][winner]
