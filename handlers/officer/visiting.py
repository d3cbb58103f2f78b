"""/visit: an officer writes a visit down: firm, day, a sentence, a problem a message. All of it can be corrected first."""

from datetime import date, datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.offered import name_of, offer
from handlers.officer import visit_form
from handlers.press import Press
from office.intake import visit
from office.people import finding_firms, own_firms
from tickets.intake.courtesies import is_mere_courtesy
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal

router = Router(name="visiting")
router.message.filter(Private())


@router.message(Ordered("visit"))
async def begin(message: Message, order: str, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Which firm; its name may stand right behind the command."""
    visit_form.begin(form)
    if order:
        return await _search(order, desk, me, form, now)
    mine = await desk(own_firms.due, by=me)
    return [_ask("ask_visit_firm", form, firms=[[row["id"], row["firm"]] for row in mine])]


def _ask(kind: str, form: Form, *, fresh: bool = True, **facts: Any) -> Notice:
    return say(kind, card=form.data["card"], fresh=fresh, draft=form.data["draft"], **facts)


async def go_on(desk: Desk, form: Form, *, fresh: bool = False) -> Said:
    """Ask for what is missing, or show the whole for checking."""
    form.ask(visit_form.next_step(form))
    if form.step == visit_form.FIRM:
        return [_ask("ask_visit_firm", form, fresh=fresh, firms=[])]
    firm = form.data["firm"]
    if form.step == visit_form.DAY:
        return [_ask("ask_visit_day", form, fresh=fresh, firm=firm["name"], is_new=firm["id"] is None)]
    if form.step == visit_form.NOTE:
        got = {"files": len(form.data["files"]), "has_place": "place" in form.data}
        return [_ask("ask_visit_note", form, fresh=fresh, firm=firm["name"], **got)]
    return [_ask("visit_card", form, fresh=fresh, **await _whole(desk, form))]


async def _whole(desk: Desk, form: Form) -> dict[str, Any]:
    facts = await desk(visit.preview, visit_form.account(form))
    count = len(facts["problems"])
    return facts | {"count": count, "drops": [[at, str(at)] for at in range(1, count + 1)]}


# --- which firm ----------------------------------------------------------------------------------------------------------


@router.message(At(visit_form.FIRM))
async def name(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """A firm's name or code."""
    return await _search(heard.text, desk, me, form, now) if heard.text else [words_please(heard)]


async def _search(typed: str, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """A firm of exactly that name or code is taken; else those that may be meant are offered, and a new one by that name."""
    found = await desk(finding_firms.find_for_staff, typed)
    if found.exact is not None:
        return await _take_firm(found.exact, found.name, desk, me, form, now)
    form.data["new_firm"] = found.name if found.may_be_new else None
    return [_ask("pick_visit_firm", form, firms=offer(form, found.like), name=found.name, may_be_new=found.may_be_new)]


@router.callback_query(Pressed("visit_firm"))
async def press_firm(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """One of those offered, one of one's own, or a new one by the name typed."""
    _require_this(form, press)
    if press.word(1) == "new":
        if not form.data.get("new_firm"):
            raise Refusal("bad_button")
        return await _take_firm(None, form.data["new_firm"], desk, me, form, now)
    known = name_of(form, press.word(1))
    if known is None:
        known = await desk(own_firms.name_of_own, press.number(1), by=me)
    return await _take_firm(press.number(1), known, desk, me, form, now)


async def _take_firm(which: int | None, name: str, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    form.ask(visit_form.FIRM, firm={"id": which, "name": name})
    form.data.pop("is_another", None)
    return await _unless_known(desk, me, form)


# --- which day -----------------------------------------------------------------------------------------------------------


@router.message(At(visit_form.DAY))
async def day(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The day, typed."""
    if not heard.text:
        return [words_please(heard)]
    return await _take_day(await desk(visit.day_of, heard.text, now=now), desk, me, form)


@router.callback_query(Pressed("visit_day"))
async def press_day(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """今天, 昨天."""
    _require_this(form, press)
    today = await desk(visit.today, now=now)
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    if press.word(1) not in named:
        raise Refusal("bad_button")
    return await _take_day(named[press.word(1)], desk, me, form)


async def _take_day(chosen: date, desk: Desk, me: Person, form: Form) -> Said:
    form.ask(visit_form.DAY, day=chosen.isoformat())
    form.data.pop("is_another", None)
    return await _unless_known(desk, me, form)


async def _unless_known(desk: Desk, me: Person, form: Form) -> Said:
    """A second visit of that firm on that day is asked about first."""
    firm, chosen = form.data.get("firm"), form.data.get("day")
    if firm is None or chosen is None or form.data.get("is_another"):
        return await go_on(desk, form)
    on = date.fromisoformat(chosen)
    if not await desk(visit.is_known, firm["id"], on, by=me):
        return await go_on(desk, form)
    form.ask(visit_form.DAY)
    return [_ask("ask_visit_again", form, fresh=False, firm=firm["name"], on=await desk(visit.begins, on))]


@router.callback_query(Pressed("visit_again"))
async def press_again(query: CallbackQuery, press: Press, desk: Desk, form: Form) -> Said:
    """再记一次: it is a second one."""
    _require_this(form, press)
    if form.step != visit_form.DAY or "day" not in form.data:
        raise Refusal("bad_button")
    form.data["is_another"] = True
    return await go_on(desk, form)


# --- what was seen, and what was found ------------------------------------------------------------------------------------


@router.message(At(visit_form.NOTE))
async def note(message: Message, heard: Heard, desk: Desk, form: Form) -> Said:
    """A sentence; pictures and a place may come before it."""
    if not heard.text and not heard.files and heard.place is None:
        return [words_please(heard)]
    is_more = visit_form.note(form, heard)
    return await go_on(desk, form, fresh=not is_more)


@router.message(At(visit_form.PROBLEMS))
async def problem(message: Message, heard: Heard, desk: Desk, form: Form) -> Said:
    """A problem a message, with pictures; a place belongs to the visit."""
    if not heard.text and not heard.files and heard.place is None:
        return [words_please(heard)]
    if is_mere_courtesy(heard.text, heard.files):
        raise Refusal("visit_problem_unread")
    keep = visit_form.note if heard.place is not None else visit_form.add
    is_more = keep(form, heard)
    return await go_on(desk, form, fresh=not is_more)


@router.message(At(visit_form.MET))
async def met(message: Message, heard: Heard, desk: Desk, me: Person, form: Form) -> Said:
    """Who received the visitor: name and phone, so that somebody can be called back."""
    if not heard.text:
        return [words_please(heard)]
    form.data["met"] = await desk(visit.who_was_met, heard.text, by=me)
    return await go_on(desk, form, fresh=True)


@router.callback_query(Pressed("visit_drop"))
async def press_drop(query: CallbackQuery, press: Press, desk: Desk, form: Form) -> Said:
    """删第…件."""
    _require_this(form, press)
    if not visit_form.drop(form, press.number(1)):
        raise Refusal("bad_button")
    return await go_on(desk, form)


@router.callback_query(Pressed("visit_change"))
async def press_change(query: CallbackQuery, press: Press, desk: Desk, form: Form) -> Said:
    """改企业, 改日期, 改走访情况 (跳过: none), 填接待人; 返回 from there."""
    _require_this(form, press)
    what = press.word(1)
    if what == "skip" and form.step == visit_form.NOTE:
        form.data["note"] = []
        return await go_on(desk, form)
    if what == "met":
        form.ask(visit_form.MET)
        return [_ask("ask_visit_met", form, fresh=False)]
    if what == "back":
        return await go_on(desk, form)
    if what not in visit_form.ANSWERS.values():
        raise Refusal("bad_button")
    form.data.pop(what, None)
    return await go_on(desk, form)


@router.callback_query(Pressed("visit_done"))
async def press_done(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """没有问题, 全部提交: one visit, however often it is pressed."""
    _require_this(form, press)
    if visit_form.next_step(form) != visit_form.PROBLEMS:
        return await go_on(desk, form)
    card = form.data["card"]
    done = await desk(visit.record, visit_form.account(form), by=me, now=now)
    form.clear()
    return [say("visit_recorded", card=card, **await desk(visit.receipt, done)), toast("done")]


def _require_this(form: Form, press: Press) -> None:
    """Whether the pressed button is of the visit being written down. Raises ``Refusal("visit_form_is_gone")``."""
    if not visit_form.is_begun(form) or form.mark != press.word():
        raise Refusal("visit_form_is_gone")
