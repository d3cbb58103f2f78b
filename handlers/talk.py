"""Replies: in private to any message of a ticket they cross to the other side; under a group card they are internal notes."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.contact import draft, filing, firm
from handlers.desk import Desk, Form, Heard, Said, ask, here, say, toast, words_please
from handlers.filters import At, GoesOn, Pressed, Private, Replied
from handlers.officer import operator, visit_form, visiting
from handlers.press import Press
from office import views
from office.asking import questions
from office.callbacks import remarks
from office.handling import work
from office.intake import operator as calls
from office.talking import longer, relay, sent
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal

TALK = "talk"

router = Router(name="talk")


@router.message(GoesOn())
async def go_on(message: Message, about: int, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The rest of a text whose beginning was taken and answered."""
    await desk(longer.go_on, about, heard.text, by=me, source=heard.source, now=now)
    form.may_go_on(heard, about)
    return []


@router.message(Replied())
async def reply(
    message: Message,
    about: int,
    callback: int | None,
    asked: int | None,
    heard: Heard,
    desk: Desk,
    me: Person,
    form: Form,
    now: datetime,
) -> Said:
    """Across in private, a note in a group; to a callback the sentence that goes with the answers, to a question the answer."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    if callback is not None:
        if not heard.text:
            return [words_please(heard)]
        await desk(remarks.remark, callback, heard.text, by=me, chat=heard.chat, now=now, files=heard.files)
        await desk(relay.tie, heard.source, about, heard.text, by=me, now=now)
        return [say("remark_kept", callback=callback)]
    if asked is not None or (heard.is_private and await _is_answer(heard, about, desk, me)):
        done = await desk(work.add_material, about, heard.text, by=me, now=now, files=heard.files)
        await desk(relay.tie, heard.source, about, heard.text, by=me, now=now)
        form.may_go_on(heard, about)
        told = await desk(views.outcome, about, by=me, now=now)
        return [] if done.is_more_of_album else [say("material_kept", ticket=about, **told)]
    if heard.is_private:
        said = await cross(heard, about, desk, me, now)
        form.may_go_on(heard, about)
        return said
    done = await desk(work.note, about, heard.text, by=me, now=now, files=heard.files)
    await desk(relay.tie, heard.source, about, heard.text, by=me, now=now)
    return [] if form.answered(heard, about) else [here("note_kept", number=done.ticket.number, ticket=about)]


async def _is_answer(heard: Heard, about: int, desk: Desk, me: Person) -> bool:
    """Whether a reply to some other message of the ticket answers an open question, or is what a caller told its logger."""
    assert heard.reply_to is not None
    if me.is_staff and await desk(calls.speaks_for_caller, about, by=me):
        return True
    return await desk(questions.is_answer, about, (heard.chat, heard.reply_to), by=me)


async def cross(heard: Heard, about: int, desk: Desk, me: Person, now: datetime) -> Said:
    """Send to the other side, and say so with a way to take it back; an album says so once."""
    done = await desk(
        relay.message,
        about,
        heard.text,
        by=me,
        now=now,
        files=heard.files,
        sources=[heard.source],
        answers=(heard.chat, heard.reply_to) if heard.reply_to is not None else None,
    )
    return [] if done.is_more_of_album else [sent_across(done)]


def sent_across(done: relay.Relayed) -> Notice:
    """Whom it went to, with the way to take it back; once that is over the same message says so."""
    facts: dict[str, Any] = {"to": done.to, "number": done.ticket.number, "outbox": done.outbox}
    facts |= {"is_settled": False, "is_taken_back": False, "id": done.ticket.id}
    facts |= {"may_reopen": done.may_reopen, "may_offer": done.may_offer}
    return say("sent_across", card=sent.card_of(done.outbox), ticket=done.ticket.id, **facts)


@router.callback_query(Pressed("talk"))
async def ask_words(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """联系企业, 联系干部: the next message crosses."""
    facts = await desk(views.ticket, press.number(), by=me, now=now)
    if "message" not in facts["moves"]:
        raise Refusal("not_now", action="message", **{key: facts[key] for key in ("number", "state", "officer")})
    form.open(TALK, ticket=press.number())
    party = {"officer": facts["officer"], "is_staff": facts["is_staff"]}
    return [ask("ask_talk", press.number(), number=facts["number"], **party)]


@router.message(Private(), At(TALK))
async def talk(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The words for the other side."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    about = form.data["ticket"]
    form.answered(heard, about)
    return await cross(heard, about, desk, me, now)


@router.callback_query(Pressed("take_back"))
async def take_back(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """收回."""
    ticket = await desk(sent.take_back, press.number(), by=me, now=now)
    return [toast("taken_back", number=ticket.number)]


@router.edited_message()
async def edited(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """An edited message keeps both wordings; one that is still part of a draft just reads anew."""
    if visit_form.edited(form, heard):
        return await visiting.go_on(desk, form)
    if operator.was_dictated(form, heard):
        return await operator.take_anew(heard, desk, me, form, now)
    if draft.edited(form, heard):
        return await filing.go_on(desk, me, form, now, in_place=True)
    if firm.gave_name(form, heard):
        return await firm.take(heard, desk, me, form, now)
    subject = await desk(relay.subject_of, heard.chat, heard.message)
    if heard.text and heard.is_private and subject.ticket is None:
        return [say("edit_ignored")]
    ticket = await desk(relay.edit, heard.chat, heard.message, heard.text, by=me, now=now)
    return [say("edit_kept", number=ticket.number)] if ticket is not None and heard.is_private else []
