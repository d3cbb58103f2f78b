"""For everybody: /start with or without an invitation, /help, /cancel."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Said, close, say, toast
from handlers.filters import OfTelegram, Ordered, Pressed, Private, Worded
from handlers.press import Press
from office import staff
from templates.labels import CANCEL
from tickets.notices import Notice
from tickets.people import Person

INVITATION = "inv_"

router = Router(name="common")


@router.message(Private(), OfTelegram())
async def nothing(message: Message) -> Said:
    """A service message is nobody's, and wants no answer."""
    return []


@router.message(Private(), Ordered("start"))
async def start(message: Message, order: str, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Greet; an invitation in the link makes the person staff first."""
    if order.startswith(INVITATION):
        me = await desk(staff.accept, order.removeprefix(INVITATION), by=me, now=now)
        return [await _post(desk, me)]
    return [say("welcome", roles=sorted(me.roles), name=me.name, has_draft=bool(form.data.get("draft")))]


async def _post(desk: Desk, me: Person) -> Notice:
    names = await desk(staff.unit_names, sorted(me.units()))
    return say("appointed", roles=sorted(me.roles), units=names, name=me.name)


@router.message(Private(), Ordered("help"))
async def show_help(message: Message, me: Person) -> Said:
    """Say what the person can do here."""
    return [say("help", roles=sorted(me.roles))]


@router.message(Private(), Ordered("cancel"))
async def cancel(message: Message, form: Form) -> Said:
    """Leave whatever was being filled in."""
    return _cancelled(form)


def _cancelled(form: Form) -> Said:
    had_draft = form.step is not None
    form.clear()
    return [say("cancelled", had_draft=had_draft)]


@router.message(Private(), Worded(CANCEL))
async def say_cancel(message: Message, form: Form) -> Said:
    """The same by the key below the message box."""
    return _cancelled(form)


@router.callback_query(Pressed("cancel"))
async def press_cancel(query: CallbackQuery, press: Press, form: Form) -> Said:
    """The same by button, in its place. A form is left only by a button of its own."""
    if form.step is None or form.mark != press.word():
        return [toast("nothing_to_cancel")]
    ticket, card = form.data.get("ticket"), form.data.get("card")
    form.clear()
    return [close("left_alone", ticket) if ticket is not None else say("cancelled", card=card, had_draft=True)]


@router.callback_query(Pressed("leave"))
async def leave(query: CallbackQuery, press: Press) -> Said:
    """取消 under a choice that is no form: the question goes, everything stays as it is."""
    return [close("left_alone", press.number())]
