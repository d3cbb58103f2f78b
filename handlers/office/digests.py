"""A published digest in hand: 全文, 超期清单, 上报事项, 已阅; and for the office who has read it."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Said, say, toast
from handlers.filters import Ordered, Pressed, Private
from handlers.press import Press
from office.numbers import digest_lists, links, overview, readers
from tickets.links import Numbers
from tickets.people import Person
from tickets.terms import Role

IN_A_BUTTON = "."
"""Stands in a button for the colon of a number's name, which would part it."""

router = Router(name="digests")


@router.message(Private(), Ordered("digest"))
async def digest(message: Message, order: str, desk: Desk, me: Person, now: datetime) -> Said:
    """周调度: this week's figures so far, or the period named behind it; and the way to every other, and to parts of the city."""
    return [say("digest", card="digest", fresh=True, **await desk(overview.named, order, by=me, now=now))]


@router.callback_query(Pressed("digest_of"))
async def turned(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """上一期, 下一期, another length, another part of the city: in place."""
    asked = [press.word(place) for place in range(4)]
    return [say("digest", card="digest", **await desk(overview.shown, *asked, by=me, now=now))]


@router.callback_query(Pressed("digest_scopes"))
async def scopes(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """换范围: first the sort of part, then which."""
    asked = [press.word(place) for place in range(3)]
    return [say("pick_digest_scope", card="digest", **await desk(overview.choices, *asked, by=me, now=now))]


@router.callback_query(Pressed("whole_digest"))
async def whole(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """全文: every section, behind a link of one's own; as a file where the pages have no address."""
    named = await desk(digest_lists.named, press.number(), by=me)
    made = await desk(links.hand_out, str(Numbers(named["number"])), by=me, now=now)
    if made is None:
        return [say("digest_page", may_configure=me.holds(Role.OFFICE), **named)]
    return [say("digest_link", link=made.url, until=made.expires_at.isoformat(), **named)]


@router.callback_query(Pressed("digest_workbook"))
async def workbook(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """下载表格: the same as a workbook."""
    return [say("digest_workbook", **await desk(digest_lists.named, press.number(), by=me))]


@router.callback_query(Pressed("digest_overdue"))
async def late(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """超期清单: what was overdue at the cut-off, the oldest first; its pages in place."""
    facts = await desk(digest_lists.overdue, press.number(), press.number(1), by=me)
    return [say("digest_overdue", card=f"digest_overdue:{press.number()}", **facts)]


@router.callback_query(Pressed("behind"))
async def behind(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """受理的, 未化解的, 未按期的: the tickets behind a number, each to be opened; its pages in place."""
    which, figure, page = press.number(), press.word(1), press.number(2)
    facts = await desk(digest_lists.behind, which, figure.replace(IN_A_BUTTON, ":"), page, by=me)
    return [say("digest_behind", card=f"digest_behind:{which}:{figure}", figure=figure, **facts)]


@router.callback_query(Pressed("digest_escalated"))
async def escalated(query: CallbackQuery, press: Press, desk: Desk, me: Person) -> Said:
    """上报事项: what waited for an instruction at the cut-off; its pages in place."""
    facts = await desk(digest_lists.escalated, press.number(), press.number(1), by=me)
    return [say("digest_escalated", card=f"digest_escalated:{press.number()}", **facts)]


@router.callback_query(Pressed("read_digest"))
async def read(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """已阅, by a leader."""
    made = await desk(readers.read, press.number(), by=me, now=now)
    return [toast("digest_read", number=made.number)]


@router.callback_query(Pressed("digest_readers"))
async def read_by(query: CallbackQuery, desk: Desk, me: Person, now: datetime) -> Said:
    """通报阅读, from the desk: the digests of the last days, and who has read each."""
    found = await desk(readers.shown_to_office, by=me, now=now)
    return [
        say("digest_readers", card=readers.office_card(facts["digest"]), fresh=True, **facts) for facts in found
    ] or [toast("nothing_waits")]
