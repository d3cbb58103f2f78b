"""In whose name an operator writes a grievance: what the form holds of the caller, and what is still to be asked."""

from dataclasses import replace
from typing import Any

from handlers.contact import draft
from handlers.desk import Form, Heard, say
from office.intake.on_behalf import Caller
from office.intake.operator import Door
from tickets.identity import show_phone
from tickets.intake.dictation import Dictated
from tickets.notices import Notice


def begin(form: Form, door: list[Any] | None = None) -> None:
    """Start a grievance for somebody who calls; ``door``: it comes in as the one before did."""
    draft.begin(form)
    form.ask(draft.CALL, caller={}, firm=None, door=door)


def is_begun(form: Form) -> bool:
    """Whether what is being written is somebody else's."""
    return draft.is_begun(form) and "caller" in form.data


def hear(form: Form, heard: Heard, taken: Dictated) -> None:
    """Take what was dictated: the grievance as the first of its words, the rest as what is known of the caller."""
    draft.hear(form, replace(heard, text=taken.text))
    if taken.text:
        form.data["parts"][-1]["length"] = len(heard.text)
    form.data["caller"] = {"name": taken.name, "phone": taken.phone, "phones": list(taken.phones)}


def learn(form: Form, **known: Any) -> None:
    """Keep what was answered about the caller."""
    form.data["caller"] = form.data["caller"] | known


def question(form: Form) -> Notice | None:
    """What is still to be asked of the caller: the number, then the name; ``None``: all is known that can be."""
    known = form.data["caller"]
    facts = {"draft": form.data["draft"]}
    if known.get("phone") is None and not known.get("is_without_phone"):
        form.ask(draft.CALLER_PHONE)
        phones = [[number, show_phone(number)] for number in known.get("phones", [])]
        return say("ask_caller_phone", phones=phones, why=known.get("why"), **facts)
    if known.get("name") is None and known.get("phone") is not None and not known.get("is_without_name"):
        form.ask(draft.CALLER_NAME)
        return say("ask_caller_name", **facts)
    return None


def of(form: Form) -> Caller:
    """The caller as the office takes them."""
    known, firm = form.data["caller"], form.data["firm"]
    return Caller(firm["id"], firm["name"], known.get("name"), known.get("phone"))


def door(form: Form) -> Door | None:
    """By which channel it comes in, once that was chosen."""
    chosen = form.data.get("door")
    return (chosen[0], chosen[1]) if chosen is not None else None
