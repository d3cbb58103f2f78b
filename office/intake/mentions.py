"""一群: what somebody wrote in a group of enterprises, and the bot was called to, becomes a ticket of whoever wrote it.

The group hears a number. Who wrote it goes on in private (``office.intake.author``).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from office import submit, views
from office.submit import Author, Filer, Submission
from storage.doors import mentions
from storage.people import groups, people
from storage.tickets import tickets
from storage.tickets.events import Attachment
from tickets import routing
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind

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
    category, is_unsure = submit.categorise(conn, city, written.text)
    kind = routing.guess_kind(written.text)
    form = Submission(
        draft,
        written.text,
        kind=kind,
        category=category,
        category_is_sure=not is_unsure,
        needs_office=needs_office(written.text, kind),
        channel=CHANNEL,
        sub_channel=next((each.sub[0] for each in city.channels if each.key == CHANNEL and each.sub), None),
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


def needs_office(text: str, kind: Kind) -> bool:
    """In a group nobody is asked whom their words fault: the office looks at those that may."""
    return kind is Kind.COMPLAINT or routing.faults_somebody(text)


def _author(conn: Connection, written: Written, by: Person, *, now: datetime) -> Person:
    if by.telegram_id == written.author:
        return by
    return people.meet(conn, written.author, written.name, written.username, now=now, is_reachable=False)
