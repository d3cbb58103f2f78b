"""What an officer does: the pool, the to-do, claim, progress, resolve with the result in writing, undo, return."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, ask, close, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office import dispatch, relay, views, work
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import RETURNS, Reason

NOTE, RESULT, RETURN_WHY = "officer:note", "officer:result", "officer:return_why"

router = Router(name="officer")


@router.message(Private(), Ordered("todo"))
async def todo(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """My tickets, late ones first."""
    return [say("list", card="list:todo", fresh=True, **await desk(views.page, "todo", 0, by=me, now=now))]


@router.message(Private(), Ordered("pool"))
async def pool(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """What nobody of my unit has claimed."""
    return [say("list", card="list:pool", fresh=True, **await desk(views.page, "pool", 0, by=me, now=now))]


@router.message(Private(), Ordered("unit"))
async def unit(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """All unfinished tickets of the units one leads."""
    return [say("list", card="list:unit", fresh=True, **await desk(views.page, "unit", 0, by=me, now=now))]


@router.callback_query(Pressed("claim"))
async def claim(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """认领: exactly one wins, the others are told who."""
    ticket = await desk(dispatch.claim, press.number(), by=me, now=now)
    return [toast("claimed_by_you", number=ticket.number, due_at=ticket.due_at.isoformat() if ticket.due_at else None)]


@router.callback_query(Pressed("return"))
async def hand_back(
    query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime
) -> Said:
    """退回: ask for the listed reason in private, then do it; 其他 wants a sentence."""
    if not press.word(1):
        facts = await desk(views.ticket, press.number(), by=me, now=now)
        if "return" not in facts["moves"]:
            raise Refusal("not_now", action="return", **{key: facts[key] for key in ("number", "state", "officer")})
        form.give_way(press.number())
        question = ask("ask_return", press.number(), number=facts["number"], reasons=list(RETURNS))
        return [question] if heard.is_private else [question, toast("see_private")]
    if press.word(1) not in set(Reason):
        raise Refusal("bad_button")
    if press.word(1) == Reason.OTHER:
        facts = await desk(views.ticket, press.number(), by=me, now=now)
        form.open(RETURN_WHY, ticket=press.number())
        return [ask("ask_return_why", press.number(), number=facts["number"])]
    ticket = await desk(dispatch.hand_back, press.number(), Reason(press.word(1)), by=me, now=now)
    return [close("handed_back", ticket.id, number=ticket.number), toast("done")]


@router.message(Private(), At(RETURN_WHY))
async def return_why(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The sentence that explains a return for a reason that is not listed."""
    if not heard.text:
        return [words_please(heard)]
    which = form.data["ticket"]
    ticket = await desk(dispatch.hand_back, which, Reason.OTHER, by=me, now=now, words=heard.text)
    form.answered(heard, which)
    return [close("handed_back", ticket.id, fresh=True, number=ticket.number)]


@router.callback_query(Pressed("note"))
async def ask_note(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """记录进展: the next message is the note."""
    return await _ask(NOTE, "note", press, desk, me, form, now)


@router.message(Private(), At(NOTE))
async def note(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """An internal progress note."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    which = form.data["ticket"]
    done = await desk(work.note, which, heard.text, by=me, now=now, files=heard.files)
    await desk(relay.tie, heard.chat, heard.message, which, done.text, now=now)
    if form.answered(heard, which):
        return []
    return [close("note_kept", which, fresh=True, number=done.ticket.number, ticket=which)]


@router.callback_query(Pressed("resolve"))
async def ask_result(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """办结: ask for the result in writing."""
    return await _ask(RESULT, "resolve", press, desk, me, form, now)


@router.message(Private(), At(RESULT))
async def result(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The result, which the enterprise will read; photos may come before, with and after the words, words must."""
    which = form.data["ticket"]
    if heard.album is not None and form.data.get("album") == heard.album:
        await desk(work.add_to_result, which, heard.files, by=me, now=now)
        return []
    if not heard.text:
        is_more = bool(heard.files) and form.keep(heard.files)
        return [] if is_more else [say("result_needs_words", has_files=bool(heard.files))]
    files = (*form.kept(), *heard.files)
    ticket = await desk(work.resolve, which, heard.text, by=me, now=now, files=files)
    form.answered(heard, which)
    seen = await desk(views.ticket, ticket.id, by=me, now=now)
    told = {"number": ticket.number, "moves": seen["moves"]}
    return [close("resolved_by_you", ticket.id, fresh=True, ticket=ticket.id, **told)]


@router.callback_query(Pressed("undo_resolve"))
async def undo(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """撤销办结, until the callback goes out."""
    ticket = await desk(work.undo_resolve, press.number(), by=me, now=now)
    said = "resolve_undone_by_you"
    return [close(said, ticket.id, number=ticket.number), toast(said, number=ticket.number)]


async def _ask(step: str, move: str, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    facts = await desk(views.ticket, press.number(), by=me, now=now)
    if move not in facts["moves"]:
        raise Refusal("not_now", action=move, **{key: facts[key] for key in ("number", "state", "officer")})
    form.open(step, ticket=press.number())
    return [ask(f"ask_{move}", press.number(), number=facts["number"])]
