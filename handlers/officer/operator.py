"""/log: what somebody says on the telephone, taken down in one message; only what is missing is asked for."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.contact import draft, filing, firm
from handlers.desk import Desk, Form, Heard, Said, say, words_please
from handlers.filters import ORDER, At, Ordered, Pressed, Private
from handlers.officer import caller
from handlers.press import Press
from office.intake import operator
from office.people import phones
from tickets import access, identity
from tickets.people import Person
from tickets.refusal import Refusal

router = Router(name="operator")
router.message.filter(Private())


@router.message(Ordered("log"))
async def log(message: Message, order: str, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """代录诉求: with words after the command, what was said; else they are asked for."""
    caller.begin(form)
    if not order:
        return [say("ask_call", draft=form.data["draft"])]
    return await _take(replace(heard, text=order), desk, me, form, now)


@router.callback_query(Pressed("log_again"))
async def again(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form) -> Said:
    """再录一条: the next call, by the same line."""
    if not access.may_command("log", me):
        raise Refusal("not_for_you")
    doors = await desk(operator.doors, None, by=me)
    place = press.number() if press.word() else 0
    caller.begin(form, list(doors[place]) if place < len(doors) else None)
    return [say("ask_call", draft=form.data["draft"])]


@router.message(At(draft.CALL))
async def call(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Who calls, from where, for which firm, about what."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    return await _take(heard, desk, me, form, now)


async def _take(heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    taken = await desk(operator.take_down, heard.text)
    if taken.phone is not None and await desk(phones.is_staffs, taken.phone):
        taken = replace(taken, phone=None)
        caller.hear(form, heard, taken)
        caller.learn(form, why="staffs")
    else:
        caller.hear(form, heard, taken)
    if taken.firm is not None:
        form.ask(draft.FIRM)
        return await firm.take(replace(heard, text=taken.firm), desk, me, form, now)
    return await filing.go_on(desk, me, form, now)


def was_dictated(form: Form, heard: Heard) -> bool:
    """Whether what was taken down came by this message: an edit of it is taken apart anew."""
    parts = form.data.get("parts", [])
    return caller.is_begun(form) and bool(heard.text and parts) and draft.is_of(parts[0], heard)


async def take_anew(heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Take an edited message; what was added to it since stays."""
    later = form.data["parts"][1:]
    form.data["parts"] = []
    order = ORDER.match(heard.text)
    said = await _take(replace(heard, text=order["rest"].strip()) if order else heard, desk, me, form, now)
    form.data["parts"] = [*form.data["parts"], *later]
    return said


@router.message(At(draft.CALLER_PHONE))
async def phone(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The caller's number; what has no digit in it, or is long, is more of the grievance."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    if draft.more(form, heard) is not None:
        draft.hear(form, heard)
        return await filing.go_on(desk, me, form, now)
    caller.learn(form, phone=await desk(phones.of_enterprise, heard.text), why=None)
    return await _greet(desk, me, form, now)


@router.message(At(draft.CALLER_NAME))
async def name(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """How the caller is called. What is no name is more of the grievance."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    called = identity.person_name(heard.text) if not heard.files else None
    if called is None:
        if heard.text and len(heard.text) <= NAME_TRIED and not heard.files:
            raise Refusal("name_unfit")
        draft.hear(form, heard)
    else:
        caller.learn(form, name=called)
    return await filing.go_on(desk, me, form, now)


NAME_TRIED = 8
"""So short, what was written when asked for the name was meant for it."""


@router.callback_query(Pressed("caller"))
async def choose(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """One of the numbers in the message; 没有留电话; 没有留姓名; 改来电人; 改渠道."""
    if not caller.is_begun(form) or not filing.is_this(form, press):
        raise Refusal("draft_is_gone")
    what, chosen = press.word(1), press.word(2)
    if what == "phone":
        if chosen not in form.data["caller"].get("phones", []):
            raise Refusal("bad_button")
        caller.learn(form, phone=await desk(phones.of_enterprise, chosen), why=None)
        return await _greet(desk, me, form, now)
    if what == "door":
        doors = await desk(operator.doors, (form.data["firm"] or {}).get("id"), by=me)
        if not chosen:
            return [say("pick_door", card=form.data["card"], draft=form.data["draft"], doors=_numbered(doors))]
        if press.number(2) >= len(doors):
            raise Refusal("bad_button")
        form.data["door"] = list(doors[press.number(2)])
    elif what == "no_phone":
        caller.learn(form, is_without_phone=True, phone=None, why=None)
    elif what == "no_name":
        caller.learn(form, is_without_name=True)
    elif what == "again":
        form.data["caller"] = {}
    else:
        raise Refusal("bad_button")
    return await filing.go_on(desk, me, form, now, in_place=what == "door")


def _numbered(doors: list[operator.Door]) -> list[list[str]]:
    return [[str(place), sub or channel] for place, (channel, sub) in enumerate(doors)]


async def _greet(desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Whose number is known already need not be asked for a name."""
    known = form.data["caller"]
    if known.get("name") is None:
        called = await desk(operator.knows, known["phone"], (form.data["firm"] or {}).get("id"))
        caller.learn(form, name=called)
    return await filing.go_on(desk, me, form, now)
