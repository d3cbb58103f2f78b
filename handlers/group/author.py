"""Who wrote in a group goes on in private: the link is opened, the firm and a phone are asked for, and the rest is material."""

from datetime import datetime

from handlers.contact import later
from handlers.desk import Desk, Form, Heard, Said, say
from handlers.moves import wanting_words
from handlers.press import Press
from handlers.tickets import whole
from office import views
from office.handling import work
from office.intake import author
from office.talking import relay
from tickets.lifecycle import Action
from tickets.people import Person
from tickets.refusal import Refusal


async def open_link(order: str, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """私下补充: the author is asked what is missing; who may see the ticket otherwise sees it."""
    which = _id(order)
    if not await desk(author.open_link, which, by=me, now=now):
        return await whole(desk, await desk(views.look, which, by=me, now=now), me)
    facts = await desk(views.ticket, which, by=me, now=now)
    said: Said = [say("author_welcome", ticket=which, card=f"ticket:{which}", fresh=True, **facts)]
    if form.step is not None:
        return said
    return said + await ask_next(which, me, form, facts["moves"])


def _id(order: str) -> int:
    try:
        return Press("", (order.removeprefix(author.LINK),)).number()
    except Refusal:
        raise Refusal("link_is_anothers") from None


def is_asked(form: Form) -> bool:
    """Whether the firm or the phone is asked for because of what was written in a group."""
    return "written" in form.data


async def ask_next(which: int, me: Person, form: Form, moves: list[str]) -> Said:
    """The firm, then a phone, then whatever else there is to say of it; each is asked for only while it may be given."""
    firm = form.data.get("firm")
    if me.enterprise is None and firm is None:
        form.ask(later.FIRM, written=which)
        return [say("ask_firm", draft=form.mark)]
    if me.phone is None:
        form.ask(later.PHONE, written=which)
        return [say("ask_authors_phone", firm=firm["name"] if firm else None)]
    form.clear()
    if Action.ADD_MATERIAL.value not in moves:
        return []
    form.open(**wanting_words(Action.ADD_MATERIAL, which))
    return [say("ask_details", id=which)]


async def go_on(desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """The firm is known, or the phone: on to what is not."""
    which = form.data["written"]
    facts = await desk(views.ticket, which, by=me, now=now)
    return await ask_next(which, me, form, facts["moves"])


async def keep(heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """What was said instead of a name or a number belongs to the ticket; the question stands."""
    which = form.data["written"]
    done = await desk(work.add_material, which, heard.text, by=me, now=now, files=heard.files)
    await desk(relay.tie, heard.source, which, heard.text, by=me, now=now)
    if done.is_more_of_album:
        return []
    told = await desk(views.outcome, which, by=me, now=now)
    return [say("material_kept", ticket=which, **told), *await ask_next(which, me, form, [])]
