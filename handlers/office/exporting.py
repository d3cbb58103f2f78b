"""/export: the ledger (台账) as a file, of a span and a unit, masked; unmasked for a written reason. 导出记录: who took which."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office.numbers import exporting
from tickets.ledger_spans import LedgerSpan
from tickets.notices import Notice
from tickets.people import Person

STEP = CARD = "export"

router = Router(name="exporting")


@router.message(Private(), Ordered("export"))
async def offer(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """What would be in it: this month, every unit."""
    return [await _choice(desk, LedgerSpan.THIS_MONTH, exporting.EVERY_UNIT, me, now, fresh=True)]


@router.callback_query(Pressed("export"))
async def offer_from_desk(query: CallbackQuery, desk: Desk, me: Person, now: datetime) -> Said:
    """The same, from the desk."""
    return [await _choice(desk, LedgerSpan.THIS_MONTH, exporting.EVERY_UNIT, me, now, fresh=True)]


@router.callback_query(Pressed("export_span"))
async def choose_span(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """Another span, in place."""
    return [await _choice(desk, press.word(1), press.word(), me, now)]


@router.callback_query(Pressed("export_unit"))
async def choose_unit(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """选单位, then the unit, in place."""
    if not press.word(1):
        return [say("pick_export_unit", card=CARD, **await desk(exporting.units, press.word(), by=me))]
    return [await _choice(desk, press.word(), press.word(1), me, now)]


@router.callback_query(Pressed("export_now"))
async def give(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """导出: the file, names and phones masked."""
    return [await _file(desk, press.word(1), press.word(), None, me, now)]


@router.callback_query(Pressed("export_whole"))
async def ask_why(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """导出原文: ask what for."""
    chosen = await desk(exporting.choice, press.word(1), press.word(), by=me, now=now)
    form.open(STEP, draft=STEP, span=press.word(1), unit=press.word())
    return [say("ask_export_why", draft=STEP, **chosen)]


@router.message(Private(), At(STEP))
async def give_whole(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The reason: kept with who asks, and the file unmasked."""
    if not heard.text:
        return [words_please(heard)]
    told = await _file(desk, form.data["span"], form.data["unit"], heard.text.strip(), me, now)
    form.clear()
    return [told]


@router.callback_query(Pressed("exports"))
async def show_log(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """导出记录: who took which ledger, and why unmasked; its pages turn in place."""
    place = press.number() if press.word() else 0
    return [say("exports", card="exports", fresh=not press.word(), **await desk(exporting.log, place, by=me))]


async def _choice(desk: Desk, span: str, unit: str, me: Person, now: datetime, *, fresh: bool = False) -> Notice:
    return say("export", card=CARD, fresh=fresh, **await desk(exporting.choice, span, unit, by=me, now=now))


async def _file(desk: Desk, span: str, unit: str, reason: str | None, me: Person, now: datetime) -> Notice:
    return say("ledger", **await desk(exporting.hand_out, span, unit, reason=reason, by=me, now=now))
