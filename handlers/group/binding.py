"""Groups: /bind says whose a group is; and where the bot is added, removed, muted or promoted, and a group that moves."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, ChatMemberRestricted, ChatMemberUpdated, Message

from handlers.desk import Desk, Heard, Said, here, say, toast
from handlers.filters import Ordered, Pressed
from handlers.press import Press
from office.people import binding, membership
from tickets.people import Person
from tickets.refusal import Refusal

router = Router(name="binding")

OUTSIDE = frozenset({"left", "kicked"})


@router.message(Ordered("bind"))
async def bind(message: Message, order: str, heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    """Whose group this is: by name after the command, where that names one thing only, or chosen in two steps.

    Who asked reads the group's number in private: it is needed where digests go to the group, and is nothing to its people.
    """
    if heard.is_private:
        raise Refusal("bind_in_a_group")
    named = await desk(binding.named, order, by=me)
    if len(named) != 1:
        return [here("pick_group"), say("group_number", chat=heard.chat, title=heard.title)]
    return await _bind(*named[0], heard, desk, me, now)


@router.callback_query(Pressed("bind"))
async def press_bind(query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    """A unit's, a region's or a chain's; then which one's."""
    if heard.is_private:
        raise Refusal("bind_in_a_group")
    what, key = press.word(), press.word(1)
    if not key:
        places = await desk(binding.offered, what, by=me)
        return [here("pick_group_of", what=what, places=[list(place) for place in places])]
    return [*await _bind(what, key, heard, desk, me, now), toast("done")]


async def _bind(what: str, key: str, heard: Heard, desk: Desk, me: Person, now: datetime) -> Said:
    name = await desk(binding.bind, heard.chat, heard.title, what, key, by=me, now=now)
    return [here("bound", what=what, name=name)]


@router.my_chat_member()
async def moved(event: ChatMemberUpdated, desk: Desk, now: datetime) -> Said:
    """The bot was blocked or unblocked, added, muted, promoted or removed; a group hears once what it is for."""
    old, new = event.old_chat_member, event.new_chat_member
    is_muted = isinstance(new, ChatMemberRestricted) and not (new.is_member and new.can_send_messages)
    may_write = not is_muted and new.status not in OUTSIDE
    group = await desk(membership.changed, event.chat.id, event.chat.title or "", may_write, now=now)
    if group is None or not may_write or group.is_units or (group.gets_digests and group.name is None):
        return []
    if old.status in OUTSIDE:
        return [here("group_welcome", bound=group.name)]
    is_promoted = new.status == "administrator" and old.status != "administrator"
    return [here("group_admin")] if is_promoted else []


class Migrated(Filter):
    """A group that became a supergroup; its new id comes as ``new_chat``."""

    async def __call__(self, message: Message) -> bool | dict[str, int]:
        """Look at the service message."""
        return {"new_chat": message.migrate_to_chat_id} if message.migrate_to_chat_id else False


@router.message(Migrated())
async def migrated(message: Message, new_chat: int, heard: Heard, desk: Desk, now: datetime) -> Said:
    """Everything kept of the group moves to its new id."""
    await desk(membership.migrated, heard.chat, new_chat, now=now)
    return []
