"""The office's desk: what waits, triage, dispatch, assign, reject, contacts to confirm, notices that failed."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Said, say, toast
from handlers.filters import Ordered, Pressed, Private
from handlers.moves import Asked, Choice, Words, an_id, for_other, listed, one_of, play
from handlers.press import Press
from office import views, waiting
from office.callbacks import remarks
from office.handling import dispatch, judge, merge, parking, recategorise, transfer
from office.people import firms
from office.supervision import overdue
from tickets import recategorising
from tickets.days import unpacked
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import REJECTIONS, Reason

router = Router(name="office")

MOVES = (
    Asked(
        Action.DISPATCH,
        dispatch.dispatch,
        "dispatched_by_you",
        (Choice("pick_unit", views.units_for),),
        Words("ask_brief", "brief", is_wanted=lambda chosen, facts: bool(facts["is_withheld"])),
        toast="dispatched",
    ),
    Asked(Action.ASSIGN, dispatch.assign, "assigned_by_you", (Choice("pick_officer", views.candidates, an_id),)),
    Asked(
        Action.REJECT,
        dispatch.reject,
        "rejected_by_you",
        (Choice("ask_reject", listed(REJECTIONS), one_of(Reason)),),
        Words("ask_why", is_wanted=for_other),
    ),
    Asked(
        Action.TRANSFER,
        transfer.transfer,
        "transferred_by_you",
        (Choice("pick_transfer_unit", transfer.units),),
        Words("ask_transfer"),
    ),
    Asked(
        Action.RECATEGORISE,
        recategorise.recategorise,
        "recategorised_by_you",
        (
            Choice("ask_category", recategorise.offered),
            Choice("ask_complained_about", recategorise.units, is_wanted=recategorising.asks_about),
            Choice("ask_sight", is_wanted=recategorising.asks_sight),
        ),
    ),
    Asked(
        Action.PARK,
        parking.park,
        "parked_by_you",
        (Choice("ask_review", parking.days, unpacked, parking.typed_day),),
        Words("ask_park"),
    ),
    Asked(Action.RESUME, parking.resume),
    Asked(Action.SUPERVISE, overdue.supervise, "supervised_by_you", words=Words("ask_supervise")),
    Asked(Action.MERGE, merge.merge, "merged_by_you", (Choice("pick_lead", merge.leads, an_id, merge.typed),)),
    Asked(Action.SPLIT, merge.split, toast="split_by_you"),
    Asked(Action.ADJUDICATE, judge.adjudicate, "ended_by_you", words=Words("ask_adjudicate")),
    Asked(
        Action.HAND_OUTSIDE,
        judge.hand_outside,
        "ended_by_you",
        (Choice("ask_outside", typed=judge.named),),
        Words("ask_hand_outside"),
    ),
)
"""交办, 指派, 不予受理, 转办, 改类别, 挂账, 恢复办理, 督办, 并案, 拆分, 研判销号, 移交销号."""


@router.message(Private(), Ordered("desk"))
async def desk_(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """工作台: one inbox with counts."""
    return [say("desk", card="desk", fresh=True, **await desk(waiting.desk, by=me, now=now))]


@router.message(Private(), Ordered("triage"))
async def triage(message: Message, desk: Desk, me: Person, now: datetime) -> Said:
    """What waits to be dispatched."""
    return [say("list", card="list:triage", fresh=True, **await desk(views.page, "triage", 0, by=me, now=now))]


@router.message(Private(), Ordered("failed"))
async def failed(message: Message, desk: Desk, me: Person) -> Said:
    """Notices that could not be sent."""
    return [say("failed_list", rows=await desk(waiting.failed, by=me))]


@router.callback_query(Pressed("failed"))
async def press_failed(query: CallbackQuery, desk: Desk, me: Person) -> Said:
    """The same from the desk."""
    return [say("failed_list", rows=await desk(waiting.failed, by=me))]


@router.callback_query(Pressed("release"))
async def release(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """放行: the handler reads a callback's sentence too."""
    ticket = await desk(remarks.release, press.number(), by=me, now=now)
    return [toast("released", number=ticket.number)]


@router.callback_query(Pressed("contacts"))
async def contacts(query: CallbackQuery, desk: Desk, me: Person) -> Said:
    """Contacts who wait to see their firm's tickets, each with its own answer."""
    pending = await desk(waiting.pending_contacts, by=me)
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


play(router, MOVES)
