"""A move that is asked about before it is made: pressed, chosen for, put into words, made. Each is a row of a table.

The tables are the audiences' (``officer.MOVES``, ``office.MOVES``, …); the three handlers here play any row. A choice rides
in the button that makes it, words and what is typed instead of a choice are the form's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy import Connection

from handlers.desk import Desk, Form, Heard, Said, ask, ask_for_words, close, toast, words_please
from handlers.filters import At, Pressed, Private
from handlers.press import Press
from office import views
from office.talking import relay, replies
from tickets.city import City
from tickets.lifecycle import Action
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Reason

STEP = "move"
SKIPPED = "-"
"""What a key under a question for words sends in their place."""

USE, FORGET = "yes", "forget"
"""What is done with a 常用答复 once its text was shown."""

TOLD = ("number", "text", "unit", "officer", "due_at", "suggested", "may_be_faulted", "about", "followers")
"""What a question may tell of its ticket."""

Verb = Callable[..., Any]
"""A verb of the office: ``(conn, city, ticket_id, *chosen, by=, now=, <words>=, files=)``; gives the ticket back."""

Reads = Callable[[str], Any]


def one_of(terms: type[StrEnum]) -> Reads:
    """Reads a pressed word as one of the terms. Raises ``Refusal("bad_button")``."""

    def read(word: str) -> StrEnum:
        if word not in set(terms):
            raise Refusal("bad_button")
        return terms(word)

    return read


def an_id(word: str) -> int:
    """Reads a pressed word as somebody's id. Raises ``Refusal("bad_button")``."""
    return Press("", (word,)).number()


def unless_skipped(word: str) -> str:
    """Reads what was typed, and nothing where the choice was passed over."""
    return "" if word == SKIPPED else word


def listed(reasons: tuple[Reason, ...]) -> Verb:
    """Offers the listed reasons of a move."""

    def offers(conn: Connection, city: City, ticket_id: int, *chosen: str, by: Person, now: datetime) -> dict[str, Any]:
        return {"reasons": [reason.value for reason in reasons]}

    return offers


