"""一群: what somebody wrote in a group of enterprises, and the bot was called to, becomes a ticket of whoever wrote it.

The group hears a number. Who wrote it goes on in private (``office.intake.author``).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from office import submit, views
from office.intake.forms import from_text
from office.submit import Author, Filer
from storage.doors import mentions
from storage.people import groups, people
from storage.tickets import tickets
from storage.tickets.events import Attachment
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal

CHANNEL = "group"


class Ground(StrEnum):
    """What sort of group it is."""

    UNITS = "units"
    ENTERPRISES = "enterprises"
    UNBOUND = "unbound"


@dataclass(frozen=True, slots=True)
class Written:
    """A message in a group, and who wrote it: their Telegram id and what they are called there."""

    chat: int
    message: int
    author: int
    name: str
    username: str | None
    text: str
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """The ticket that a message became; ``is_new``: it has just become one."""

    id: int
    number: str
    is_new: bool


def ground(conn: Connection, city: City, chat: int) -> Ground:
    """Whose group it is. What is said in a unit's own stays the unit's."""
    group = groups.get(conn, chat)
    if group is None:
        return Ground.UNBOUND
    if group["unit"] is not None:
        return Ground.UNITS
    is_bound = group["region"] in city.region or group["chain"] in city.chain
    return Ground.ENTERPRISES if is_bound else Ground.UNBOUND


def file(conn: Connection, city: City, written: Written, *, by: Person, now: datetime) -> Filed:
    """File the message for its author, once, whoever called the bot to it and however often.

    Raises ``Refusal("author_is_staff")``, ``"number_in_group"`` besides those of ``submit.file``.
    """
    draft = f"{CHANNEL}:{written.chat}:{written.message}"
    if (earlier := tickets.by_draft(conn, draft)) is not None:
        return Filed(earlier.id, earlier.number, is_new=False)
    if views.is_number(conn, city, written.text):
        raise Refusal("number_in_group")
    author = _author(conn, written, by, now=now)
    if author.is_staff and author.enterprise is None:
        raise Refusal("author_is_staff")
    group = groups.get(conn, written.chat) or {}
    form = from_text(
        city,
        draft,
        written.text,
        CHANNEL,
        sub_channel=city.first_sub_channel(CHANNEL),
        region=group.get("region"),
        chain=group.get("chain"),
        files=written.files,
        sources=((written.chat, written.message),),
    )
    is_registered = author.enterprise is not None and author.phone is not None
    whose = Filer(author.enterprise or 0, author.id) if is_registered else Author(author.id)
    ticket = submit.file(conn, city, form, whose, by=by, now=now)
    mentions.keep(conn, ticket.id, written.chat, written.message)
    return Filed(ticket.id, ticket.number, is_new=True)


def _author(conn: Connection, written: Written, by: Person, *, now: datetime) -> Person:
    if by.telegram_id == written.author:
        return by
    return people.meet(conn, written.author, written.name, written.username, now=now, is_reachable=False)
