"""A town with a ticket in every state that people can bring about in chat, and everybody who might look at it.

Every ticket has a firm, a filer and words of its own, each marked with a syllable found nowhere else: whoever is sent
the mark was shown the thing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from office import answers, callback, dispatch, ending, relay, work
from office.submit import Submission, submit
from storage import enterprises, people, schema
from storage.events import Attachment
from tests.e2e.town import Actor, Town
from tickets.callback import Question, RemarkTo
from tickets.terms import Kind, Reason, Role

SYLLABLES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"

BRIEF = "办公室写给单位看的话,只说退税还没有到账这一件事情,别的一概不提,"


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
    state: str = ""
    unit: str | None = None
    officer: int | None = None
    is_claimed: bool = False
    about: str | None = None
    is_confidential: bool = False
    is_withheld: bool = False


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
    for actor in cast.values():
        await actor.says("/start")
    await stage.follow()
    return stage


async def _tell(stage: Stage, key: str, make: "Make", c: str) -> None:
    town, n = stage.town, len(stage.cases)
    filer, name, phone = 500 + n, f"{c}小敏", f"138733{n:02d}77{n % 10}"
    marks = {
        "firm": f"{c}星辰机械",
        "person": name,
        "phone": phone,
        "text": f"{c}的正文深处",
        "number in the text": f"139073{n:02d}88{n % 10}",
    }
    marks |= {
        word: f"{c}的{word}" for word in ("material", "note", "question", "reply", "result", "remark", "brief", "again")
    }
    actor = await town.contact(filer, name, f"株洲{marks['firm']}有限公司", phone)
    stage.cast[f"filer of {key}"] = actor
    words = f"退税没到账,请打{marks['number in the text']},窗口上个月说本月底之前一定会到,到今天还是没有任何消息,{marks['text']}"
    paper = town.sandbox.world.state.files.add("document", b"%PDF " + name.encode(), "paper.pdf").media
    marks["file"] = paper["file_id"]
    files = (Attachment("document", paper["file_id"], paper["file_unique_id"], "paper.pdf"),)
    story = Story(town, filer, marks, words, files)
    firm = await town.write(_befriend, filer, now=town.now())
    await make(story)
    case = Case(key, story.id, story.number, filer, marks, firm, story.callback, story.sent)
    row = (await town.read(_standing))[story.id]
    case.about, case.is_confidential, case.is_withheld = row["about_unit"], row["is_confidential"], row["is_withheld"]
    stage.cases[key] = case
    await town.quiet()


def _befriend(conn: Connection, filer: int, *, now: Any) -> int:
    firm = people.by_telegram(conn, filer).enterprise
    for who, is_confirmed in ((111, True), (110, False)):
        enterprises.join(conn, firm, people.by_telegram(conn, who).id, is_confirmed=is_confirmed, now=now)
    return int(firm)


@dataclass
class Story:
    """Tells a ticket's life by office verbs, one transaction each."""

    town: Town
    filer: int
    marks: dict[str, str]
    words: str
    files: tuple[Attachment, ...]
    id: int = 0
    number: str = ""
    callback: int | None = None
    sent: int = 0
    officer: int = 201

    async def do(self, verb: Callable[..., Any], *args: Any, by: int, **more: Any) -> Any:
        """One verb by somebody, now."""
        return await self.town.write(_by, verb, self.town.config.city, by, *args, now=self.town.now(), **more)

    async def file(self, **form: Any) -> None:
        """Submit."""
        given = {"category": "tax", "category_is_sure": True} | form
        ticket = await self.do(submit, Submission(f"draft {self.filer}", self.words, **given), by=self.filer)
        self.id, self.number = ticket.id, ticket.number

    async def claimed(self, by: int = 201) -> None:
        """Claim and talk: a note, a question, an answer, more material."""
        await self.do(dispatch.claim, self.id, by=by)
        await self.do(work.note, self.id, self.marks["note"], by=by)
        asked = await self.do(relay.message, self.id, self.marks["question"], by=by)
        self.sent = asked.outbox
        await self.do(relay.message, self.id, self.marks["reply"], by=self.filer)
        await self.do(work.add_material, self.id, self.marks["material"], by=self.filer, files=self.files)

    async def called_back(self) -> None:
        """Resolve, and have the enterprise asked."""
        await self.do(work.resolve, self.id, self.marks["result"], by=self.officer)
        await self.town.write(callback.send, self.town.config.city, self.id, now=self.town.now())
        self.callback = await self.town.read(_callback_of, self.id)

    async def answer(self, solved: str, satisfied: str) -> None:
        """Answer the callback, sentence and all."""
        for question, value in ((Question.SOLVED, solved), (Question.SATISFACTION, satisfied)):
            await self.do(answers.answer, self.callback, question, value, by=self.filer, chat=self.filer)
        if solved != "solved":
            question = Question.CONTACTED
            await self.do(answers.answer, self.callback, question, "contacted", by=self.filer, chat=self.filer)
        await self.do(answers.remark, self.callback, self.marks["remark"], by=self.filer, chat=self.filer)
        to = RemarkTo.OFFICE_ONLY
        await self.do(answers.direct_remark, self.callback, to, by=self.filer, chat=self.filer)


