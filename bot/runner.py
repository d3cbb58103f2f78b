"""One update, one transaction: its id, what it changed, what is to be said about it and the form, together or not at all.

A refusal undoes everything; a second transaction keeps the update's id and the answer. What else is raised is a bug: it
comes through, and whoever called decides to try again or to lay the update aside.
"""

import asyncio
import html
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message, Update, User
from sqlalchemy import Connection

from bot.logs import about
from bot.updates import chat_of, event_of, heard_of, place_of, user_of, writes_in
from handlers.desk import Desk, Form, Heard, Said
from handlers.group.addressed import concerns
from handlers.group.unit import to_nameless
from handlers.routers import ALL
from office import tell, views
from office.people import in_private, membership, staff
from storage.engine.database import Database, TryAgain
from storage.people import people
from storage.post import drafts, inbox
from templates.speech import Speech
from tickets.city import City
from tickets.notices import Notice, To
from tickets.people import Person
from tickets.refusal import Refusal

log = structlog.get_logger()

TRIES = 5
"""How often a transaction is run again when another one was in its way."""

ASK_AGAIN = frozenset(
    {
        "text_missing", "answer_too_long", "result_missing", "reason_missing", "brief_missing", "changed_meanwhile",
        "days_unfit", "day_unread", "day_is_past", "day_too_far", "parked_too_long",
        "outside_unfit", "outside_is_ours", "nothing_to_redact", "too_little_to_redact", "too_much_to_redact",
        "lead_unknown", "lead_is_merged", "lead_is_over", "merged_into_itself", "same_firm", "stays_apart",
    }
)  # fmt: skip
"""Refusals after which better words, or the same once more, may do."""

TOAST = 200
"""Characters of an answer to a press, by the Bot API."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who an update is from, and the form they are filling in."""

    person: Person
    form: Form


class Runner:
    """Handles updates. ``wake`` is called after each commit, so that the sender looks at once."""

    def __init__(
        self,
        db: Database,
        bot: Bot,
        city: City,
        *,
        bot_name: str,
        now: Callable[[], datetime],
        speak: Callable[[str, Mapping[str, Any]], Speech],
        wake: Callable[[], None],
    ) -> None:
        self._db, self._bot, self._city, self._bot_name = db, bot, city, bot_name
        self._now, self._speak, self._wake = now, speak, wake
        self._answers: set[asyncio.Task[None]] = set()
        # No Dispatcher: what it puts around its routers (contexts, errors, polling) is done here, and would cost a
        # tenth of an update.
        self._routers = Router(name="all")
        for router in ALL:
            router._parent_router = None  # routers are modules' own; each runner adopts them anew
        self._routers.include_routers(*ALL)

    async def __call__(self, raw: Mapping[str, Any], update: Update) -> None:
        """Handle one update for good. Returns once everything of it is committed; raises what is a bug."""
        event = event_of(update)
        is_nobodys = isinstance(event, Message) and not concerns(event, self._bot_name)
        if event is None or is_nobodys or (user := user_of(event)) is None:
            await self._let_past(update.update_id, event)
            return
        with about(update_id=update.update_id):
            for attempt in range(1, TRIES + 1):
                now = self._now()
                try:
                    try:
                        said = await self._once(update, event, user, now)
                    except Refusal as no:
                        log.info("refused", code=no.code)
                        said = await self._refused(update.update_id, event, user, no, now)
                except TryAgain:
                    if attempt == TRIES:
                        raise
                    await asyncio.sleep(0.02 * attempt)
                else:
                    break
            self._wake()
            if isinstance(event, CallbackQuery):
                self._answer(event, said)

    async def again(self, update: Update) -> None:
        """Handle an update that was laid aside, and take it off the list with the same commit."""
        event = event_of(update)
        if event is None or (user := user_of(event)) is None:
            return await self._note(update.update_id, is_replay=True)
        now = self._now()
        try:
            await self._once(update, event, user, now, is_replay=True)
        except Refusal as no:
            await self._refused(update.update_id, event, user, no, now)
            await self._note(update.update_id, is_replay=True)
        self._wake()
        return None

    async def lay_aside(self, raw: dict[str, Any], error: str) -> None:
        """Keep an update that cannot be handled, tell its sender so, and let the next ones pass."""
        async with self._db.transaction() as hop:
            await hop.commit(_lay_aside, raw, error, chat_of(raw), now=self._now())
        self._wake()

    async def close(self) -> None:
        """Wait for the answers to presses that are still on their way."""
        if self._answers:
            await asyncio.wait(self._answers, timeout=2)

    async def _once(self, update: Update, event: Any, user: User, now: datetime, *, is_replay: bool = False) -> Said:
        async with self._db.transaction() as hop:
            if is_replay and not await hop(inbox.replayed, update.update_id, now=now):
                return []
            heard = heard_of(event)
            arrival = await hop(_arrive, self._city, update.update_id, event, user, heard, is_replay, now=now)
            if arrival is None:
                return []
            desk = Desk(hop, self._city)
            form, before = arrival.form, arrival.form.copy()
            form.end_unless(heard, now)
            said = await self._routers.propagate_event(
                update.event_type,
                event,
                desk=desk,
                me=arrival.person,
                form=form,
                heard=heard,
                now=now,
                bot_name=self._bot_name,
            )
            said = [] if said is UNHANDLED or said is None else said
            kept = None if form == before else form
            await hop.commit(_depart, place_of(event), user.id, kept, said, writes_in=writes_in(event), now=now)
        log.info("handled", ticket=desk.number)
        return list(said)

    async def _refused(self, update_id: int, event: Any, user: User, no: Refusal, now: datetime) -> Said:
        """Keep the update's id and the answer: the words of the refusal, and the card as it stands now."""
        facts = {"code": no.code, **no.facts}
        is_press = isinstance(event, CallbackQuery)
        async with self._db.transaction() as hop:
            facts = await hop(_named, self._city, update_id, facts, now=now)
            said = [Notice("refusal", To.PRESSER if is_press else To.CHAT, facts)]
            if is_press:
                await hop(views.bring_up_to_date, self._city, place_of(event), no.facts, now=now)
            elif no.code not in ASK_AGAIN and _was_for_a_form(heard_of(event)):
                await hop(_end_form, place_of(event), user.id, now=now)
            await hop.commit(_depart, place_of(event), user.id, None, said, now=now)
        return said

    async def _note(self, update_id: int, *, is_replay: bool = False) -> None:
        async with self._db.transaction() as hop:
            if is_replay:
                await hop(inbox.replayed, update_id, now=self._now())
            await hop.commit(inbox.arrive, update_id, now=self._now())

    async def _let_past(self, update_id: int, event: Any) -> None:
        """What is not for the bot, or nobody said by name, changes nothing; who hides behind a group or a channel is told so."""
        said = to_nameless(event, self._bot_name) if isinstance(event, Message) else []
        if not said:
            return await self._note(update_id)
        async with self._db.transaction() as hop:
            await hop.commit(_answer_once, update_id, place_of(event), said, now=self._now())
        self._wake()
        return None

    def _answer(self, query: CallbackQuery, said: Said) -> None:
        """Answer the press, best effort, outside the transaction: the spinner stops even when nothing is to be said."""
        toasts = [notice for notice in said if notice.to is To.PRESSER]
        task = asyncio.create_task(self._say_toast(query.id, toasts[0] if toasts else None))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _say_toast(self, query_id: str, notice: Notice | None) -> None:
        text = None
        if notice is not None:
            try:
                text = html.unescape(self._speak(notice.kind, notice.facts).text)[:TOAST]
            except Exception as error:
                log.error("a toast has no words", kind=notice.kind, error=type(error).__name__)
        is_long = text is not None and len(text) > 40
        with suppress(TelegramAPIError, TimeoutError, OSError):
            await self._bot.answer_callback_query(query_id, text=text, show_alert=is_long)


