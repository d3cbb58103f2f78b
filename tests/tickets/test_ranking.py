"""Ranking: the best first, equals share a place, and of whom there is too little is not ranked."""

from fractions import Fraction

from tickets.ranking import MIN_RANKED, few, rank
from tickets.rates import Rate


def rated(**shares: str) -> list[tuple[str, Rate]]:
    """Names with their rates, each as ``"4/5"``."""
    pairs = {name: share.split("/") for name, share in shares.items()}
    return [(name, Rate("resolution", Fraction(above), int(below))) for name, (above, below) in pairs.items()]


def test_equals_share_a_place_and_the_next_is_counted_on() -> None:
    found = rank(rated(tax="3/6", power="5/5", housing="4/8", police="6/6", finance="0/5"))
    expected = [(1, "power"), (1, "police"), (3, "tax"), (3, "housing"), (5, "finance")]
    assert expected == [(each.place, each.who) for each in found]


def test_all_who_share_the_lowest_place_are_last() -> None:
    found = rank(rated(tax="3/6", power="5/5", housing="4/8"))
    assert [False, True, True] == [each.is_last for each in found]


def test_where_all_are_equal_nobody_is_last() -> None:
    assert [False, False] == [each.is_last for each in rank(rated(tax="3/6", housing="4/8"))]


def test_a_hair_s_breadth_is_no_tie() -> None:
    assert [(1, "a"), (2, "b")] == [(each.place, each.who) for each in rank(rated(b="6665/10000", a="6666/10000"))]


def test_too_few_are_told_and_not_ranked() -> None:
    found = rated(tax=f"4/{MIN_RANKED - 1}", power=f"4/{MIN_RANKED}", housing="0/0")
    assert ["power"] == [each.who for each in rank(found)]
    assert ["tax"] == [who for who, _ in few(found)]


def test_of_nobody_there_is_no_order() -> None:
    assert () == rank([]) == few([])
