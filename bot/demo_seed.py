"""Settles the demo's city: its people and groups in the sandbox, and the same in the bot's own books."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.demo_city import ENTERPRISE_GROUPS, FIRMS, GROUPS, PEOPLE, TITLE, VISITOR, Played
from office.library import shelf
from office.people import staff
from sandbox.world import World
from storage.people import enterprises, groups, people
from tickets.calendar import Calendar
from tickets.city import City
from tickets.library.policy_form import entries_of, entry_of
from tickets.people import Person

LIBRARY = Path(__file__).with_name("demo_library.md")
"""What /ask finds in the demo."""


def populate(world: World, met: Sequence[tuple[int, str, str]], *, empty: bool, lang: str) -> dict[str, int]:
    """Put the people and the groups into the sandbox, and whoever else was ``met`` in a kept city (id, name, phone).

    Returns the chat of each unit's group, and of the enterprises'.
    """
    seen = {id for id, _, _ in met}
    for person in PEOPLE:
        world.add_user(person.name, id=person.id, role=person.caption[lang], phone=person.phone)
        is_known = bool(person.posts) or (person.firm is not None and not empty)
        world.state.user(person.id).started = is_known or person.id in seen
    for id, name, phone in met:
        if id not in world.state.users:
            world.add_user(name, id=id, role=VISITOR[lang], phone=phone)
            world.state.user(id).started = True
    chats = {unit: world.add_chat(title, list(members), type="supergroup")["id"] for unit, title, members in GROUPS}
    chats |= {
        f"{what} {key}": world.add_chat(title, list(members), type="supergroup")["id"]
        for what, key, title, members in ENTERPRISE_GROUPS
    }
    world.set_city(TITLE[lang], [[101, 101], [201, chats["tax"]], [301, 301]])
    return chats


def settle(conn: Connection, city: City, chats: dict[str, int], *, empty: bool, now: datetime) -> None:
    """Write the same people, groups and firms into the bot's own books; those already there stay as they are."""
    known = {
        person.id: people.meet(conn, person.id, person.name, None, now=now)
        for person in PEOPLE
        if person.posts or not empty
    }
    for person in PEOPLE:
        for role, unit in person.posts:
            if unit is None or unit in city.unit:
                staff.appoint(conn, known[person.id], role, unit, now=now)
    for unit, title, _ in GROUPS:
        if unit in city.unit:
            groups.bind(conn, chats[unit], title, unit, now=now)
    for what, key, title, _ in ENTERPRISE_GROUPS:
        if key in (city.region if what == "region" else city.chain):
            groups.bind(conn, chats[f"{what} {key}"], title, **{what: key}, now=now)
    for _, parts in entries_of(LIBRARY.read_text(encoding="utf-8")):
        shelf.put(conn, entry_of(parts), now=now)
    if not empty:
        _found_firms(conn, city, known, now=now)
        for person in PEOPLE:
            if person.firm is not None:
                _register(conn, person, person.firm, known[person.id], now=now)


def _found_firms(conn: Connection, city: City, known: dict[int, Person], *, now: datetime) -> None:
    for firm in FIRMS:
        if enterprises.named(conn, firm.name) is None:
            enterprises.found(
                conn,
                firm.name,
                now=now,
                uscc=firm.uscc,
                uscc_is_verified=True,
                liaison=known[firm.liaison].id if firm.liaison is not None else None,
                region=firm.region if firm.region in city.region else None,
                chain=firm.chain if firm.chain in city.chain else None,
            )


def _register(conn: Connection, person: Played, firm: str, who: Person, *, now: datetime) -> None:
    if who.enterprise is not None:
        return
    which = enterprises.named(conn, firm)
    assert which is not None
    enterprises.join(conn, which, who.id, is_confirmed=True, now=now)
    people.change(conn, who.id, enterprise=which, phone=person.phone, profile_asked_at=now)
    staff.show_menu(conn, people.get(conn, who.id), now=now)


def opening_moment(calendar: Calendar, now: datetime, stopped_at: datetime | None) -> datetime:
    """Half past nine of the first working day from today whose half past nine is not over.

    A city that ``stopped_at`` a later moment goes on a minute after it, or half an hour after business next opens.
    """
    day = calendar.day(now)
    half_hour = timedelta(minutes=30)
    if not calendar.is_workday(day) or calendar.opening(day) + half_hour < now:
        day = calendar.next_workday(day)
    fresh = calendar.opening(day) + half_hour
    if stopped_at is None or stopped_at < fresh:
        return fresh
    if calendar.is_open(stopped_at):
        return stopped_at + timedelta(minutes=1)
    return calendar.next_open(stopped_at) + half_hour
