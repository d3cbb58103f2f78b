"""For everybody: /start with or without an invitation, /help, /cancel."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.contact import draft
from handlers.desk import Desk, Form, Heard, Said, close, say, toast
from handlers.filters import At, OfTelegram, Ordered, Pressed, Private, Shared, Worded
from handlers.group import author
from handlers.press import Press
from office.intake.author import LINK
from office.people import inviting, staff
from templates.labels import CANCEL, SKIP
from tickets import access
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal

INVITATION = "inv_"
PHONE = "staff:phone"

router = Router(name="common")


@router.message(Private(), OfTelegram())
async def nothing(message: Message) -> Said:
    """A service message is nobody's, and wants no answer."""
    return []


@router.message(Private(), Ordered("start"))
async def start(message: Message, order: str, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Greet; an invitation in the link makes the person staff first."""
    if order.startswith(INVITATION):
        me = await desk(inviting.accept, order.removeprefix(INVITATION), by=me, now=now)
        return [await _post(desk, me, form)]
    if order.startswith(LINK):
        return await author.open_link(order, desk, me, form, now)
    return [say("welcome", roles=sorted(me.roles), name=me.name, has_draft=bool(form.data.get("draft")))]


async def _post(desk: Desk, me: Person, form: Form) -> Notice:
    """The post, and once, unless something is being filled in, the wish for a phone number."""
    names = await desk(inviting.unit_names, sorted(me.units()))
    asks = me.phone is None and form.step is None
    if asks:
        form.ask(PHONE)
    return say("appointed_without_phone" if asks else "appointed", roles=sorted(me.roles), units=names, name=me.name)


@router.message(Private(), At(PHONE), Worded(SKIP))
async def skip_phone(message: Message, form: Form) -> Said:
    """跳过: without a phone number."""
    form.clear()
    return [say("phone_skipped")]


@router.message(Private(), At(PHONE), Shared())
async def phone(message: Message, heard: Heard, desk: Desk, me: Person, form: Form) -> Said:
    """A staff member's own number, by the key. What else they say is heard as ever."""
    if heard.phone is None:
        raise Refusal("phone_is_anothers")
    await desk(staff.keep_phone, heard.phone, by=me)
    form.clear()
    return [say("phone_kept")]


@router.message(Private(), Ordered("help"))
async def show_help(message: Message, me: Person) -> Said:
    """Say what the person can do here."""
    return [say("help", roles=sorted(me.roles), commands=access.commands_of(me))]


@router.message(Private(), Ordered("cancel"))
async def cancel(message: Message, form: Form) -> Said:
    """Leave whatever was being filled in."""
    return _cancelled(form)


def _cancelled(form: Form) -> Said:
    left = _left(form)
    form.clear()
    return [say("cancelled", left=left)]


def _left(form: Form) -> str | None:
    """What is being filled in: a grievance, or a form of another sort."""
    if draft.is_begun(form):
        return "draft"
    return "form" if form.step is not None else None


@router.message(Private(), Worded(CANCEL))
async def say_cancel(message: Message, form: Form) -> Said:
    """The same by the key below the message box."""
    return _cancelled(form)


@router.callback_query(Pressed("cancel"))
async def press_cancel(query: CallbackQuery, press: Press, form: Form) -> Said:
    """The same by button, in its place. A form is left only by a button of its own."""
    if form.step is None or form.mark != press.word():
        return [toast("nothing_to_cancel")]
    ticket, card, left = form.data.get("ticket"), form.data.get("card"), _left(form)
    form.clear()
    return [close("left_alone", ticket) if ticket is not None else say("cancelled", card=card, left=left)]


@router.callback_query(Pressed("leave"))
async def leave(query: CallbackQuery, press: Press) -> Said:
    """取消 under a choice that is no form: the question goes, everything stays as it is."""
    return [close("left_alone", press.number())]