def for_other(chosen: tuple[str, ...], facts: dict[str, Any]) -> bool:
    """Words are wanted for a reason that is not listed."""
    return chosen[-1:] == (Reason.OTHER,)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose.

    ``asks`` is the question's kind of notice, nothing where only a card's own button can make the choice; ``offers`` is the
    office's ``(conn, city, ticket_id, *chosen, by=, now=)`` that gives the facts it needs beside the ticket's. ``reads``
    makes the verb's argument of the word in the button. Where a choice may be typed, ``typed`` is the office's ``(conn,
    city, ticket_id, words, by=, now=)`` that gives the word for it. One that is not wanted by what was chosen and the
    ticket's facts is passed over, as if skipped.
    """

    asks: str | None
    offers: Verb | None = None
    reads: Reads = str
    typed: Verb | None = None
    is_wanted: Callable[[tuple[str, ...], dict[str, Any]], bool] = lambda chosen, facts: True


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence to write: the question's kind of notice, and when it is wanted of what was chosen and of the ticket's facts.

    ``name`` is the verb's argument for them. Files may come along, also alone where they ``may_be_files``; ``more`` is the verb
    for an album's later pictures. One that ``has_replies`` offers 常用答复.
    """

    asks: str
    name: str = "words"
    is_wanted: Callable[[tuple[str, ...], dict[str, Any]], bool] = lambda chosen, facts: True
    takes_files: bool = False
    may_be_files: bool = False
    may_be_skipped: bool = False
    has_replies: bool = False
    more: Verb | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A row: the move, whose name its buttons carry, what is asked for it, and the verb that makes it.

    ``done`` is the kind of notice that then takes the question's place, ``toast`` what pops up when a button made the move.
    ``otherwise`` is the move of the row that stands in where the ticket allows that one by now, and no longer this.
    """

    move: Action
    verb: Verb
    done: str = ""
    choices: tuple[Choice, ...] = ()
    words: Words | None = None
    toast: str = "done"
    otherwise: Action | None = None


def play(router: Router, rows: tuple[Asked, ...]) -> None:
    """Have the router hear the buttons, choices and words of a table."""
    table = {row.move.value: row for row in rows}

    @router.callback_query(Pressed(*table))
    async def pressed(
        query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime
    ) -> Said:
        """A button of a row: the first, or a choice."""
        row, which, chosen = table[press.verb], press.number(), press.args[1:]
        if row.otherwise is not None:
            row = table[await desk(views.fitting, which, row.move, row.otherwise, by=me, now=now)]
        facts = await desk(views.before, which, row.move, by=me, now=now)
        chosen = _with_unwanted(row, facts, chosen)
        is_skipped = len(chosen) > len(row.choices)
        may_skip = row.words is not None and row.words.may_be_skipped
        if is_skipped and (not may_skip or chosen[len(row.choices) :] != (SKIPPED,)):
            raise Refusal("bad_button")
        if (question := await _next(row, facts, chosen, desk, me, form, now)) is not None:
            return [question] if heard.is_private else [question, toast("see_private")]
        if form.data.get("ticket") == which and form.data.get("move") == row.move.value:
            form.clear()
        told = await _make(row, which, chosen[: len(row.choices)], desk, me, now)
        subject = await desk(relay.subject_of, heard.chat, heard.message)
        popped = toast(row.toast, **told)
        return [close(row.done, which, ticket=which, **told), popped] if subject.question == which else [popped]

    @router.callback_query(Pressed("reply"), At(*(f"{STEP}:{move}" for move in table)))
    async def replied(
        query: CallbackQuery, press: Press, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime
    ) -> Said:
        """A 常用答复 under a question for words."""
        return await _replied(table[form.data["move"]], press, desk, me, form, now)

    @router.message(Private(), At(*(f"{STEP}:{move}" for move in table)))
    async def said(message: Message, heard: Heard, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
        """What was typed instead of a choice, or the words."""
        row, which, chosen = table[form.data["move"]], form.data["ticket"], tuple(form.data["chosen"])
        if len(chosen) < len(row.choices):
            return await _typed(row, which, chosen, heard, desk, me, form, now)
        return await _worded(row, which, chosen, heard, desk, me, form, now)


async def _replied(row: Asked, press: Press, desk: Desk, me: Person, form: Form, now: datetime) -> Said:
    """A 常用答复 was pressed: its text is shown, and once confirmed is what was written; one's own may be forgotten."""
    which, words = form.data["ticket"], row.words
    if press.number() != which or words is None or not words.has_replies:
        raise Refusal("question_is_over")
    reply = await desk(replies.chosen, row.move.value, press.word(1), by=me)
    facts = await desk(views.before, which, row.move, by=me, now=now)
    if press.word(2) == FORGET and reply["is_own"]:
        await desk(replies.forget, int(press.word(1)[1:]), by=me)
        return [await _ask_words(row, facts, tuple(form.data["chosen"]), desk, me), toast("done")]
    if press.word(2) != USE:
        return [ask("check_reply", which, number=facts["number"], **reply)]
    chosen, files = tuple(form.data["chosen"]), form.kept()
    given = {words.name: reply["text"]} | ({"files": files} if words.takes_files and files else {})
    told = await _make(row, which, chosen, desk, me, now, **given)
    form.clear()
    return [close(row.done, which, ticket=which, **told), toast("done")]


async def _ask_words(row: Asked, facts: dict[str, Any], chosen: tuple[str, ...], desk: Desk, me: Person) -> Notice:
    """The question for words, with the replies that may be the answer."""
    assert row.words is not None
    about = _about(row, facts, chosen)
    if row.words.has_replies:
        about["replies"] = await desk(replies.offered, row.move.value, by=me)
    return ask(row.words.asks, facts["id"], **about)


def _about(row: Asked, facts: dict[str, Any], chosen: tuple[str, ...]) -> dict[str, Any]:
    return {name: facts[name] for name in TOLD if name in facts} | {"chosen": list(chosen), "move": row.move.value}


