"""会议收集: opening a meeting, its card, reading it back, handing it out, what came of it. Items: ``handlers.office.noting``."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office.meetings import handing_out, lists, opening, report
from tickets.intake.meetings import Meeting
from tickets.notices import Notice
from tickets.people import Person

OPENING, MENDING, ANSWER, REWORD = "meeting:open", "meeting:mend", "meeting:answer", "meeting:reword"
STEPS = frozenset({OPENING, MENDING, ANSWER, REWORD})

router = Router(name="meeting")


@router.message(Private(), Ordered("meeting"))
async def begin(message: Message, order: str, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The meeting that one writes in; else the recent ones, and how to open one; with words behind it, one is opened."""
    mine = await desk(opening.current, by=me)
    if order:
        opened: Meeting = await desk(opening.open_one, order, by=me, now=now)
        leave(form)
        return [await card(opened.id, desk, me, fresh=True)]
    if mine is not None:
        return [await card(mine, desk, me, fresh=True)]
    form.open(OPENING)
    return [say("meetings", card="meetings", fresh=True, **await desk(lists.recent, 0, by=me, now=now))]


@router.message(Private(), At(OPENING))
async def line(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The line that opens a meeting."""
    if not heard.text:
        return [words_please(heard)]
    opened: Meeting = await desk(opening.open_one, heard.text, by=me, now=now)
    form.clear()
    return [await card(opened.id, desk, me, fresh=True)]


@router.message(Private(), At(MENDING))
async def mended(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Name, day and leaders anew."""
    if not heard.text:
        return [words_please(heard)]
    meeting: Meeting = await desk(opening.mend, form.data["meeting"], heard.text, by=me, now=now)
    form.clear()
    return [await card(meeting.id, desk, me, fresh=True)]


@router.callback_query(Pressed("meetings"))
async def page(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """Another page of the recent ones."""
    return [say("meetings", card="meetings", **await desk(lists.recent, press.number(), by=me, now=now))]


@router.callback_query(Pressed("meeting"))
async def show(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form) -> Said:
    """One meeting, as a new message: what lies above stays readable."""
    if form.step == OPENING:
        form.clear()
    return [await card(press.number(), desk, me, fresh=True)]


@router.callback_query(Pressed("meeting_kind"))
async def kind(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """早餐会, 政企恳谈会, …: which kind it is."""
    meeting: Meeting = await desk(opening.choose_kind, press.number(0), press.number(1), by=me, now=now)
    return [await card(meeting.id, desk, me)]


@router.callback_query(Pressed("meeting_mend"))
async def mend(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """改会议: the line is asked for anew."""
    await desk(opening.kept_for, press.number(), by=me)
    form.open(MENDING, draft=f"meeting-{press.number()}", meeting=press.number())
    return [say("ask_meeting_line", draft=form.mark)]


@router.callback_query(Pressed("meeting_take_over"))
async def take_over(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """接手: write in it from now on."""
    meeting: Meeting = await desk(opening.take_over, press.number(), by=me, now=now)
    leave(form)
    return [await card(meeting.id, desk, me)]


@router.callback_query(Pressed("meeting_reopen"))
async def reopen(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """补记: something was forgotten."""
    meeting: Meeting = await desk(opening.reopen, press.number(), by=me, now=now)
    leave(form)
    return [await card(meeting.id, desk, me)]


@router.callback_query(Pressed("meeting_close"))
async def close(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """结束会议: nothing waits in it."""
    meeting: Meeting = await desk(opening.close, press.number(), by=me, now=now)
    leave(form)
    return [await card(meeting.id, desk, me)]


@router.callback_query(Pressed("meeting_read"))
async def read_back(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """念一遍: page by page in one message."""
    which, number = press.number(0), press.number(1)
    facts = await desk(lists.read_back, which, number, by=me)
    return [say("meeting_read", card=f"meeting_read:{which}", fresh=number == 0, **facts)]


@router.callback_query(Pressed("meeting_hand_out"))
async def hand_out(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """全部交办: all of it at once, and how it stands."""
    filed = await desk(handing_out.hand_out, press.number(), by=me, now=now)
    leave(form)
    over = await card(press.number(), desk, me)
    return [toast("handed_out", count=len(filed)), over, await _report(press.number(), 0, desk, me, now)]


@router.callback_query(Pressed("meeting_report"))
async def progress(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """进展: the meeting's own digest."""
    return [await _report(press.number(0), press.number(1), desk, me, now)]


@router.callback_query(Pressed("meeting_promises"))
async def promises(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """领导承诺: what was promised, and how it stands."""
    which, number = press.number(0), press.number(1)
    facts = await desk(report.promises_of, which, number, by=me, now=now)
    return [say("meeting_promises", card=f"meeting_promises:{which}", fresh=number == 0, **facts)]


async def card(which: int, desk: Desk, me: Person, *, fresh: bool = False) -> Notice:
    """The meeting's card."""
    return say("meeting", card=f"meeting:{which}", fresh=fresh, **await desk(lists.card, which, by=me))


async def _report(which: int, number: int, desk: Desk, me: Person, now: datetime) -> Notice:
    facts = await desk(report.digest, which, number, by=me, now=now)
    return say("meeting_report", card=f"meeting_report:{which}", fresh=number == 0, **facts)


def leave(form: Form) -> None:
    """What was being asked about a meeting is over."""
    if form.step in STEPS:
        form.clear()
