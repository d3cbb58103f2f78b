"""A town with a ticket in every state that people can bring about in chat, and everybody who might look at it.

Every ticket has a firm, a filer and words of its own, each marked with a syllable found nowhere else: whoever is sent
the mark was shown the thing.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage import schema
from storage.people import enterprises, people
from storage.tickets.events import Attachment
from storage.tickets.requests import of_ticket as requests_of
from tests.digests import count_and_publish
from tests.e2e.stories import STORIES, Make, Story
from tests.e2e.town import Actor, Town
from tickets.city import City
from tickets.periods import Period, PeriodKind
from tickets.terms import Role

SYLLABLES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥乾坤震巽"

WRITTEN = ("material", "note", "question", "reply", "result", "remark", "brief", "again", "grounds", "request", "asks")


OF_CHAIN = {"dispatched", "in progress", "closed", "escalated", "complaint", "confidential handled", "withheld handled"}
"""Tickets of enterprises of a chain that has an office."""


@dataclass
class Case:
    """One ticket: what it is, and what would betray it. ``unit``, ``officer`` and ``is_claimed`` follow the database."""

    key: str
    id: int
    number: str
    filer: int
    marks: dict[str, str]
    firm: int
    callback: int | None = None
    sent: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    revisit: int | None = None
    state: str = ""
    unit: str | None = None
    supporting: tuple[str, ...] = ()
    officer: int | None = None
    is_claimed: bool = False
    about: str | None = None
    is_confidential: bool = False
    is_withheld: bool = False
    is_logged: bool = False
    is_of_chain: bool = False


@dataclass
class Stage:
    """The whole town: people by what they are, tickets by what became of them."""

    town: Town
    cast: dict[str, Actor] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    group: int = 0

    async def follow(self) -> None:
        """Read anew how the tickets stand: state, unit and officer, and nothing that decides who may see."""
        rows = await self.town.read(_standing)
        for case in self.cases.values():
            row = rows[case.id]
            case.state, case.unit, case.officer = row["state"], row["unit"], row["telegram"]
            case.supporting = row["supporting"]
            case.is_claimed = row["claimed_at"] is not None and row["state"] != "dispatched"


def _standing(conn: Connection) -> dict[int, dict[str, Any]]:
    who = schema.people
    found = conn.execute(
        select(schema.tickets, who.c.telegram_id.label("telegram")).outerjoin(who, who.c.id == schema.tickets.c.officer)
    )
    return {row.id: dict(row._mapping) for row in found}


async def a_stage(town: Town) -> Stage:
    """Settle everybody and bring every ticket to where it stands."""
    stage = Stage(town)
    cast = stage.cast
    cast["stranger"] = town.person(100, "路人")
    cast["officer"] = await town.staff(201, "张伟", Role.OFFICER, "tax")
    cast["mate"] = await town.staff(202, "李娜", Role.OFFICER, "tax")
    cast["lead"] = await town.staff(203, "陈立新", Role.UNIT_LEAD, "tax")
    cast["elsewhere"] = await town.staff(204, "谭芳", Role.OFFICER, "finance")
    cast["both"] = await town.staff(206, "易军", Role.OFFICER, "tax")
    await town.write(_second_post, 206, Role.OFFICER, "finance", now=town.now())
    cast["bystander"] = await town.staff(205, "邓丽", Role.OFFICER, "housing")
    cast["supporter"] = await town.staff(207, "刘洋", Role.OFFICER, "approval")
    cast["logger"] = await town.staff(208, "易兰", Role.OFFICER, "market")
    cast["chainer"] = await town.staff(209, "肖云", Role.OFFICER, "rail_office")
    cast["office"] = await town.staff(301, "周主任", Role.OFFICE)
    cast["leader"] = await town.staff(401, "曹市长", Role.LEADER)
    cast["colleague"] = await town.contact(111, "同事", "株洲同事有限公司", "13873390111")
    cast["newcomer"] = await town.contact(110, "新来", "株洲新来有限公司", "13873390110")
    cast["rival"] = await town.contact(112, "对手", "株洲对手有限公司", "13873390112")
    cast["guest"] = town.person(130, "群里的外人")
    inside = [cast[key] for key in ("lead", "officer", "mate", "office", "guest")]
    stage.group = await town.group("tax", *inside)
    for (key, make), syllable in zip(STORIES.items(), SYLLABLES, strict=False):
        await _tell(stage, key, make, syllable)
    await town.write(_last_week_is_published, town.config.city, now=town.now())
    for actor in cast.values():
        await actor.says("/start")
    await stage.follow()
    return stage


async def _tell(stage: Stage, key: str, make: Make, c: str) -> None:
    town, n = stage.town, len(stage.cases)
    filer, name, phone = 500 + n, f"{c}小敏", f"138733{n:02d}77{n % 10}"
    marks = {
        "firm": f"{c}星辰机械",
        "person": name,
        "phone": phone,
        "text": f"{c}的正文深处",
        "number in the text": f"139073{n:02d}88{n % 10}",
    }
    marks |= {word: f"{c}的{word}" for word in WRITTEN}
    actor = await town.contact(filer, name, f"株洲{marks['firm']}有限公司", phone)
    stage.cast[f"filer of {key}"] = actor
    words = f"退税没到账,请打{marks['number in the text']},窗口上个月说本月底之前一定会到,到今天还是没有任何消息,{marks['text']}"
    paper = town.sandbox.world.state.files.add("document", b"%PDF " + name.encode(), "paper.pdf").media
    marks["file"] = paper["file_id"]
    files = (Attachment("document", paper["file_id"], paper["file_unique_id"], "paper.pdf"),)
    story = Story(town, filer, marks, words, files)
    firm = await town.write(_befriend, filer, "rail" if key in OF_CHAIN else None, now=town.now())
    await make(story)
    asked = await town.read(requests_of, story.id)
    waiting = {each.kind.value: each.id for each in asked}
    case = Case(key, story.id, story.number, filer, marks, firm, story.callback, story.sent, waiting, story.revisit)
    row = (await town.read(_standing))[story.id]
    case.is_logged, case.is_of_chain = row["logged_by"] is not None, row["chain"] == "rail"
    case.about, case.is_confidential, case.is_withheld = row["about_unit"], row["is_confidential"], row["is_withheld"]
    stage.cases[key] = case
    await town.quiet()


def _befriend(conn: Connection, filer: int, chain: str | None, *, now: Any) -> int:
    firm = people.by_telegram(conn, filer).enterprise
    enterprises.change(conn, firm, chain=chain)
    for who, is_confirmed in ((111, True), (110, False)):
        enterprises.join(conn, firm, people.by_telegram(conn, who).id, is_confirmed=is_confirmed, now=now)
    return int(firm)


def _second_post(conn: Connection, who: int, role: Role, unit: str, *, now: Any) -> None:
    people.appoint(conn, people.by_telegram(conn, who).id, role, unit, now=now)


def _last_week_is_published(conn: Connection, city: City, *, now: datetime) -> None:
    week = Period.of(PeriodKind.WEEK, city.calendar.day(now), city.calendar.zone).before()
    count_and_publish(conn, city, period=week, now=now)
