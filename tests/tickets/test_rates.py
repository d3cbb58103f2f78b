"""Division: what is above the line, what below, and what is undefined."""

from fractions import Fraction

import pytest

from tickets.rates import FLOW, RATES, SCORED, Rate, RateSettings, rates, score

SETTINGS = RateSettings()


def of(name: str, settings: RateSettings = SETTINGS, **counts: int) -> Rate:
    return next(each for each in rates(counts, settings) if each.name == name)


def test_the_article_s_figures_give_its_rate() -> None:
    rate = of("resolution", settled_solved=2605, settled=2823)
    assert (Fraction(2605, 2823), "0.923") == (rate.value, f"{float(rate.value or 0):.3f}")


def test_with_denominator_nought_a_rate_is_undefined_not_nought() -> None:
    assert {None} == {each.value for each in rates({}, SETTINGS)}


def test_basically_satisfied_counts_w_exactly() -> None:
    rate = of("satisfaction", said_satisfied=1, said_basically_satisfied=3, answered_satisfaction=5)
    assert (Fraction("3.7"), Fraction("0.74")) == (rate.numerator, rate.value)


@pytest.mark.parametrize("w", [0, 0.6, 1])
def test_w_is_the_city_s(w: float) -> None:
    counts = {"said_basically_satisfied": 10, "answered_satisfaction": 10}
    assert Fraction(str(w)) == of("satisfaction", RateSettings(basically_satisfied=w), **counts).value


def test_the_band_differs_by_the_unreached_alone() -> None:
    counts = {"settled": 10, "settled_solved": 6, "settled_unreached": 3}
    lower, upper = of("band_lower", **counts), of("band_upper", **counts)
    expected = (6, 9, 10)
    assert expected == (lower.numerator, upper.numerator, upper.denominator)


def test_the_numbers_beside_come_with_the_rate() -> None:
    rate = of("year_to_date", year=1365, year_solved=1204, year_not_yet_due=41, year_left=3)
    expected = (("not_yet_due", 41), ("left", 3))
    assert expected == rate.beside


def answers(contacted: int, solved: int, satisfied: int) -> dict[str, int]:
    above = {"said_contacted": contacted, "said_solved": solved, "said_satisfied": satisfied}
    return above | dict.fromkeys(("answered_contact", "answered_solved", "answered_satisfaction"), 10)


def test_the_score_weighs_contact_solved_and_satisfaction() -> None:
    assert Fraction("0.1") + Fraction("0.4") + Fraction("0.2") == score(rates(answers(10, 8, 5), SETTINGS), SETTINGS)


def test_the_score_is_undefined_when_one_of_the_three_is() -> None:
    counts = answers(10, 8, 5) | {"answered_contact": 0}
    assert score(rates(counts, SETTINGS), SETTINGS) is None


def test_a_rate_without_weight_may_be_undefined() -> None:
    settings = RateSettings(contact=0, solved=0.6)
    counts = answers(0, 10, 10) | {"answered_contact": 0}
    assert Fraction(1) == score(rates(counts, settings), settings)


def test_names_are_told_once() -> None:
    names = [each.name for each in RATES]
    assert len(set(names)) == len(names)
    assert set(SCORED) <= set(names)
    assert not set(FLOW) & set(names)
