"""All routers in the order they are asked: commands and replies first, forms next, free text last."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import common, finding, free, marks, papers, talk, tickets
from handlers.contact import answering, enquiring, filing, firm, forgetting, profile, revisiting
from handlers.contact import tickets as contact
from handlers.desk import Said, toast
from handlers.filters import Private
from handlers.group import binding, mention, public
from handlers.group import unit as group
from handlers.office import (
    approvals,
    board,
    digests,
    instructing,
    leaders,
    library,
    looking_after,
    meeting,
    noting,
    phoning,
    receipts,
    redacting,
    staff,
)
from handlers.office import tickets as office
from handlers.officer import leave, operator, quiet, replies, stats, support, visited, visiting
from handlers.officer import tickets as officer
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
    board.router,
    digests.router,
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
