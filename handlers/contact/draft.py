"""The grievance being written: what the form holds while it is asked about, as plain data that survives a restart."""

import re
import secrets
from typing import Any

from handlers.desk import ALMOST_FULL, Form, Heard, files_of, kept_as
from office.submit import Submission
from storage.tickets.events import Attachment
from tickets import routing
from tickets.firm_names import LONGEST
from tickets.terms import Kind

TEXT, FIRM, PHONE, PREVIEW, EDIT, ADD, WHERE = (
    "draft:text",
    "draft:firm",
    "draft:phone",
    "draft:preview",
    "draft:edit",
    "draft:add",
    "draft:where",
)
CALL, CALLER_PHONE, CALLER_NAME = "draft:call", "draft:caller_phone", "draft:caller_name"
STEPS = (TEXT, FIRM, PHONE, PREVIEW, EDIT, ADD, WHERE, CALL, CALLER_PHONE, CALLER_NAME)


def begin(form: Form) -> None:
    """Start a new grievance; its key makes a double submit one ticket."""
    key = secrets.token_urlsafe(8)
    form.open(TEXT, draft=key, card=f"draft:{key}", parts=[], files=[])


def take(form: Form, key: str, words: str, kind: Kind, *, chat: int) -> None:
    """Begin the grievance of a question that was asked before, by no message of its own; ``key`` as in ``begin``."""
    said = {"chat": chat, "message": 0, "text": words, "at": 0}
    form.open(TEXT, draft=key, card=f"draft:{key}", parts=[said], files=[], kind=kind.value)


def is_begun(form: Form) -> bool:
    """Whether a grievance is being written."""
    return form.step in STEPS


def part(heard: Heard) -> dict[str, Any]:
    """A message's words, and where they were said."""
    return {"chat": heard.chat, "message": heard.message, "text": heard.text, "at": heard.at}


def hear(form: Form, heard: Heard) -> None:
    """Add a message's words and files to the grievance."""
    if heard.text:
        form.data["parts"] = [*form.data["parts"], part(heard)]
        _new_words(form, heard.text)
    form.data["files"] = [*form.data["files"], *kept_as(heard.files)]


def follows(form: Form, heard: Heard) -> bool:
    """Whether this goes on with what came last, and needs no answer of its own: a further picture of an album, or the
    rest of a text too long for one message, which a Telegram client sends as several."""
    given, parts = form.data.get("files", []), form.data.get("parts", [])
    if heard.files:
        return heard.album is not None and bool(given) and given[-1]["album"] == heard.album and not heard.text
    return (
        bool(parts)
        and parts[-1].get("length", len(parts[-1]["text"])) >= ALMOST_FULL
        and heard.follows(parts[-1]["at"])
    )


def more(form: Form, heard: Heard) -> str | None:
    """Why something said at the question for a name or a number is no answer but more of the grievance: it ``follows`` what
    came last, it is ``files``, it is ``long``. ``None``: it may be an answer.
    """
    if (heard.text or heard.files) and follows(form, heard):
        return "follows"
    if heard.files:
        return "files"
    return "long" if len(heard.text) > LONGEST else None


def reword(form: Form, heard: Heard) -> None:
    """Replace all the words by these; the files stay."""
    form.data["parts"] = []
    hear(form, heard)


def without_order(words: str) -> str:
    """What was said after /new, which may have been typed before it."""
    return re.sub(r"^/new(?:@\w+)?\s*", "", words)


def _new_words(form: Form, words: str) -> None:
    """Words that fault somebody void an earlier 不是: whom they mean has to be asked again."""
    if form.data.get("about") == "no" and routing.faults_somebody(words):
        del form.data["about"]


def edited(form: Form, heard: Heard) -> bool:
    """Take an edited message's new words; ``False`` when the message is not part of this grievance."""
    for said in form.data.get("parts", []):
        if is_of(said, heard):
            said["text"] = without_order(heard.text)
            _new_words(form, heard.text)
            return True
    return False


def is_of(said: dict[str, Any] | None, heard: Heard) -> bool:
    """Whether what was kept by ``part`` came by this message."""
    return said is not None and (said["chat"], said["message"]) == (heard.chat, heard.message)


def text(form: Form) -> str:
    """The whole grievance as written so far."""
    return "\n".join(said["text"] for said in form.data.get("parts", []))


def files(form: Form) -> tuple[Attachment, ...]:
    """The files given so far."""
    return files_of(form.data.get("files", []))


def sources(form: Form) -> tuple[tuple[int, int], ...]:
    """The (chat, message) pairs that the words came by."""
    return tuple((said["chat"], said["message"]) for said in form.data.get("parts", []) if said["message"])


def submission(form: Form, guessed: tuple[str | None, bool]) -> Submission:
    """The form as the office takes it; ``guessed`` is the category that the text speaks of, and whether it is unsure."""
    data = form.data
    words = text(form)
    about = data.get("about")
    category, unsure = (data["category"], False) if "category" in data else guessed
    return Submission(
        draft=data["draft"],
        text=words,
        kind=kind(form),
        category=category,
        category_is_sure=not unsure,
        about_unit=data.get("about_unit") if about in {"unit", "withheld"} else None,
        is_withheld=about == "withheld",
        needs_office=about == "unsure" or asks_about(form),
        is_confidential=bool(data.get("confidential")),
        files=files(form),
        sources=sources(form),
    )


def kind(form: Form) -> Kind:
    """What sort of grievance it is: as chosen, else as it reads. Whom it is about may decide: a unit complained about makes
    a complaint, and a complaint that stays with the office leaves a problem to hand on.
    """
    about, words = form.data.get("about"), text(form)
    if about == "unit":
        return Kind.COMPLAINT
    chosen = Kind(form.data["kind"]) if "kind" in form.data else routing.guess_kind(words)
    return routing.guess_kind(words) if about == "withheld" and chosen is Kind.COMPLAINT else chosen


def choose_kind(form: Form, chosen: Kind) -> None:
    """Take the kind. What was said of whom it is about is asked again where the two do not go together."""
    form.data["kind"] = chosen.value
    if form.data.get("about") in ({"no", "withheld"} if chosen is Kind.COMPLAINT else {"unit"}):
        del form.data["about"]


def asks_about(form: Form) -> bool:
    """Whether the draft should ask which unit is meant: it complains or faults somebody, and no answer was given."""
    is_complaint = form.data.get("kind") == Kind.COMPLAINT
    return "about" not in form.data and (is_complaint or routing.faults_somebody(text(form)))


def choice(form: Form) -> dict[str, Any]:
    """What was chosen so far, for the preview."""
    return {
        "draft": form.data["draft"],
        "about": form.data.get("about"),
        "confidential": bool(form.data.get("confidential")),
        "is_auto": "category" not in form.data,
    }
