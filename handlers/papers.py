"""What is printed or kept outside the chat: 交办单, 办理记录, 打包附件; and 代单位办理 where a unit has nobody in Telegram."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.desk import Desk, Heard, Said, say, toast
from handlers.filters import Pressed
from handlers.press import Press
from office import papers
from office.handling import dispatch
from tickets.people import Person

router = Router(name="papers")

PAPERS: dict[str, Callable[..., dict[str, Any]]] = {
    "slip": papers.slip,
    "record": papers.record,
    "archive": papers.archive,
}
"""By the verb of the button, which is the notice's kind too."""


@router.callback_query(Pressed(*PAPERS))
async def give(query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    """Send the paper, in private only."""
    which = press.number()
    facts = await desk(PAPERS[press.verb], which, by=me, now=now)
    said: Said = [say(press.verb, ticket=which, **facts)]
    return said if heard.is_private else [*said, toast("see_private")]


@router.callback_query(Pressed("keep_for_unit"))
async def keep(query: CallbackQuery, press: Press, desk: Desk, me: Person, now: datetime) -> Said:
    """代单位办理: the office writes down what the unit answers on paper."""
    await desk(dispatch.keep_for_unit, press.number(), by=me, now=now)
    return [toast("done")]