def _was_for_a_form(heard: Heard) -> bool:
    """Replies and commands are asked before forms: what refuses them says nothing of the form."""
    return heard.reply_to is None and not heard.text.startswith("/")


def _arrive(
    conn: Connection,
    city: City,
    update_id: int,
    event: Any,
    user: User,
    heard: Heard,
    is_replay: bool,
    *,
    now: datetime,
) -> Arrival | None:
    if not inbox.arrive(conn, update_id, now=now) and not is_replay:
        return None
    met = drafts.of_speaker(conn, writes_in(event), user.id)
    person, step, data = met or (_meet(conn, user, heard, now=now), None, {})
    person = staff.seat_admins(conn, city, person, now=now)
    if not person.is_reachable and heard.is_private and heard.message:  # who started the bot at last is not announced
        membership.back(conn, city, heard.chat, now=now)
    in_private.wake(conn, city, person, now=now)
    return Arrival(person, Form(step, data))


def _meet(conn: Connection, user: User, heard: Heard, *, now: datetime) -> Person:
    """Whoever is heard in a group first can't be written to until they write in private."""
    return people.meet(conn, user.id, user.full_name, user.username, now=now, is_reachable=heard.is_private)


def _end_form(conn: Connection, chat: int, user: int, *, now: datetime) -> None:
    """A form about a ticket that refuses what is said for it would refuse the next words too: it is over."""
    if "ticket" in drafts.get(conn, chat, user)[1]:
        drafts.put(conn, chat, user, None, {}, now=now)


def _depart(
    conn: Connection, chat: int, user: int, form: Form | None, said: Said, *, writes_in: int = 0, now: datetime
) -> None:
    if form is not None:
        drafts.put(conn, writes_in, user, form.step, form.data, now=now)
    for notice in said:
        if notice.to is To.SPEAKER:
            tell.say(conn, user, notice, now=now)
        elif notice.to is To.CHAT:
            tell.say(conn, chat, notice, now=now)


def _answer_once(conn: Connection, update_id: int, chat: int, said: Said, *, now: datetime) -> None:
    if inbox.arrive(conn, update_id, now=now):
        _depart(conn, chat, 0, None, said, now=now)


def _named(conn: Connection, city: City, update_id: int, facts: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """Ids in a refusal's facts become the names that people know."""
    inbox.arrive(conn, update_id, now=now)
    if isinstance(facts.get("officer"), int):
        facts["officer"] = people.name(conn, facts["officer"])
    if facts.get("unit") in city.unit:
        facts["unit"] = city.unit[facts["unit"]].name
    return facts


def _lay_aside(conn: Connection, raw: dict[str, Any], error: str, chat: int | None, *, now: datetime) -> None:
    inbox.arrive(conn, raw["update_id"], now=now)
    inbox.lay_aside(conn, raw["update_id"], raw, error, now=now)
    if chat is not None and people.by_telegram(conn, chat) is not None:
        tell.say(conn, chat, Notice("apology", facts={"update_id": raw["update_id"]}), now=now)
