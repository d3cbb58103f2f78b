"""Where the bot may write: people who blocked it, groups that it was added to, muted in or removed from, or that moved."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from office import tell
from office.callbacks import callback
from office.handling import dispatch
from office.numbers import chats as digest_chats
from office.numbers import readers
from office.people import binding, leave
from office.supervision import untended
from office.talking import sent
from storage.doors import mentions
from storage.people import groups, people
from storage.post import chats
from storage.tickets import callbacks
from tickets.city import City
from tickets.notices import Notice
from tickets.terms import Role


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it is known: by name whose it is, and whether that is a unit; whether digests go there."""

    name: str | None
    is_units: bool
    gets_digests: bool


def changed(conn: Connection, city: City, chat: int, title: str, may_write: bool, *, now: datetime) -> Group | None:
    """The bot can, or can no longer, write to the chat; returns whose group it is, if it is one."""
    if chat > 0 and not may_write:
        _gone(conn, city, chat, now=now)
    elif chat > 0:
        back(conn, city, chat, now=now)
    elif groups.get(conn, chat) is None:
        if may_write:
            groups.bind(conn, chat, title, None, now=now)
    else:
        _group(conn, city, chat, may_write, now=now)
    if may_write:
        digest_chats.back(conn, city, chat, now=now)
    else:
        digest_chats.lost(conn, city, chat, now=now)
    group = groups.get(conn, chat) if chat < 0 else None
    if group is None:
        return None
    gets_digests = digest_chats.gets_digests(conn, city, chat)
    return Group(binding.name_of(city, group), group["unit"] is not None, gets_digests)


def back(conn: Connection, city: City, chat: int, *, now: datetime) -> None:
    """Somebody can be reached (again): what nobody could be asked meanwhile, they are, and a leader catches up on digests."""
    gone = people.by_telegram(conn, chat)
    people.reachable(conn, chat, True)
    person = people.by_telegram(conn, chat)
    if gone is not None and not gone.is_reachable:
        readers.catch_up(conn, city, gone, now=now)
    for which in callbacks.nobody_was_asked(conn, person.id, person.firms) if person is not None else []:
        callback.ask_another(conn, city, which, now=now)


def unreachable(conn: Connection, chat: int, outbox_id: int, *, city: City, now: datetime) -> None:
    """A notice to the chat was refused for good; whose words it carried is told."""
    if chat > 0:
        _gone(conn, city, chat, now=now)
    elif groups.get(conn, chat) is not None:
        _group(conn, city, chat, False, now=now)
    digest_chats.lost(conn, city, chat, now=now)
    sent.not_arrived(conn, city, outbox_id, now=now)


def _group(conn: Connection, city: City, chat: int, may_write: bool, *, now: datetime) -> None:
    """What waits to be claimed is offered where its unit hears now: in the group, or to its officers one by one."""
    group = groups.get(conn, chat)
    if group is not None and group["is_member"] != may_write:
        groups.member(conn, chat, may_write)
        if group["unit"]:
            dispatch.offer_anew(conn, city, group["unit"], now=now)
        elif not may_write and (name := binding.name_of(city, group)) is not None:
            _tell_office(conn, group["title"], name, now=now)


def _tell_office(conn: Connection, title: str, name: str, *, now: datetime) -> None:
    """Enterprises can't call the bot in that group any more: somebody has to let it in again."""
    for office in people.holders(conn, Role.OFFICE):
        if office.telegram_id is not None and office.is_reachable:
            tell.say(conn, office.telegram_id, Notice("group_lost", facts={"title": title, "name": name}), now=now)


def _gone(conn: Connection, city: City, chat: int, *, now: datetime) -> None:
    """Somebody can't be reached any more: what they were asked or offered, the next one is, and who is in charge
    of them hears what they have in hand. Known already: nothing.
    """
    person = people.by_telegram(conn, chat)
    if person is None or not person.is_reachable:
        return
    people.reachable(conn, chat, False)
    for which in callbacks.waiting_for(conn, person.id):
        callback.ask_another(conn, city, which, now=now)
    gone = people.get(conn, person.id)
    dispatch.offer_what_lies(conn, city, sorted(gone.works_in()), now=now)
    leave.nobody_stands_in(conn, city, gone, now=now)
    untended.tell_superiors(conn, city, gone, "unreachable", now=now)


def migrated(conn: Connection, city: City, old: int, new: int, *, now: datetime) -> None:
    """A group became a supergroup: what waits in its unit is put there. Told twice, once by each side: once is enough."""
    group = groups.get(conn, old)
    chats.migrate(conn, old, new)
    mentions.move(conn, old, new)
    digest_chats.moved(conn, city, old, new)
    if group is not None and group["unit"]:
        dispatch.offer_anew(conn, city, group["unit"], now=now)