def _second_post(conn: Connection, who: int, role: Role, unit: str, *, now: Any) -> None:
    people.appoint(conn, people.by_telegram(conn, who).id, role, unit, now=now)


def _by(conn: Connection, verb: Callable[..., Any], city: Any, by: int, *args: Any, **more: Any) -> Any:
    return verb(conn, city, *args, by=people.by_telegram(conn, by), **more)


def _callback_of(conn: Connection, ticket: int) -> int:
    rows = select(schema.callbacks.c.id).where(schema.callbacks.c.ticket == ticket)
    return int(conn.execute(rows.order_by(schema.callbacks.c.id.desc())).scalars().first())


Make = Callable[[Story], Any]


async def _submitted(story: Story) -> None:
    await story.file(needs_office=True)


async def _dispatched(story: Story) -> None:
    await story.file()


async def _in_progress(story: Story) -> None:
    await story.file(files=story.files)
    await story.claimed()


async def _resolved(story: Story) -> None:
    await _in_progress(story)
    await story.do(work.resolve, story.id, story.marks["result"], by=201)


async def _asked(story: Story) -> None:
    await _in_progress(story)
    await story.called_back()


async def _closed(story: Story) -> None:
    await _asked(story)
    await story.answer("solved", "basically_satisfied")


async def _reworked(story: Story) -> None:
    await _asked(story)
    await story.answer("unsolved", "very_dissatisfied")


async def _withdrawn(story: Story) -> None:
    await _in_progress(story)
    await story.do(ending.withdraw, story.id, Reason.BY_MISTAKE, by=story.filer)


async def _rejected(story: Story) -> None:
    await story.file(needs_office=True)
    await story.do(dispatch.reject, story.id, Reason.OTHER, by=301, words="不属于受理范围")


async def _complaint(story: Story) -> None:
    await story.file(kind=Kind.COMPLAINT, about_unit="tax", files=story.files)


async def _complaint_handled(story: Story) -> None:
    story.officer = 204
    await _complaint(story)
    await story.do(dispatch.dispatch, story.id, "finance", by=301)
    await story.claimed(by=204)
    await story.called_back()
    await story.answer("unsolved", "dissatisfied")


async def _confidential(story: Story) -> None:
    await story.file(is_confidential=True)


async def _confidential_handled(story: Story) -> None:
    await story.file(is_confidential=True)
    await story.claimed()


async def _withheld(story: Story) -> None:
    await story.file(about_unit="tax", is_withheld=True, files=story.files)


async def _withheld_handled(story: Story) -> None:
    await _withheld(story)
    await story.do(dispatch.dispatch, story.id, "tax", by=301, brief=BRIEF + story.marks["brief"])
    await story.claimed()
    await story.called_back()
    await story.answer("solved", "basically_satisfied")
    await story.do(ending.reopen, story.id, story.marks["again"], by=story.filer)


STORIES: dict[str, Make] = {
    "submitted": _submitted,
    "dispatched": _dispatched,
    "in progress": _in_progress,
    "resolved": _resolved,
    "asked": _asked,
    "closed": _closed,
    "reworked": _reworked,
    "withdrawn": _withdrawn,
    "rejected": _rejected,
    "complaint": _complaint,
    "complaint handled": _complaint_handled,
    "confidential": _confidential,
    "confidential handled": _confidential_handled,
    "withheld": _withheld,
    "withheld handled": _withheld_handled,
}
