"""The office's desk: what waits, triage, dispatch, assign, reject, contacts to confirm, notices that failed."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, ask, close, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office import digest as digests
from office import dispatch, firms, staff, views
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import REJECTIONS, Reason

BRIEF, WHY = "office:brief", "office:why"

router = Router(name="office")


@router.message(Private(), Ordered("desk"))
async def desk_(message: Message, desk: Desk, me: Person) -> Said:
    """工作台: one inbox with counts."""
    return [say("desk", card="desk", fresh=True, **await desk(views.desk, by=me))]


@router.message(Private(), Ordered("triage"))
async def triage(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """What waits to be dispatched."""
    return [say("list", card="list:triage", fresh=True, **await desk(views.page, "triage", 0, by=me, now=now))]


@router.message(Private(), Ordered("failed"))
async def failed(message: Message, desk: Desk, me: Person) -> Said:
    """Notices that could not be sent."""
    return [say("failed_list", rows=await desk(views.failed, by=me))]


@router.callback_query(Pressed("failed"))
async def press_failed(query: CallbackQuery, desk: Desk, me: Person) -> Said:
    """The same from the desk."""
    return [say("failed_list", rows=await desk(views.failed, by=me))]


@router.message(Private(), Ordered("digest"))
async def digest(message: Message, desk: Desk, now: datetime) -> Said:
    """周调度: this week's figures so far."""
    return [say("digest", **await desk(digests.this_week, now=now))]


@router.callback_query(Pressed("contacts"))
async def contacts(query: CallbackQuery, desk: Desk, me: Person) -> Said:
    """Contacts who wait to see their firm's tickets, each with its own answer."""
    pending = await desk(views.pending_contacts, by=me)
    if not pending:
        return [toast("nothing_waits")]
    return [
        say(
            "confirm_contact",
            card=firms.contact_card(row["enterprise"], row["person"]),
            fresh=True,
            firm_id=row["enterprise"],
            person_id=row["person"],
            firm=row["firm"],
            name=row["name"],
        )
        for row in pending[:5]
    ]


@router.callback_query(Pressed("confirm_contact"))
async def confirm(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """同意, 不同意: whether a contact may see the firm's tickets; every copy of the card says it."""
    if press.word(2) not in {"yes", "no"}:
        raise Refusal("bad_button")
    agrees = press.word(2) == "yes"
    await desk(firms.decide_contact, press.number(0), press.number(1), is_confirmed=agrees, by=me, now=now)
    return [toast("done")]


@router.callback_query(Pressed("dispatch"))
async def press_dispatch(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """交办: to the suggested unit at once; without one, or for another, choose. A withheld ticket asks for the wording."""
    which, unit = press.number(), press.word(1)
    facts = await desk(views.ticket, which, by=me, now=now)
    if "dispatch" not in facts["moves"]:
        raise Refusal(
            "not_now", action="dispatch", **{key: facts[key] for key in ("number", "state", "officer", "unit")}
        )
    if not unit or unit == "choose":
        unit = await desk(views.suggested_unit, which, by=me) if not unit else ""
        if not unit:
            units = await desk(views.units_for, which, by=me)
            doubted = facts["suggested"] if facts["may_be_faulted"] else None
            choices = [list(row) for row in units]
            form.give_way(which)
            return [ask("pick_unit", which, number=facts["number"], units=choices, doubted=doubted)]
    if facts["is_withheld"]:
        form.open(BRIEF, ticket=which, unit=unit)
        return [ask("ask_brief", which, number=facts["number"], text=facts["text"])]
    ticket = await desk(dispatch.dispatch, which, unit, by=me, now=now)
    names = await desk(staff.unit_names, [ticket.unit or ""])
    told: dict[str, Any] = {"number": ticket.number, "unit": names[0]}
    return [toast("dispatched", **told), *([close("dispatched_by_you", which, **told)] if press.word(1) else [])]


@router.message(Private(), At(BRIEF))
async def brief(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The office's wording of a withheld grievance, for the unit."""
    if not heard.text:
        return [words_please(heard)]
    which, unit = form.data["ticket"], form.data["unit"]
    ticket = await desk(dispatch.dispatch, which, unit, by=me, now=now, brief=heard.text)
    form.answered(heard, which)
    names = await desk(staff.unit_names, [ticket.unit or ""])
    return [close("dispatched_by_you", which, fresh=True, number=ticket.number, unit=names[0])]


@router.callback_query(Pressed("assign"))
async def press_assign(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """指派: choose an officer of the unit, least loaded first."""
    which = press.number()
    if not press.word(1):
        facts = await desk(views.ticket, which, by=me, now=now)
        if "assign" not in facts["moves"]:
            raise Refusal("not_now", action="assign", **{key: facts[key] for key in ("number", "state", "officer")})
        officers = await desk(views.candidates, which, by=me)
        if not officers:
            raise Refusal("nobody_to_assign", number=facts["number"], unit=facts["unit"])
        form.give_way(which)
        return [ask("pick_officer", which, number=facts["number"], officers=[list(row) for row in officers])]
    ticket = await desk(dispatch.assign, which, press.number(1), by=me, now=now)
    facts = await desk(views.ticket, which, by=me, now=now)
    return [close("assigned_by_you", which, number=ticket.number, officer=facts["officer"]), toast("done")]


@router.callback_query(Pressed("reject"))
async def press_reject(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """不予受理: one of the listed reasons; 其他 wants a sentence, which the enterprise is sent."""
    which, reason = press.number(), press.word(1)
    facts = await desk(views.ticket, which, by=me, now=now)
    if "reject" not in facts["moves"]:
        raise Refusal("not_now", action="reject", **{key: facts[key] for key in ("number", "state", "officer")})
    if not reason:
        form.give_way(which)
        return [ask("ask_reject", which, number=facts["number"], reasons=list(REJECTIONS))]
    if reason == Reason.OTHER:
        form.open(WHY, ticket=which)
        return [ask("ask_why", which, number=facts["number"])]
    if reason not in set(Reason):
        raise Refusal("bad_button")
    ticket = await desk(dispatch.reject, which, Reason(reason), by=me, now=now)
    return [close("rejected_by_you", which, number=ticket.number), toast("done")]


@router.message(Private(), At(WHY))
async def why(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The sentence that explains a rejection."""
    if not heard.text:
        return [words_please(heard)]
    ticket = await desk(dispatch.reject, form.data["ticket"], Reason.OTHER, by=me, now=now, words=heard.text)
    form.answered(heard, ticket.id)
    return [close("rejected_by_you", ticket.id, fresh=True, number=ticket.number)]
