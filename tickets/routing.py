"""Which unit answers for a grievance, and why: the first configured rule that fits, told in one sentence's worth of facts.

A complaint about a unit is never routed to that unit; what no rule decides, or only a guess decides, goes to the office.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tickets.terms import Kind


class Confidence(StrEnum):
    """How sure a choice is. Only ``HIGH`` is dispatched without the office."""

    HIGH = "high"
    LOW = "low"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Route:
    """When every given field fits, the ticket is ``unit``'s. An empty field fits anything; one keyword in the text is enough."""

    unit: str
    category: str | None = None
    kind: Kind | None = None
    region: str | None = None
    chain: str | None = None
    channel: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grievance:
    """What routing looks at."""

    text: str
    category: str | None = None
    kind: Kind = Kind.REQUEST
    region: str | None = None
    chain: str | None = None
    channel: str = "platform"
    about_unit: str | None = None
    category_was_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit, how sure, and why: ``because`` maps the fields of the rule that fitted to what fitted them."""

    unit: str | None
    confidence: Confidence
    because: tuple[tuple[str, str], ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether a rule may dispatch it without the office."""
        return self.unit is not None and self.confidence is Confidence.HIGH

    def reasons(self, *, may_be_faulted: bool) -> list[list[str]]:
        """``because`` as a ticket keeps it; that the words may fault the unit itself is one more thing to look at."""
        found = [list(pair) for pair in self.because]
        return [*found, [MAY_BE_FAULTED, self.unit]] if may_be_faulted and self.unit is not None else found


def route(grievance: Grievance, routes: Iterable[Route]) -> Choice:
    """Choose a unit by the first rule that fits.

    A complaint, or anything that faults a unit, is the office's: it gets no unit and low confidence. A rule that fits
    only through a category guessed from two or more competing categories is a suggestion.
    """
    for rule in routes:
        because = _fit(rule, grievance)
        if because is None:
            continue
        if grievance.kind is Kind.COMPLAINT or grievance.about_unit is not None:
            return Choice(None, Confidence.LOW, (("about_unit", grievance.about_unit or ""),))
        is_guess = grievance.category_was_guessed and rule.category is not None
        return Choice(rule.unit, Confidence.LOW if is_guess else Confidence.HIGH, because)
    return Choice(None, Confidence.NONE)


def _fit(rule: Route, grievance: Grievance) -> tuple[tuple[str, str], ...] | None:
    because: list[tuple[str, str]] = []
    for name in ("category", "kind", "region", "chain", "channel"):
        wanted = getattr(rule, name)
        if wanted is None:
            continue
        if getattr(grievance, name) != wanted:
            return None
        because.append((name, str(wanted)))
    if rule.keywords:
        found = next((word for word in rule.keywords if word.lower() in grievance.text.lower()), None)
        if found is None:
            return None
        because.append(("keyword", found))
    return tuple(because)


def categorise(text: str, keywords: Mapping[str, Iterable[str]]) -> tuple[str | None, bool]:
    """The category whose keywords occur most in ``text``, and whether it is only a guess.

    ``keywords`` maps category keys to words. Nothing found: ``(None, True)``. A tie between two categories is a guess.
    """
    lowered = text.lower()
    found = {key: sum(lowered.count(word.lower()) for word in words) for key, words in keywords.items()}
    ranked = sorted((key for key in found if found[key]), key=lambda key: -found[key])
    if not ranked:
        return None, True
    is_tie = len(ranked) > 1 and found[ranked[0]] == found[ranked[1]]
    return ranked[0], is_tie


FAULTS = (
    "没人回", "无人回", "没有回复", "不回复", "没人管", "不理", "推诿", "踢皮球", "互相推", "态度", "刁难", "不作为", "乱作为",
    "拖着不办", "拖延", "吃拿卡要", "索要", "索贿", "乱收费", "乱罚款", "投诉", "举报",
)  # fmt: skip
"""Words by which a text faults a body or a person, so that the draft asks whether it is a complaint about the unit."""


MAY_BE_FAULTED = "may_be_faulted"
"""Among the reasons for a suggestion: the text faults somebody, and whom was not said. It may be the suggested unit."""


def faults_somebody(text: str) -> bool:
    """Whether the text reads as if it faulted a public body or its people. Only a reason to ask, never an answer."""
    return any(word in text for word in FAULTS)


def needs_office(text: str, kind: Kind) -> bool:
    """Where nobody is asked whom the words fault, the office looks at those that may: it may be whom the rules choose."""
    return kind is Kind.COMPLAINT or faults_somebody(text)


def guess_kind(text: str) -> Kind:
    """What sort of grievance the text reads like; the contact sees it and can change it."""
    opening = text.lstrip()[:20]
    if opening.startswith(("请问", "咨询", "想问", "想咨询", "问一下")):
        return Kind.CONSULTATION
    if opening.startswith(("建议", "我建议", "希望能建议")):
        return Kind.SUGGESTION
    return Kind.REQUEST
