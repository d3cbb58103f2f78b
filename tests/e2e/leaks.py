"""Looks through every call the bot made for what its readers may not see.

Written by hand from the mechanism, on purpose sharing nothing with the access table, the facts or the notices.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.access_town import Case, Stage

UNITS = {"officer": {"tax"}, "mate": {"tax"}, "lead": {"tax"}, "elsewhere": {"finance"}, "both": {"tax", "finance"}}
UNITS |= {"bystander": {"housing"}, "supporter": {"approval"}, "logger": {"market"}, "chainer": {"rail_office"}}

FIRM = {"filer", "colleague"}
UNIT = {"officer", "claimer", "lead"}
EVERYBODY_CONCERNED = FIRM | UNIT | {"office", "leader"}
BESIDE = {"logger", "chain"}
SUPPORTED = EVERYBODY_CONCERNED | BESIDE | {"supporter"}
"""Who reads what a ticket is about: units that were asked for their part, who logged it, and its chain's office, too."""

OWN_WORDS = FIRM | {"office"}
RATES = OWN_WORDS | {"leader"}

MAY_SEE = {
    "number": SUPPORTED,
    "firm": FIRM | {"chain", "claimer", "lead", "office"},
    "person": FIRM | {"chain", "claimer", "lead", "office"},
    "phone": FIRM | {"chain", "claimer", "lead", "office"},
    "text": SUPPORTED,
    "number in the text": SUPPORTED,
    "file": SUPPORTED,
    "material": SUPPORTED,
    "again": SUPPORTED,
    "result": EVERYBODY_CONCERNED | BESIDE,
    "question": FIRM | {"claimer", "lead", "office"},
    "reply": FIRM | {"claimer", "lead", "office"},
    "request": UNIT | FIRM | {"office", "leader"},
    "note": UNIT | {"office", "leader"},
    "grounds": UNIT | {"office", "leader"},
    "brief": UNIT | BESIDE | {"office", "leader"},
    "asks": UNIT | {"office", "leader", "supporter"},
    "remark": OWN_WORDS,
    "rating": RATES,
}
"""Who may be shown what of a ticket. A unit's people stand to it only while it is theirs; before the claim no ``PARTIES``."""

PARTIES = {"firm", "person", "phone"}
WITHHELD = {"text", "number in the text", "file", "material", "again"}
GROUP_SEES = {"number"}
RATINGS = ("不满意", "非常满意", "基本满意")


def relations(stage: Stage, who: str, case: Case) -> set[str]:
    """How somebody of the cast stands to a ticket."""
    if who == "group":
        return {"group"} if case.unit == "tax" and (case.about != "tax" or case.is_withheld) else set()
    if stage.cast[who].id == case.filer:
        return {"filer"}
    if who == "colleague":
        return set() if case.is_confidential else {"colleague"}
    if who == "office":
        return {who}
    if who == "leader":
        return {who} if case.state == "escalated" else set()
    if who == "logger":
        return {who} if case.is_logged else set()
    if who == "chainer":
        return {"chain"} if case.is_of_chain else set()
    units = UNITS.get(who, set())
    if case.about in units and not case.is_withheld:
        return set()
    found = {"supporter"} if units & set(case.supporting) else set()
    if case.unit not in units:
        return found
    found |= {"officer"}
    found |= {"claimer"} if stage.cast[who].id == case.officer else set()
    found |= {"offered"} if case.officer is None else set()
    return found | ({"lead"} if who == "lead" else set())


def may_see(kind: str, case: Case, held: set[str]) -> bool:
    """Whether who stands so to the ticket may be shown this of it."""
    if held == {"group"}:
        return kind in GROUP_SEES
    allowed = MAY_SEE[kind]
    if case.is_withheld and kind in WITHHELD:
        allowed = OWN_WORDS
    if kind in PARTIES:
        if case.is_confidential:
            allowed = allowed - {"lead", "colleague", "chain"}
        if not case.is_claimed:
            allowed = allowed - UNIT - {"chain"}
    return bool(allowed & held)


Sight = dict[str, dict[str, set[str]]]
"""Of whom, of which ticket: what may be seen."""


@dataclass
class Scanner:
    """Reads the sandbox's list of calls, each once; ``found`` names every leak."""

    stage: Stage
    found: list[str] = field(default_factory=list)
    read: int = 0
    standings: Sight = field(default_factory=dict)
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    pressed: dict[str, str] = field(default_factory=dict)

    async def scan(self) -> None:
        """Look through the calls since the last time. Who stood well to a ticket before or after may have been shown it."""
        calls = self.stage.town.sandbox.world.calls(after=self.read)
        if not calls:
            return
        before = self.standings
        await self.look_again()
        after = self.standings
        for call in calls:
            self.read = call["n"]
            for who in self._readers(call):
                words = json.dumps(call["body"], ensure_ascii=False) + self._page(call)
                self._look(who, words, call["method"], before.get(who, {}), after[who])

    def _page(self, call: dict[str, Any]) -> str:
        """What stands in a page that was made to be printed."""
        document = (
            (call["response"].get("result") or {}).get("document") if call["method"].lower() == "senddocument" else None
        )
        if document is None or not document.get("file_name", "").endswith(".html"):
            return ""
        return str(self.stage.town.sandbox.world.state.files.find(document["file_id"]).data.decode())

    async def look_again(self) -> None:
        """Find out who stands how to which ticket by now."""
        await self.stage.follow()
        self.standings = self._standings()

    def _standings(self) -> Sight:
        return {
            who: {
                case.key: {kind for kind in MAY_SEE if may_see(kind, case, held)}
                if (held := relations(self.stage, who, case))
                else set()
                for case in self.stage.cases.values()
            }
            for who in (*self.stage.cast, "group")
        }

    def _readers(self, call: dict[str, Any]) -> list[str]:
        body = call["body"]
        if call["method"].lower() == "answercallbackquery":
            return [self.pressed[body["callback_query_id"]]] if body["callback_query_id"] in self.pressed else []
        chat = int(body.get("chat_id", 0))
        if chat == self.stage.group:
            return ["group"]
        return [who for who, actor in self.stage.cast.items() if actor.id == chat]

    def _look(self, who: str, words: str, method: str, before: dict[str, set[str]], after: dict[str, set[str]]) -> None:
        words = words.replace("满不满意", "")  # a question, not an answer
        flat = words.replace(" ", "")
        ratings = [word for word in RATINGS if word in words]
        for case in self.stage.cases.values():
            allowed = before.get(case.key, set()) | after[case.key]
            shown = {
                kind for kind, mark in {"number": case.number, **case.marks}.items() if mark in flat or mark in words
            }
            shown |= {"rating"} if ratings and case.number in words else set()
            self.seen |= {(who, case.key, kind) for kind in shown}
            shown -= {"firm"} if who == "newcomer" else set()  # who registered for the firm knows its name
            for kind in shown - allowed:
                self.found.append(f"{who} is shown the {kind} of the {case.key} ticket ({method}): {words[:300]}")
        if ratings and not any("rating" in after[case.key] for case in self.stage.cases.values()):
            self.found.append(f"{who} reads of a rating: {words[:300]}")
