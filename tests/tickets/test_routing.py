"""Which unit answers and why: first rule that fits, complaints to the office, guesses only suggested."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.routing import (
    Choice,
    Confidence,
    Grievance,
    Route,
    categorise,
    faults_somebody,
    guess_kind,
    route,
)
from tickets.terms import Kind

ROUTES = (
    Route("liling", category="transport", region="liling"),
    Route("police", category="transport", keywords=("限行", "通行证")),
    Route("industry", category="policy", chain="rail"),
    Route("industry", category="policy", channel="meeting", kind=Kind.REQUEST),
    Route("treasury", category="policy"),
    Route("transport", category="transport"),
    Route("market", keywords=("Wi-Fi",)),
)
KEYWORDS = {"tax": ("退税", "税"), "electricity": ("停电", "电"), "land": ("用地",)}


def about(text: str = "", category: str | None = None, **more: object) -> Grievance:
    return Grievance(text, category, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grievance", "unit", "because"),
    [
        (about("修路", "transport", region="liling"), "liling", {"category": "transport", "region": "liling"}),
        (about("货车限行太严", "transport"), "police", {"category": "transport", "keyword": "限行"}),
        (about("修路", "transport"), "transport", {"category": "transport"}),
        (about("补贴", "policy", chain="rail"), "industry", {"category": "policy", "chain": "rail"}),
        (
            about("补贴", "policy", channel="meeting"),
            "industry",
            {"category": "policy", "kind": "request", "channel": "meeting"},
        ),
        (about("补贴", "policy", channel="meeting", kind=Kind.CONSULTATION), "treasury", {"category": "policy"}),
        (about("补贴", "policy"), "treasury", {"category": "policy"}),
        (about("厂区没有 wi-fi"), "market", {"keyword": "Wi-Fi"}),
    ],
)
def test_the_first_rule_that_fits_decides_and_says_why(
    grievance: Grievance, unit: str, because: dict[str, str]
) -> None:
    choice = route(grievance, ROUTES)
    assert (unit, Confidence.HIGH, because) == (choice.unit, choice.confidence, dict(choice.because))
    assert choice.is_certain


def test_what_no_rule_fits_is_the_offices() -> None:
    for grievance in (about("别的", "other"), about("别的")):
        assert Choice(None, Confidence.NONE) == route(grievance, ROUTES)
        assert not route(grievance, ROUTES).is_certain


def test_a_guessed_category_is_a_suggestion_and_a_keyword_is_none() -> None:
    guess = route(about("修路", "transport", category_was_guessed=True), ROUTES)
    assert ("transport", Confidence.LOW, False) == (guess.unit, guess.confidence, guess.is_certain)
    assert route(about("wi-fi", category_was_guessed=True), ROUTES).is_certain, "nothing of that rule was guessed"


@given(
    st.sampled_from([None, "liling", "transport", "treasury"]),
    st.sampled_from(Kind),
    st.sampled_from([None, "transport", "policy", "other"]),
    st.booleans(),
)
def test_what_faults_a_unit_is_never_routed_anywhere_by_a_rule(
    unit: str | None, kind: Kind, category: str | None, was_guessed: bool
) -> None:
    grievance = about("修路", category, kind=kind, about_unit=unit, region="liling", category_was_guessed=was_guessed)
    choice = route(grievance, ROUTES)
    if unit is not None or kind is Kind.COMPLAINT:
        assert choice.unit is None
        assert not choice.is_certain


@pytest.mark.parametrize(
    ("text", "category", "is_guess"),
    [
        ("出口退税三个月没到账", "tax", False),
        ("停电三天", "electricity", False),
        ("用地的退税", "tax", False),
        ("停电,停电,退税", "electricity", False),
        ("用地和电", "electricity", True),
        ("电和用地", "electricity", True),
        ("别的事", None, True),
        ("", None, True),
    ],
)
def test_the_text_chooses_its_category_and_a_tie_is_a_guess(text: str, category: str | None, is_guess: bool) -> None:
    found, guessed = categorise(text, KEYWORDS)
    assert is_guess == guessed
    assert category == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请问高新企业怎么认定", Kind.CONSULTATION),
        ("  咨询社保", Kind.CONSULTATION),
        ("建议开通夜间窗口", Kind.SUGGESTION),
        ("停电三天,请问怎么办", Kind.REQUEST),
        ("", Kind.REQUEST),
    ],
)
def test_the_opening_words_tell_the_kind(text: str, kind: Kind) -> None:
    assert kind is guess_kind(text)


def test_what_reads_like_a_complaint_is_only_asked_about() -> None:
    assert faults_somebody("窗口态度很差,互相推诿")
    assert not faults_somebody("出口退税三个月没到账")
