"""A grievance from its first word to its number: draft by free text, two questions, preview, submit."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.contact import draft, later
from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.officer import caller
from handlers.press import Press
from office import submit
from office.intake import operator
from office.people import firms, phones
from office.submit import Submission
from tickets import firm_names
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Kind

router = Router(name="filing")
router.message.filter(Private())


@router.message(Ordered("new"))
async def new(message: Message, order: str, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Start a grievance; words after the command are its beginning."""
    if not order:
        draft.begin(form)
        return [_question("ask_text", form, fresh=True)]
    return await begin(replace(heard, text=order), desk, me, form, now)


def _question(kind: str, form: Form, *, fresh: bool = False, **facts: Any) -> Notice:
    card = form.data["card"] if kind in {"ask_text", "ask_where"} else None
    return say(kind, card=card, fresh=fresh, draft=form.data["draft"], **facts)


async def begin(heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Begin a grievance with what somebody just said."""
    draft.begin(form)
    draft.hear(form, heard)
    return await go_on(desk, me, form, now)


async def go_on(desk: Desk, me: Person, form: Form, now: datetime, *, in_place: bool = False) -> Said:
    """Ask for whatever is still missing, or show the whole for checking; ``in_place`` where it was shown before."""
    if form.step == draft.WHERE:
        return [_question("ask_where", form, fresh=not in_place, **form.data["talk"])]
    if not draft.text(form):
        form.ask(draft.TEXT)
        return [_question("ask_text", form, has_files=bool(form.data["files"]))]
    if form.data.get("firm", me.enterprise) is None:
        return [ask_firm(me, form)]
    if caller.is_begun(form):
        if (question := caller.question(form)) is not None:
            return [question]
    elif me.phone is None:
        return [_ask_phone(form)]
    form.ask(draft.PREVIEW)
    return [await _preview(desk, me, form, now, fresh=not in_place)]


def ask_firm(me: Person, form: Form, *, kept: str | None = None) -> Notice:
    """Ask for the firm's name; ``kept``: what was just said instead went to the grievance, and why."""
    is_others = caller.is_begun(form)
    is_first = me.enterprise is None and "firm" not in form.data and kept is None
    form.ask(draft.FIRM, firm=None)
    return say(
        "ask_firm",
        draft=form.data["draft"],
        is_first=is_first,
        has_firm=me.enterprise is not None and not is_others,
        kept=kept,
        longest=firm_names.LONGEST,
    )


def _ask_phone(form: Form, *, kept: str | None = None) -> Notice:
    form.ask(draft.PHONE)
    firm = (form.data.get("firm") or {}).get("name")
    return say("ask_phone", firm=firm, kept=kept, longest=firm_names.LONGEST)


@router.message(At(draft.TEXT))
@router.message(At(draft.PREVIEW))
@router.message(At(draft.ADD))
async def add(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """More words or files for the grievance."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    follows = draft.follows(form, heard)
    draft.hear(form, heard)
    return await go_on(desk, me, form, now, in_place=follows)


@router.message(At(draft.EDIT))
async def reword(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """New words instead of the old."""
    if not heard.text:
        return [words_please(heard)]
    draft.reword(form, heard)
    form.ask(draft.PREVIEW)
    return [await _preview(desk, me, form, now, fresh=True)]


@router.message(At(draft.PHONE))
async def phone(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The contact's own number, shared by the key or typed. With it the person is registered."""
    if (why := draft.more(form, heard)) is not None:
        draft.hear(form, heard)
        return [] if why == "follows" else [_ask_phone(form, kept=why)]
    if message.contact is not None and heard.phone is None:
        raise Refusal("phone_is_anothers")
    number = await desk(phones.ones_own, heard.phone or heard.text, by=me)
    chosen = form.data.pop("firm", None) or {"id": me.enterprise, "name": ""}
    me = await desk(firms.register, by=me, phone=number, now=now, firm=chosen["id"], name=chosen["name"])
    known = await later.recognised(heard, desk, me, now)
    return [say("phone_kept"), *known, *await go_on(desk, me, form, now)]


async def _preview(desk: Desk, me: Person, form: Form, now: datetime, *, fresh: bool = False) -> Notice:
    sub = draft.submission(form, await desk(submit.categorise, draft.text(form)))
    is_others = caller.is_begun(form)
    if is_others:
        facts = await desk(operator.preview, sub, caller.of(form), caller.door(form), by=me, now=now)
    else:
        facts = await desk(submit.preview, sub, by=me, now=now)
    if "about" not in form.data:
        form.data["about_unit"] = facts["meant_key"]
    asks = draft.asks_about(form)
    facts |= {"asks_about": asks, "asks_about_meant": asks and facts["meant_key"] is not None}
    kind = "log_preview" if is_others else "preview"
    return say(kind, card=form.data["card"], fresh=fresh, **facts, **draft.choice(form))


def is_this(form: Form, press: Press) -> bool:
    """Whether the pressed button is of the grievance being written."""
    return form.data.get("draft") == press.word() and draft.is_begun(form)


@router.callback_query(Pressed("submit"))
async def press_submit(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """提交: one ticket, however often it is pressed."""
    if not is_this(form, press):
        return [toast("submitted_already", number=await desk(submit.number_of, press.word(), by=me))]
    return await submit_now(desk, me, form, now, is_shown=True)


def is_complete(me: Person, form: Form) -> bool:
    """Whether nothing has to be asked before the grievance may be submitted."""
    is_known = form.data.get("firm", me.enterprise) is not None and me.phone is not None
    return bool(draft.text(form)) and is_known and not draft.asks_about(form)


async def submit_now(desk: Desk, me: Person, form: Form, now: datetime, *, is_shown: bool) -> Said:
    """The ticket of what was written; where it ``is_shown`` to be checked, that says so."""
    sub = draft.submission(form, await desk(submit.categorise, draft.text(form)))
    card = form.data["card"]
    if caller.is_begun(form):
        return await _log(sub, desk, me, form, now)
    ticket = await desk(submit.submit, sub, by=me, now=now)
    form.clear()
    said: Said = [toast("submitted", number=ticket.number)]
    if is_shown:
        said.insert(0, say("preview_done", card=card, number=ticket.number))
    return said + await later.ask_next(desk, me, form, now, after=None)


async def _log(sub: Submission, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """提交 for a caller: the operator gets the number and the promise to read out."""
    card = form.data["card"]
    told = await desk(operator.log, replace(sub, sources=()), caller.of(form), caller.door(form), by=me, now=now)
    form.clear()
    number = told["number"]
    done = say("preview_done", card=card, number=number)
    return [
        done,
        say("logged", card=operator.card_of(told["id"]), ticket=told["id"], **told),
        toast("submitted", number=number),
    ]


@router.callback_query(Pressed("reword"))
async def press_reword(query: CallbackQuery, press: Press, form: Form) -> Said:
    """修改: ask for the words anew."""
    if not is_this(form, press):
        raise Refusal("draft_is_gone")
    form.ask(draft.EDIT)
    return [say("ask_reword", text=draft.text(form), draft=form.data["draft"])]


@router.callback_query(Pressed("add_to_draft"))
async def press_add(query: CallbackQuery, press: Press, form: Form) -> Said:
    """补充材料: the next messages belong to the grievance."""
    if not is_this(form, press):
        raise Refusal("draft_is_gone")
    form.ask(draft.ADD)
    return [say("ask_more")]


@router.callback_query(Pressed("about"))
async def press_about(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Whom the text complains about: hand the problem on without the complaint, this unit, another, nobody, not sure."""
    if not is_this(form, press):
        raise Refusal("draft_is_gone")
    about, unit = press.word(1), press.word(2)
    if about == "choose":
        units = [list(row) for row in await desk(submit.units)]
        return [say("pick_about", card=form.data["card"], draft=form.data["draft"], units=units)]
    if about not in {"withheld", "unit", "no", "unsure"}:
        raise Refusal("bad_button")
    if about == "unit":
        if unit not in {key for key, _ in await desk(submit.units)}:
            raise Refusal("bad_button")
        form.data["about_unit"] = unit
    form.data["about"] = about
    return [await _preview(desk, me, form, now)]


@router.callback_query(Pressed("confidential"))
async def press_confidential(
    query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime
) -> Said:
    """保密: on and off while it is a draft."""
    if not is_this(form, press):
        raise Refusal("draft_is_gone")
    form.data["confidential"] = not form.data.get("confidential")
    return [await _preview(desk, me, form, now)]


@router.callback_query(Pressed("pick_category"))
async def press_category(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """改类别: offer the categories, then take one."""
    if not is_this(form, press):
        raise Refusal("draft_is_gone")
    chosen, known = press.word(1), await desk(submit.categories)
    if not chosen:
        facts = {"draft": form.data["draft"], "categories": [list(row) for row in known]}
        return [say("pick_category", card=form.data["card"], **facts)]
    if chosen in {kind.value for kind in Kind}:
        draft.choose_kind(form, Kind(chosen))
    elif chosen in {key for key, _ in known}:
        form.data["category"] = chosen
    else:
        raise Refusal("bad_button")
    return [await _preview(desk, me, form, now)]
