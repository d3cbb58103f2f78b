"""The visit being written down: what the form holds while it is asked about, as plain data that survives a restart."""

import secrets
from datetime import date
from typing import Any

from handlers.contact import draft
from handlers.desk import ALMOST_FULL, Form, Heard, files_of, kept_as
from office.intake.on_behalf import Caller
from office.intake.visit import Account, Problem
from tickets.intake import visiting

FIRM, DAY, NOTE, PROBLEMS, MET = "visit:firm", "visit:day", "visit:note", "visit:problems", "visit:met"
STEPS = (FIRM, DAY, NOTE, PROBLEMS, MET)

ANSWERS = {FIRM: "firm", DAY: "day", NOTE: "note"}
"""What each step asks for, in this order, and where the answer is kept; then come the problems."""


def begin(form: Form) -> None:
    """Start a new visit; its key makes a double press one visit."""
    key = secrets.token_urlsafe(8)
    form.open(FIRM, draft=key, card=f"visit:{key}", files=[], problems=[])


def is_begun(form: Form) -> bool:
    """Whether a visit is being written down."""
    return form.step in STEPS


def next_step(form: Form) -> str:
    """What is still missing; the problems when nothing is."""
    return next((step for step, answer in ANSWERS.items() if answer not in form.data), PROBLEMS)


def note(form: Form, heard: Heard) -> bool:
    """The visit itself: words, and files or a place with or without them. Whether it is a further picture of an album."""
    is_album = not heard.text and _has_album(form.data, heard)
    if heard.place is not None:
        form.data["place"] = list(heard.place)
    form.data["files"] = [*form.data["files"], *kept_as(heard.files)]
    if heard.text:
        visiting.require_note(heard.text)
        form.data["note"] = [draft.part(heard)]
    return is_album


def _has_album(whose: dict[str, Any], heard: Heard) -> bool:
    return heard.album is not None and any(kept["album"] == heard.album for kept in whose["files"])


def add(form: Form, heard: Heard) -> bool:
    """A problem a message; files without words go with the last one, and so does the rest of a text that a client cut.
    Whether it goes on with what came last, and needs no answer of its own.
    """
    problems = form.data["problems"]
    last = problems[-1] if problems else None
    if last is not None and last["said"] and _goes_on(last, heard):
        last["said"] = [*last["said"], draft.part(heard)]
        return True
    if not heard.text:
        whose = last or form.data
        is_album = _has_album(whose, heard)
        whose["files"] = [*whose["files"], *kept_as(heard.files)]
        return is_album
    visiting.require_room(len(problems))
    form.data["problems"] = [*problems, {"said": [draft.part(heard)], "files": kept_as(heard.files)}]
    return False


def _goes_on(problem: dict[str, Any], heard: Heard) -> bool:
    said = problem["said"][-1]
    return len(said["text"]) >= ALMOST_FULL and heard.follows(said["at"])


def edited(form: Form, heard: Heard) -> bool:
    """Take an edited message's new words; ``False`` when the message is not part of this visit."""
    if not is_begun(form) or not heard.text:
        return False
    for said in (*form.data.get("note", []), *(each for one in form.data["problems"] for each in one["said"])):
        if draft.is_of(said, heard):
            said["text"] = heard.text
            return True
    return False


def drop(form: Form, which: int) -> bool:
    """Take a problem out again, counted from 1; ``False`` when there is none of that number."""
    problems = form.data["problems"]
    if not 1 <= which <= len(problems):
        return False
    form.data["problems"] = [each for at, each in enumerate(problems, 1) if at != which]
    return True


def account(form: Form) -> Account:
    """The form as the office takes it."""
    data = form.data
    met = data.get("met", {})
    return Account(
        draft=data["draft"],
        met=Caller(data["firm"]["id"], data["firm"]["name"], met.get("name"), met.get("phone")),
        day=date.fromisoformat(data["day"]),
        note=_words(data.get("note", [])),
        files=files_of(data["files"]),
        place=(data["place"][0], data["place"][1]) if "place" in data else None,
        problems=tuple(
            Problem(
                _words(each["said"]),
                files_of(each["files"]),
                tuple((said["chat"], said["message"]) for said in each["said"]),
            )
            for each in data["problems"]
        ),
        is_another=bool(data.get("is_another")),
    )


def _words(said: list[dict[str, Any]]) -> str:
    return "\n".join(each["text"] for each in said)
