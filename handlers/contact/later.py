"""The questions asked after the first ticket, one a message: which comes next. ``handlers.contact.profile`` hears the answers."""

from datetime import datetime

from handlers.desk import Desk, Form, Heard, Said, say
from office.people import firms, joining
from tickets.notices import Notice
from tickets.people import Person

USCC, NAME, REGION, CHAIN = "profile:uscc", "profile:name", "profile:region", "profile:chain"
CALLED = "called_before"
FIRM, PHONE = "profile:firm", "profile:phone"
FIELDS = {"uscc": USCC, "name": NAME, "region": REGION, "chain": CHAIN, "firm": FIRM, "phone": PHONE}
"""The steps by what they ask for; the firm and the phone are known after the first ticket, and only changed."""


async def ask_next(desk: Desk, me: Person, form: Form, now: datetime, *, after: str | None) -> Said:
    """Ask the next open question, or say that all is known; asked once in a contact's life."""
    field = await desk(firms.next_question, after, by=me, now=now)
    if field is None:
        form.clear()
        return [say("profile_done")] if after is not None else []
    form.ask(FIELDS[field])
    return [await question(desk, field, first=after is None)]


async def question(desk: Desk, field: str, *, first: bool) -> Notice:
    """The question about one field, with the places to choose from."""
    if field == "firm":
        return say("ask_firm", draft="")
    if field == "phone":
        return say("ask_new_phone")
    places = await desk(firms.places, field) if field in {"region", "chain"} else []
    return say(f"ask_{field}", first=first, places=[list(place) for place in places])


async def recognised(heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    """Whose own number was shared by the key has what was taken down under it; a typed one proves nothing."""
    if heard.phone is None or me.phone is None:
        return []
    numbers = await desk(joining.recognise, me.phone, by=me, now=now)
    return [say("joined", numbers=numbers)] if numbers else []