def wanting_words(move: Action, ticket: int, chosen: tuple[str, ...] = ()) -> dict[str, Any]:
    """The form in which the next words are those of the move."""
    return {"step": f"{STEP}:{move.value}", "ticket": ticket, "move": move.value, "chosen": list(chosen)}


def _with_unwanted(row: Asked, facts: dict[str, Any], chosen: tuple[str, ...]) -> tuple[str, ...]:
    """What was chosen, and that the choices after it which nobody wants are passed over."""
    while len(chosen) < len(row.choices) and not row.choices[len(chosen)].is_wanted(chosen, facts):
        chosen = (*chosen, SKIPPED)
    return chosen


async def _next(
    row: Asked, facts: dict[str, Any], chosen: tuple[str, ...], desk: Desk, me: Person, form: Form, now: datetime
) -> Any:
    """The next question of a row, or nothing when all is known."""
    which = facts["id"]
    about = _about(row, facts, chosen)
    if len(chosen) < len(row.choices):
        choice = row.choices[len(chosen)]
        if choice.asks is None:
            raise Refusal("bad_button")
        if choice.offers is not None:
            about |= await desk(choice.offers, which, *chosen, by=me, now=now)
        if choice.typed is None:
            form.give_way(which)
        else:
            form.open(**wanting_words(row.move, which, chosen))
        return ask(choice.asks, which, **about)
    if row.words is None or len(chosen) > len(row.choices) or not row.words.is_wanted(chosen, facts):
        return None
    form.open(**wanting_words(row.move, which, chosen))
    return await _ask_words(row, facts, chosen, desk, me)


async def _make(
    row: Asked, which: int, chosen: tuple[str, ...], desk: Desk, me: Person, now: datetime, **more: Any
) -> dict[str, Any]:
    """Make the move; what is told of it."""
    values = [choice.reads(word) for choice, word in zip(row.choices, chosen, strict=True)]
    await desk(row.verb, which, *values, by=me, now=now, **more)
    return await desk(views.outcome, which, by=me, now=now) | {"chosen": list(chosen)}


async def _typed(
    row: Asked,
    which: int,
    chosen: tuple[str, ...],
    heard: Heard,
    desk: Desk,
    me: Person,
    form: Form,
    now: datetime,
) -> Said:
    choice = row.choices[len(chosen)]
    if not heard.text or choice.typed is None:
        return [words_please(heard)]
    word = await desk(choice.typed, which, heard.text, by=me, now=now)
    facts = await desk(views.before, which, row.move, by=me, now=now)
    chosen = _with_unwanted(row, facts, (*chosen, word))
    if (question := await _next(row, facts, chosen, desk, me, form, now)) is not None:
        return [question]
    form.clear()
    told = await _make(row, which, chosen, desk, me, now)
    return [close(row.done, which, fresh=True, ticket=which, **told)]


async def _worded(
    row: Asked,
    which: int,
    chosen: tuple[str, ...],
    heard: Heard,
    desk: Desk,
    me: Person,
    form: Form,
    now: datetime,
) -> Said:
    words = row.words
    assert words is not None
    if words.more is not None and heard.album is not None and form.data.get("album") == heard.album:
        await desk(words.more, which, heard.files, by=me, now=now)
        return []
    if not heard.text and not (words.may_be_files and heard.files):
        return ask_for_words(heard, form) if words.takes_files else [words_please(heard)]
    files = (*form.kept(), *heard.files)
    given = {words.name: heard.text} | ({"files": files} if words.takes_files and files else {})
    told = await _make(row, which, chosen, desk, me, now, **given)
    await desk(relay.tie, heard.source, which, heard.text, by=me, now=now)
    if form.answered(heard, which):
        return []
    kept_for = row.move.value if words.has_replies and not heard.files else None
    return [close(row.done, which, fresh=True, ticket=which, kept_for=kept_for, **told)]
