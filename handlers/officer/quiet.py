"""Quiet hours of one's own (免打扰): chosen or typed."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.desk import Desk, Form, Heard, Said, say, toast, words_please
from handlers.filters import At, Ordered, Pressed, Private
from handlers.press import Press
from office.people import quiet
from tickets.people import Person
from tickets.quiet import Quiet
from tickets.refusal import Refusal

HOURS = "quiet:hours"
CARD = "quiet"

router = Router(name="quiet")


@router.message(Private(), Ordered("quiet"))
async def ask(message: Message, order: str, desk: Desk, me: Person, form: Form) -> Said:
    """The hours that are set; others to choose or type, right behind the command too."""
    if order:
        return await _keep(Quiet.parse(order), desk, me, fresh=True)
    form.open(HOURS)
    return [say("quiet", card=CARD, fresh=True, hours=_shown(me.quiet))]


@router.message(Private(), At(HOURS))
async def typed(message: Message, heard: Heard, desk: Desk, me: Person, form: Form) -> Said:
    """The hours, typed."""
    if not heard.text:
        return [words_please(heard)]
    said = await _keep(Quiet.parse(heard.text), desk, me, fresh=True)
    form.clear()
    return said


@router.callback_query(Pressed("quiet"))
async def press(query: CallbackQuery, press: Press, desk: Desk, me: Person, form: Form) -> Said:
    """One of the hours offered, none, or as they are."""
    if press.word() == "keep":
        chosen = me.quiet
    elif press.word() == "none":
        chosen = None
    elif len(press.word()) == len(press.word(1)) == len("2200"):
        chosen = Quiet.parse("-".join(f"{press.word(n)[:2]}:{press.word(n)[2:]}" for n in (0, 1)))
    else:
        raise Refusal("bad_button")
    said = await _keep(chosen, desk, me, fresh=False)
    if form.step == HOURS:
        form.clear()
    return [*said, toast("done")]


async def _keep(chosen: Quiet | None, desk: Desk, me: Person, *, fresh: bool) -> Said:
    await desk(quiet.keep, chosen, by=me)
    return [say("quiet_kept", card=CARD, fresh=fresh, hours=_shown(chosen))]


def _shown(hours: Quiet | None) -> str | None:
    return str(hours).replace("-", "—") if hours is not None else None
