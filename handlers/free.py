"""Free text: whatever is said in private and is neither a command, nor a reply, nor an answer to what was asked."""

from datetime import datetime

from aiogram.types import Message

from handlers import tickets
from handlers.contact import draft, filing
from handlers.desk import Desk, Form, Heard, Said, say, words_please
from handlers.office import noting
from office import views
from tickets.people import Person


async def free(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """Anything else somebody says in private: a number is looked up, words begin a grievance."""
    if not heard.text and not heard.files:
        return [words_please(heard)]
    if heard.text.startswith("/") and not heard.files:
        return [say("unknown_command", roles=sorted(me.roles))]
    if heard.text and not heard.files and await desk(views.is_number, heard.text):
        return await tickets.whole(desk, await desk(views.find, heard.text, by=me, now=now), me)
    if noted := await noting.hear(heard, desk, me, form, now):
        return noted
    if me.is_staff and me.enterprise is None:
        return [say("staff_hint", roles=sorted(me.roles))]
    return await _ask_where(heard, desk, me, form, now) or await filing.begin(heard, desk, me, form, now)


async def _ask_where(heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """With an open question, or after an officer's message, what is said may be meant for it: ask, and keep what is said
    meanwhile. Otherwise nothing.
    """
    follows = form.step == draft.WHERE and draft.follows(form, heard)
    if form.step != draft.WHERE:
        found = await desk(views.open_talks, by=me, now=now, words=not heard.files)
        if found is None:
            return []
        draft.begin(form)
        form.ask(draft.WHERE, talk=found)
    draft.hear(form, heard)
    return await filing.go_on(desk, me, form, now, in_place=follows)
