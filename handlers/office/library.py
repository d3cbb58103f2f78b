"""政策库: the office lists, rewords, retires and restores its entries, and decides on what officers offer."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office.library import offers
from tickets.library.policies import PolicyState
from tickets.people import Person
from tickets.refusal import Refusal

STEP = "policy"

router = Router(name="library")


@router.callback_query(Pressed("offer_policy"))
async def offer(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """加入政策库: the officer's answer is put before the office."""
    await desk(offers.offer, press.number(), press.word(1), by=me, now=now)
    return [toast("policy_offered")]


@router.message(Private(), Ordered("library"))
async def library(message: Message, desk: Desk, me: Person) -> Said:
    """What waits to be let in, or else what the library has."""
    told = await desk(offers.page, PolicyState.OFFERED, 0, by=me)
    if not told["choices"]:
        told = await desk(offers.page, PolicyState.LIVE, 0, by=me)
    return [say("library", card="library", fresh=True, **told)]


@router.callback_query(Pressed("library"))
async def page(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """待入库, 在用, 已停用, 不采用, page by page."""
    return [say("library", card="library", **await desk(offers.page, _state(press.word()), press.number(1), by=me))]


@router.callback_query(Pressed("policy"))
async def entry(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """One entry, to read over and decide on."""
    which = press.number()
    return [say("policy_card", card=offers.card_of(which), fresh=True, **await desk(offers.card, which, by=me))]


@router.callback_query(Pressed("decide_policy"))
async def decide(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """入库, 不采用, 停用, 恢复; every card of it says so."""
    await desk(offers.decide, press.number(), _state(press.word(1)), by=me, now=now)
    return [toast("done")]


def _state(word: str) -> PolicyState:
    if word not in set(PolicyState):
        raise Refusal("bad_button")
    return PolicyState(word)


@router.callback_query(Pressed("reword_policy"))
async def reword(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form) -> Said:
    """改标题, 改问法, 改内容: ask for the words."""
    which, part = press.number(), press.word(1)
    told = await desk(offers.card, which, by=me)
    if part not in offers.PARTS:
        raise Refusal("bad_button")
    form.open(STEP, draft=STEP, policy=which, part=part)
    return [say("ask_policy_words", draft=STEP, part=part, title=told["title"], now=told[part])]


@router.message(Private(), At(STEP))
async def reworded(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The words."""
    if not heard.text:
        return [words_please(heard)]
    which, part = form.data["policy"], form.data["part"]
    told = await desk(offers.reword, which, part, heard.text, by=me, now=now)
    form.clear()
    return [say("policy_card", card=offers.card_of(which), fresh=True, **told)]
