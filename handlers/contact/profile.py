"""The firm's profile: the questions after the first ticket, one a message, each skippable; and /profile."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import free
from handlers.contact.later import CHAIN, FIELDS, NAME, PHONE, REGION, USCC, ask_next, question, recognised
from handlers.desk import Desk, Form, Heard, Said, say, toast
from handlers.filters import At, Ordered, Pressed, Private
from handlers.group import author
from handlers.press import Press
from office import views
from office.people import firms, phones
from tickets import identity
from tickets.people import Person
from tickets.refusal import Refusal

router = Router(name="profile")
router.message.filter(Private())


@router.message(Ordered("profile"))
async def show(message: Message, desk: Desk, me: Person) -> Said:
    """What is kept of the contact and the firm, each changeable."""
    return [say("profile", **await desk(firms.profile, by=me))]


@router.callback_query(Pressed("profile"))
async def change(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form) -> Said:
    """Ask one of the questions again, whoever has a profile."""
    if press.word() not in FIELDS:
        raise Refusal("bad_button")
    await desk(firms.profile, by=me)
    form.open(FIELDS[press.word()], once=True)
    return [await question(desk, press.word(), first=False)]


@router.message(At(USCC))
async def uscc(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The firm's code; one that fails the check is explained and may be kept, marked unverified."""
    if heard.text in identity.NOT_KNOWN:
        return await _went_well(desk, me, form, now, "uscc")
    if await _is_no_answer(heard, desk) or not identity.may_be_uscc(heard.text):
        return await free.free(message, heard, desk, me, form, now)
    try:
        await desk(firms.set_uscc, heard.text, by=me)
    except Refusal as no:
        if no.code != "uscc_invalid":
            raise
        form.data["uscc"] = heard.text
        return [say("uscc_invalid", **no.facts)]
    return await _went_well(desk, me, form, now, "uscc")


@router.callback_query(Pressed("keep_uscc"))
async def keep_uscc(query: CallbackQuery, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """仍然使用: keep the code as typed, marked unverified."""
    if form.step != USCC:
        return [toast("not_asked_now")]
    await desk(firms.set_uscc, form.data.get("uscc", ""), by=me, keep_anyway=True)
    return await _went_well(desk, me, form, now, "uscc")


@router.message(At(NAME))
async def name(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The person's own name."""
    if heard.text in identity.NOT_KNOWN:
        return await _went_well(desk, me, form, now, "name")
    called = identity.person_name(heard.text)
    if await _is_no_answer(heard, desk) or (heard.text and called is None):
        return await free.free(message, heard, desk, me, form, now)
    await desk(firms.set_name, called or "", by=me)
    return await _went_well(desk, me, form, now, "name")


@router.message(At(PHONE))
async def phone(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Another number of one's own, shared by the key or typed; what has no digit in it is no number."""
    if message.contact is not None and heard.phone is None:
        raise Refusal("phone_is_anothers")
    typed = heard.phone or heard.text
    if await _is_no_answer(heard, desk) or not any(letter.isdigit() for letter in typed):
        if author.is_asked(form) and (heard.text or heard.files):
            return await author.keep(heard, desk, me, form, now)
        return await free.free(message, heard, desk, me, form, now)
    number = await desk(phones.ones_own, typed, by=me)
    chosen = form.data.pop("firm", None) or {"id": me.enterprise, "name": ""}
    me = await desk(firms.register, by=me, phone=number, now=now, firm=chosen["id"], name=chosen["name"])
    said = [say("phone_kept"), *await recognised(heard, desk, me, now)]
    if author.is_asked(form):
        return [*said, *await author.go_on(desk, me, form, now)]
    return [*said, *await _went_well(desk, me, form, now, "phone")]


@router.callback_query(Pressed("place"))
async def place(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """A region or a chain, by its key."""
    field = press.word()
    if FIELDS.get(field) != form.step:
        return [toast("not_asked_now")]
    await desk(firms.set_place, field, press.word(1), by=me)
    return await _went_well(desk, me, form, now, field)


@router.message(At(REGION, CHAIN))
async def typed_place(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """A region or chain typed instead of tapped; anything else is a grievance."""
    field = "region" if form.step == REGION else "chain"
    if heard.text in identity.NOT_KNOWN:
        return await _went_well(desk, me, form, now, field)
    for key, called in await desk(firms.places, field):
        if heard.text in {key, called}:
            await desk(firms.set_place, field, key, by=me)
            return await _went_well(desk, me, form, now, field)
    return await free.free(message, heard, desk, me, form, now)


@router.callback_query(Pressed("skip"))
async def skip(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """跳过, 暂不清楚: leave it for another day."""
    if FIELDS.get(press.word()) != form.step:
        return [toast("not_asked_now")]
    return await _went_well(desk, me, form, now, press.word())


async def _went_well(desk: Desk, me: Person, form: Form, now: datetime, field: str) -> Said:
    if form.data.get("once"):
        form.clear()
        return [say("profile", **await desk(firms.profile, by=me))]
    return await ask_next(desk, me, form, now, after=field)


async def _is_no_answer(heard: Heard, desk: Desk) -> bool:
    return bool(heard.files) or await desk(views.is_number, heard.text)
