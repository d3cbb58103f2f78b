"""Which firm somebody speaks for: typed, picked among known ones, doubted, corrected; in a draft and from the profile."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy import Connection

from handlers import free
from handlers.contact import draft, filing, later
from handlers.desk import Desk, Form, Heard, Said, say
from handlers.filters import At, Pressed, Private, Worded
from handlers.group import author
from handlers.offered import name_of, offer
from handlers.officer import caller
from handlers.press import Press
from office.people import finding_firms, firms
from templates.labels import CHANGE_FIRM
from tickets.city import City
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal

router = Router(name="firm")
router.message.filter(Private())


@router.message(At(draft.FIRM, later.FIRM))
async def answer(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The firm's full name. A photo, or what is too long for a name, still belongs to the grievance."""
    if not heard.text and not heard.files:
        return [_ask_again(me, form)]
    if (why := draft.more(form, heard)) is None:
        return await take(heard, desk, me, form, now)
    if author.is_asked(form):
        return await author.keep(heard, desk, me, form, now)
    if not draft.is_begun(form):
        return await free.free(message, heard, desk, me, form, now)
    draft.hear(form, heard)
    return [] if why == "follows" else [filing.ask_firm(me, form, kept=why)]


def gave_name(form: Form, heard: Heard) -> bool:
    """Whether the firm's name came by this message, and the form is still open: an edit of it is a better answer."""
    return bool(heard.text) and draft.is_of(form.data.get("typed"), heard)


async def take(heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Take what was typed for the firm's name: a known firm, or what looks like a name, at once; else ask."""
    found = await desk(_finds(form), heard.text)
    form.data["typed"] = draft.part(heard)
    offered = offer(form, found.like)
    facts: dict[str, Any] = {"name": found.name, "said": heard.message, "draft": form.mark}
    if found.like or found.is_doubtful:
        form.ask(draft.FIRM if draft.is_begun(form) else later.FIRM, firm=None)
    if found.like:
        return [say("pick_firm", firms=offered, **facts)]
    if found.is_doubtful:
        return [say("check_firm", **facts)]
    return await _settle(found.name, found.exact, desk, me, form, now)


@router.callback_query(Pressed("firm"), At(draft.FIRM, later.FIRM))
async def choose(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """One of the offered firms, the name as typed, another try, or: these words were meant for the grievance."""
    typed, chosen = form.data.get("typed"), press.word(1)
    if typed is None or press.word() != str(typed["message"]):
        raise Refusal("bad_button")
    if chosen == "again":
        return [_ask_again(me, form)]
    if chosen == "more":
        del form.data["typed"]
        if author.is_asked(form):
            return await author.keep(Heard(**typed), desk, me, form, now)
        if not draft.is_begun(form):
            return await filing.begin(Heard(**typed), desk, me, form, now)
        draft.hear(form, Heard(**typed))
        return [filing.ask_firm(me, form, kept="words")]
    if chosen == "new":
        found = await desk(_finds(form), typed["text"])
        return await _settle(found.name, found.exact, desk, me, form, now)
    if (name := name_of(form, chosen)) is None:
        raise Refusal("bad_button")
    return await _settle(name, press.number(1), desk, me, form, now)


@router.message(At(draft.PHONE), Worded(CHANGE_FIRM))
async def say_change(message: Message, me: Person, form: Form) -> Said:
    """改企业, by the key below the message box: ask for the firm once more before the phone."""
    return [filing.ask_firm(me, form)]


@router.callback_query(Pressed("change_firm"))
async def press_change(query: CallbackQuery, press: Press, me: Person, form: Form) -> Said:
    """改企业, from the preview."""
    if not filing.is_this(form, press):
        raise Refusal("draft_is_gone")
    return [filing.ask_firm(me, form)]


@router.callback_query(Pressed("keep_firm"))
async def press_keep(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """不改了: the draft goes on with the firm that one is registered for."""
    if not filing.is_this(form, press) or form.step != draft.FIRM:
        raise Refusal("draft_is_gone")
    form.data.pop("firm", None)
    return await filing.go_on(desk, me, form, now)


def _finds(form: Form) -> Callable[[Connection, City, str], finding_firms.Firms]:
    """Whoever writes for a caller is of the staff: known firms are offered also where the name has a slip in it."""
    return finding_firms.find_for_staff if caller.is_begun(form) else finding_firms.find


def _ask_again(me: Person, form: Form) -> Notice:
    return filing.ask_firm(me, form) if draft.is_begun(form) else say("ask_firm", draft=form.mark)


async def _settle(name: str, which: int | None, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """It is this firm. Who left a phone speaks for it from now on, anybody else once they have; who writes for a caller never."""
    form.data["firm"] = {"name": name, "id": which}
    if me.phone is not None and not caller.is_begun(form):
        me = await desk(firms.register, by=me, phone=me.phone, now=now, firm=which, name=name)
        del form.data["firm"]
    if author.is_asked(form):
        return await author.go_on(desk, me, form, now)
    if draft.is_begun(form):
        return await filing.go_on(desk, me, form, now)
    form.clear()
    return [say("profile", **await desk(firms.profile, by=me))]
