"""The grievance being written: what the form holds while it is asked about, as plain data that survives a restart."""

import secrets
from typing import Any

from handlers.desk import ALMOST_FULL, Form, Heard
from office.firms import LONGEST
from office.submit import Submission
from storage.events import Attachment
from tickets import routing
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
STEPS = (TEXT, FIRM, PHONE, PREVIEW, EDIT, ADD, WHERE)


def begin(form: Form) -> None:
    """Start a new grievance; its key makes a double submit one ticket."""
    key = secrets.token_urlsafe(8)
    form.open(TEXT, draft=key, card=f"draft:{key}", parts=[], files=[])


def is_begun(form: Form) -> bool:
    """Whether a grievance is being written."""
    return form.step in STEPS


def hear(form: Form, heard: Heard) -> None:
    """Add a message's words and files to the grievance."""
    if heard.text:
        part = {"chat": heard.chat, "message": heard.message, "text": heard.text, "at": heard.at}
        form.data["parts"] = [*form.data["parts"], part]
    for file in heard.files:
        kept = {"kind": file.kind, "file_id": file.file_id, "unique": file.file_unique_id}
        form.data["files"] = [*form.data["files"], kept | {"name": file.name, "album": file.album}]


def follows(form: Form, heard: Heard) -> bool:
    """Whether this goes on with what came last, and needs no answer of its own: a further picture of an album, or the
    rest of a text too long for one message, which a Telegram client sends as several."""
    given, parts = form.data.get("files", []), form.data.get("parts", [])
    if heard.files:
        return heard.album is not None and bool(given) and given[-1]["album"] == heard.album and not heard.text
    return bool(parts) and len(parts[-1]["text"]) >= ALMOST_FULL and heard.follows(parts[-1]["at"])


def is_more(form: Form, heard: Heard) -> bool:
    """Whether something said at the question for a name or a number is no answer but more of the grievance."""
    return bool(heard.files) or len(heard.text) > LONGEST or (bool(heard.text) and follows(form, heard))


def reword(form: Form, heard: Heard) -> None:
    """Replace all the words by these; the files stay."""
    form.data["parts"] = []
    hear(form, heard)


def edited(form: Form, heard: Heard) -> bool:
    """Take an edited message's new words; ``False`` when the message is not part of this grievance."""
    for part in form.data.get("parts", []):
        if (part["chat"], part["message"]) == (heard.chat, heard.message):
            part["text"] = heard.text
            return True
    return False


def text(form: Form) -> str:
    """The whole grievance as written so far."""
    return "\n".join(part["text"] for part in form.data.get("parts", []))


def files(form: Form) -> tuple[Attachment, ...]:
    """The files given so far."""
    kept = form.data.get("files", [])
    return tuple(
        Attachment(file["kind"], file["file_id"], file["unique"], file["name"], file["album"]) for file in kept
    )


def sources(form: Form) -> tuple[tuple[int, int], ...]:
    """The (chat, message) pairs that the words came by."""
    return tuple((part["chat"], part["message"]) for part in form.data.get("parts", []))


def submission(form: Form, guessed: tuple[str | None, bool]) -> Submission:
    """The form as the office takes it; ``guessed`` is the category that the text speaks of, and whether it is unsure."""
    data = form.data
    words = text(form)
    about, faults = data.get("about"), routing.faults_somebody(words)
    category, unsure = (data["category"], False) if "category" in data else guessed
    complains = about == "unit"
    return Submission(
        draft=data["draft"],
        text=words,
        kind=Kind.COMPLAINT if complains else Kind(data["kind"]) if "kind" in data else routing.guess_kind(words),
        category=category,
        category_is_sure=not unsure,
        about_unit=data.get("about_unit") if about in {"unit", "withheld"} else None,
        is_withheld=about == "withheld",
        needs_office=about == "unsure" or (faults and about is None),
        is_confidential=bool(data.get("confidential")),
        files=files(form),
        sources=sources(form),
    )


def asks_about(form: Form) -> bool:
    """Whether the draft should ask which unit is meant: the text faults somebody and no answer was given."""
    return routing.faults_somebody(text(form)) and "about" not in form.data


def choice(form: Form) -> dict[str, Any]:
    """What was chosen so far, for the preview."""
    return {
        "draft": form.data["draft"],
        "about": form.data.get("about"),
        "confidential": bool(form.data.get("confidential")),
        "is_auto": "category" not in form.data,
    }
