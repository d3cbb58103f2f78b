"""What a contact does with tickets: the list of them, material, withdrawing, reopening, and where words belong."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import draft, filing, talk
from handlers.desk import Desk, Form, Heard, Said, ask, ask_for_words, close, say, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office import ending, relay, views, work
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import WITHDRAWALS, Reason

MATERIAL, REOPEN = "contact:material", "contact:reopen"

router = Router(name="contact")


@router.message(Private(), Ordered("mine"))
async def mine(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """The tickets one filed, late ones first."""
    return [say("list", card="list:mine", fresh=True, **await desk(views.page, "mine", 0, by=me, now=now))]


@router.callback_query(Pressed("add_material"))
async def ask_material(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """补充材料: the next message belongs to the ticket."""
    facts = await desk(views.ticket, press.number(), by=me, now=now)
    _check(facts, "add_material")
    form.open(MATERIAL, ticket=press.number())
    return [ask("ask_material", press.number(), number=facts["number"])]


@router.message(Private(), At(MATERIAL))
async def material(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Words or files for the ticket; an album's later pictures follow without being asked for again."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    which = form.data["ticket"]
    done = await desk(work.add_material, which, heard.text, by=me, now=now, files=heard.files)
    await desk(relay.tie, heard.source, which, heard.text, by=me, now=now)
    if form.answered(heard, which):
        return []
    is_withheld = done.ticket.is_withheld
    return [close("material_kept", which, fresh=True, number=done.ticket.number, is_withheld=is_withheld, ticket=which)]


@router.callback_query(Pressed("withdraw"))
async def withdraw(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """撤回: ask for the reason, then do it."""
    facts = await desk(views.ticket, press.number(), by=me, now=now)
    if not press.word(1):
        _check(facts, "withdraw")
        form.give_way(press.number())
        return [ask("ask_withdraw", press.number(), number=facts["number"], reasons=list(WITHDRAWALS))]
    if press.word(1) not in set(Reason):
        raise Refusal("bad_button")
    ticket = await desk(ending.withdraw, press.number(), Reason(press.word(1)), by=me, now=now)
    return [close("withdrawn", ticket.id, number=ticket.number, reason=press.word(1))]


@router.callback_query(Pressed("reopen"))
async def ask_reopen(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """重启办理: ask what came back."""
    facts = await desk(views.ticket, press.number(), by=me, now=now)
    _check(facts, "reopen", late="reopen_window_over")
    form.open(REOPEN, ticket=press.number())
    return [ask("ask_reopen", press.number(), number=facts["number"])]


@router.message(Private(), At(REOPEN))
async def reopen(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """What came back, in words; photos may come before, with and after them."""
    which = form.data["ticket"]
    if heard.album is not None and form.data.get("album") == heard.album:
        await desk(ending.add_to_reopening, which, heard.files, by=me, now=now)
        return []
    if not heard.text:
        return ask_for_words(heard, form)
    files = (*form.kept(), *heard.files)
    ticket = await desk(ending.reopen, which, heard.text, by=me, now=now, files=files)
    await desk(relay.tie, heard.source, which, heard.text, by=me, now=now)
    form.answered(heard, which)
    due = ticket.due_at.isoformat() if ticket.due_at else None
    return [close("reopened_for_you", ticket.id, fresh=True, number=ticket.number, due_at=due)]


@router.callback_query(Pressed("belongs"), At(draft.WHERE))
async def belongs(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """补充到 …0007, or a new grievance: where what was just said belongs."""
    if press.word() == "new":
        form.ask(draft.TEXT)
        return await filing.go_on(desk, me, form, now)
    words, files, sources = draft.text(form), draft.files(form), draft.sources(form)
    form.clear()
    sent = await desk(relay.message, press.number(), words, by=me, now=now, files=files, sources=sources)
    return [talk.sent_across(sent)]


def _check(facts: Mapping[str, Any], move: str, *, late: str | None = None) -> None:
    """Refuse what the facts do not offer: not the person's, too ``late`` for a closed ticket, or not in this state."""
    if move in facts["moves"]:
        return
    if facts["is_staff"]:
        raise Refusal("not_yours", action=move, number=facts["number"])
    code = late if late is not None and facts["state"] == "closed" else "not_now"
    raise Refusal(code, action=move, **{key: facts[key] for key in ("number", "state", "officer")})
