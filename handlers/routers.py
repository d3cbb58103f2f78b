"""All routers in the order they are asked: commands and replies first, forms next, free text last."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import (
    answering,
    approvals,
    binding,
    common,
    contact,
    enquiring,
    filing,
    finding,
    firm,
    forgetting,
    free,
    group,
    instructing,
    leaders,
    leave,
    library,
    looking_after,
    marks,
    meeting,
    mention,
    noting,
    office,
    officer,
    operator,
    papers,
    phoning,
    profile,
    public,
    quiet,
    receipts,
    redacting,
    replies,
    revisiting,
    staff,
    stats,
    support,
    talk,
    tickets,
    visited,
    visiting,
)
from handlers.desk import Said, toast
from handlers.filters import Private
from handlers.press import Press, parse

last = Router(name="last")


@last.callback_query()
async def unknown(query: CallbackQuery) -> Said:
    """A button of no verb we know, or one whose form is over."""
    press: Press = parse(query.data)
    return [toast("button_is_old" if press.verb else "button_unknown")]


last.message.register(free.free, Private())

ALL = (
    common.router,
    mention.router,
    noting.edits,
    instructing.router,
    talk.router,
    answering.router,
    revisiting.router,
    phoning.router,
    receipts.router,
    profile.router,
    firm.router,
    enquiring.router,
    filing.router,
    operator.router,
    officer.router,
    office.router,
    leaders.router,
    approvals.router,
    library.router,
    support.router,
    marks.router,
    redacting.router,
    public.router,
    forgetting.router,
    finding.router,
    staff.router,
    binding.router,
    looking_after.router,
    noting.router,
    meeting.router,
    leave.router,
    quiet.router,
    stats.router,
    visiting.router,
    visited.router,
    replies.router,
    tickets.router,
    papers.router,
    contact.router,
    group.router,
    last,
)
"""Forms and commands exclude each other (``At`` lets commands pass), so only the ends of this order matter."""
