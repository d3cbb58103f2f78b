"""What tests of meetings begin with: a meeting that Zhou opened, and what is noted in it."""

from typing import Any

from office.meetings import handing_out, lists, noting, opening
from office.meetings.noting import Message
from storage.tickets.events import Attachment
from tests.builders import FIRM, House
from tickets.city import Channel
from tickets.intake.meetings import Meeting
from tickets.people import Person
from tickets.terms import Role
from tickets.ticket import Ticket

LINE = "第16次早餐会 2026-11-20 曹某、陈某"
SAID = f"{FIRM}:出口退税三个月没到账。陈某答应 11月30日前答复"
KINDS = (Channel("meeting", "三会", ("早餐会", "政企恳谈会", "行业商协会")),)


def a_meeting(house: House, line: str = LINE) -> Meeting:
    """Opened by Zhou, who writes in it."""
    object.__setattr__(house.city, "channels", KINDS)
    opened: Meeting = house.do(opening.open_one, line, by=house.zhou)
    return opened


def note(house: House, meeting: Meeting, said: str = SAID, **more: Any) -> int:
    house.count += 1
    message = {"files": (), "source": (house.zhou.telegram_id, house.count), "at": 1000 * house.count} | more
    item: int = house.do(noting.note, meeting.id, Message(said, **message), by=more.pop("by", house.zhou))
    return item


def shown(house: House, item: int) -> dict[str, Any]:
    facts: dict[str, Any] = house.do(lists.item, item, by=house.zhou)
    return facts


def handed_out(house: House, meeting: Meeting) -> list[Ticket]:
    filed: list[Ticket] = house.do(handing_out.hand_out, meeting.id, by=house.zhou)
    return filed


def answered(house: House, item: int, typed: str) -> int | None:
    given: int | None = house.do(noting.answer, item, Message(typed, (), (1, 1), 1), by=house.zhou)
    return given


def colleague(house: House) -> Person:
    return house.staff("罗科长", Role.OFFICE)


def a_photo(album: str | None = None, number: int = 1) -> Attachment:
    return Attachment("photo", f"file-{number}", f"unique-{number}", None, album)
