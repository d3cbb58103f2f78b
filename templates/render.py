"""Finds the words for a notice kind, fills them in, and puts its keys under them.

One file a kind in the folder of its audience, one sentence a refusal in ``refusals.toml``; keys are ``templates.keys``.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from templates import digest, figures, hot_figures, labels, people, working_days
from templates.commands import listed
from templates.keys import keys_of
from templates.page_names import figure_name, page_name
from templates.speech import Document, File, ReplyKeys, Speech
from tickets.masking import beginning

HERE = Path(__file__).parent
FOLDERS = ("everyone", "contact", "officer", "office", "group", "toasts")
PARTS = "parts"
"""What several notices have in common; no notice of its own."""
FILES = ("files", "visit_pictures")
"""Notices that are files with a line above them."""
PAPERS = "papers"
"""Pages to be printed, each sent along with the notice of its kind."""
PAGES = "pages"
"""What a browser is shown at an address; ``templates.screens`` and ``templates.report`` draw it."""
TITLES = {"slip": "交办单", "record": "办理记录"}
"""What the file of a page is called, behind the ticket's number."""
DUTY_PHONE = "duty_phone.j2"
"""The last line of whatever is said about an urgent ticket at night."""
REPLY_KEYS = {
    "ask_phone": ReplyKeys.ASK_PHONE,
    "ask_authors_phone": ReplyKeys.ASK_NEW_PHONE,
    "ask_new_phone": ReplyKeys.ASK_NEW_PHONE,
    "appointed_without_phone": ReplyKeys.ASK_STAFF_PHONE,
    "ask_called_phone": ReplyKeys.ASK_NEW_PHONE,
    "joined": ReplyKeys.REMOVE,
    "not_called": ReplyKeys.REMOVE,
    "phone_kept": ReplyKeys.REMOVE,
    "phone_skipped": ReplyKeys.REMOVE,
}


@cache
def environment(zone: ZoneInfo) -> Environment:
    """Where the words of notices and the pages are found, with the city's own time in their dates."""
    env = Environment(
        loader=FileSystemLoader([HERE / folder for folder in (*FOLDERS, PARTS, PAPERS, PAGES)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters |= {
        "day": lambda moment: people.day(moment, zone),
        "last_day": lambda moment: people.last_day(moment, zone),
        "date": people.date_of,
        "days_to": people.days_to,
        "minute": lambda moment: people.minute(moment, zone),
        "undated": lambda words, due_at: people.undated(words, due_at, zone),
        "hour": lambda moment: people.hour(moment, zone),
        "clip": people.clip,
        "brief": beginning,
        "phone": people.phone,
        "working_days": working_days.working_days,
        "working_days_number": working_days.number,
        "listed": listed,
        "page_name": page_name,
        "figure_name": figure_name,
        "rate": figures.text,
        "share": figures.share,
        "above": figures.above,
        "points": figures.points,
        "period_name": digest.when,
        "period_in_full": digest.when_in_full,
        "period": digest.called,
        "of_part": digest.of_part,
        "hot_name": hot_figures.name,
        "hot_why": hot_figures.why,
        "rate_name": lambda rate: digest.LABELS[rate["name"]],
        **labels.FILTERS,
    }
    return env


@cache
def _refusals(zone: ZoneInfo) -> dict[str, Template]:
    sentences = tomllib.loads((HERE / "refusals.toml").read_text(encoding="utf-8"))
    env = environment(zone)
    return {code: env.from_string(sentence) for code, sentence in sentences.items()}


@cache
def kinds() -> frozenset[str]:
    """Every notice kind that has words."""
    return frozenset(path.stem for folder in FOLDERS for path in (HERE / folder).glob("*.j2"))


def refusal_codes() -> frozenset[str]:
    """Every refusal code that has a sentence."""
    return frozenset(_refusals(ZoneInfo("UTC")))


def refuse(code: str, facts: Mapping[str, Any], zone: ZoneInfo) -> str:
    """The sentence of a refusal: what is wrong and what to do."""
    return _refusals(zone)[code].render(facts).strip()


def speak(kind: str, facts: Mapping[str, Any], zone: ZoneInfo) -> Speech:
    """The message of a notice. Raises ``jinja2.TemplateError`` when its words need a fact that it lacks."""
    files = tuple(File(file["kind"], file["file_id"]) for file in facts.get("files", [])) if kind in FILES else ()
    if kind == "refusal":
        return Speech(refuse(facts["code"], facts, zone))
    if kind in {"digest", "published"}:
        return Speech(digest.chat_text(facts), keys_of(kind, facts))
    text = environment(zone).get_template(f"{kind}.j2").render(facts).strip()
    if facts.get("duty_phone"):
        text += "\n" + environment(zone).get_template(DUTY_PHONE).render(facts).strip()
    return Speech(text, keys_of(kind, facts), REPLY_KEYS.get(kind), files, _page(kind, facts, zone))


def _page(kind: str, facts: Mapping[str, Any], zone: ZoneInfo) -> Document | None:
    if kind == "digest_page":
        from templates import report

        return Document(digest.file_name(facts, ".html"), report.page(facts, zone).encode())
    if kind == "board_unserved":
        from templates import screens

        return Document(
            f"看板 {people.minute(facts['at'], zone).replace(':', '时')}分.html",
            screens.board_as_it_is(facts, zone).encode(),
        )
    if kind not in TITLES:
        return None
    page = environment(zone).get_template(f"{kind}.html.j2").render(facts, title=TITLES[kind])
    return Document(f"{facts['number']} {TITLES[kind]}.html", page.encode())
