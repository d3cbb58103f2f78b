"""The lives that the tickets of the access walk have led, each told by office verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from office.asking import questions, requests, support
from office.callbacks import answers, callback, remarks
from office.handling import dispatch, ending, judge, merge, parking, work
from office.intake import on_behalf
from office.intake.on_behalf import Caller
from office.submit import Submission, submit
from office.supervision import escalate
from office.talking import relay
from storage import schema
from storage.doors import receipts
from storage.people import people
from storage.tickets import revisits
from storage.tickets.events import Attachment
from tests.e2e.town import Town
from tickets.callback import Question, RemarkTo
from tickets.terms import Kind, Reason

BRIEF = "办公室写给单位看的话,只说退税还没有到账这一件事情,别的一概不提,"


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
    revisit: int | None = None
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
        await self.do(remarks.remark, self.callback, self.marks["remark"], by=self.filer, chat=self.filer)
        to = RemarkTo.OFFICE_ONLY
        await self.do(remarks.direct_remark, self.callback, to, by=self.filer, chat=self.filer)


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


async def _waiting(story: Story) -> None:
    await _in_progress(story)
    await story.do(questions.ask, story.id, story.marks["question"], by=201)


async def _requested(story: Story) -> None:
    await story.file()
    for _ in range(2):
        await story.do(dispatch.hand_back, story.id, Reason.NOT_OURS, by=201)
        await story.do(dispatch.dispatch, story.id, "tax", by=301)
    await story.claimed()
    await story.do(requests.ask_extension, story.id, 3, story.marks["request"], by=201)
    await story.do(requests.ask_complex, story.id, story.marks["request"], by=201)
    await story.do(requests.ask_return, story.id, Reason.OTHER, by=201, words=story.marks["request"])


async def _resolved(story: Story) -> None:
    await _in_progress(story)
    await story.do(work.resolve, story.id, story.marks["result"], by=201)


async def _asked(story: Story) -> None:
    await _in_progress(story)
    await story.called_back()


async def _closed(story: Story) -> None:
    await _asked(story)
    await story.answer("solved", "basically_satisfied")
    story.revisit = await story.town.write(_asked_again, story.id, story.filer, now=story.town.now())


def _asked_again(conn: Connection, ticket: int, filer: int, *, now: Any) -> int:
    return revisits.ask(conn, ticket, round=1, person=people.by_telegram(conn, filer).id, now=now)


async def _reworked(story: Story) -> None:
    await _asked(story)
    await story.answer("unsolved", "very_dissatisfied")


async def _withdrawn(story: Story) -> None:
    await _in_progress(story)
    await story.do(ending.withdraw, story.id, Reason.BY_MISTAKE, by=story.filer)


async def _rejected(story: Story) -> None:
    await story.file(needs_office=True)
    await story.do(dispatch.reject, story.id, Reason.OTHER, by=301, words="不属于受理范围")


async def _escalated(story: Story) -> None:
    await _in_progress(story)
    await story.do(escalate.hand_up, story.id, words=story.marks["grounds"], by=201)


async def _parked(story: Story) -> None:
    await _in_progress(story)
    await story.do(parking.park, story.id, date(2026, 12, 10), words="等新政策", by=301)


async def _adjudicated(story: Story) -> None:
    await _in_progress(story)
    await story.do(judge.adjudicate, story.id, words="政策已经废止", by=301)


async def _complaint(story: Story) -> None:
    await story.file(kind=Kind.COMPLAINT, about_unit="tax", files=story.files)


async def _complaint_handled(story: Story) -> None:
    story.officer = 204
    await _complaint(story)
    await story.do(dispatch.dispatch, story.id, "finance", by=301)
    await story.claimed(by=204)
    await story.called_back()
    await story.answer("unsolved", "dissatisfied")


async def _supported(story: Story) -> None:
    await _in_progress(story)
    await story.do(support.ask, story.id, "approval", story.marks["asks"], by=201)


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


async def _merged(story: Story) -> None:
    """Goes with the ticket before it."""
    await _in_progress(story)
    await story.do(merge.merge, story.id, await story.town.read(_before, story.id), by=301)


def _before(conn: Connection, ticket: int) -> int:
    return int(conn.execute(select(func.max(schema.tickets.c.id)).where(schema.tickets.c.id < ticket)).scalar_one())


async def _logged(story: Story) -> None:
    """Taken down by an officer of elsewhere; what the caller says later too."""
    firm, phone = await story.town.read(_told_by, story.filer)
    form = Submission(f"draft {story.filer}", story.words, category="tax", category_is_sure=True, channel="hotline")
    ticket = await story.do(on_behalf.log, form, Caller(firm=firm, phone=phone), by=208)
    story.id, story.number = ticket.id, ticket.number
    await story.town.write(receipts.wait, story.id, story.town.now())
    await story.claimed()
    await story.do(work.add_material, story.id, story.marks["material"], by=208)
    await story.called_back()
    await story.answer("unsolved", "dissatisfied")


def _told_by(conn: Connection, filer: int) -> tuple[int, str]:
    who = people.by_telegram(conn, filer)
    return who.enterprise, who.phone


STORIES: dict[str, Make] = {
    "submitted": _submitted,
    "dispatched": _dispatched,
    "in progress": _in_progress,
    "waiting": _waiting,
    "requested": _requested,
    "resolved": _resolved,
    "asked": _asked,
    "closed": _closed,
    "reworked": _reworked,
    "withdrawn": _withdrawn,
    "rejected": _rejected,
    "escalated": _escalated,
    "parked": _parked,
    "adjudicated": _adjudicated,
    "complaint": _complaint,
    "complaint handled": _complaint_handled,
    "supported": _supported,
    "confidential": _confidential,
    "confidential handled": _confidential_handled,
    "withheld": _withheld,
    "withheld handled": _withheld_handled,
    "logged": _logged,
    "leading": _escalated,  # what nobody hands on with one press
    "merged": _merged,
}
