"""/stats: counted by hand for an officer and for a lead; a rating that is not theirs to see is not in it."""

from datetime import timedelta
from typing import Any

from office.callbacks import callback
from office.handling import dispatch, handover, work
from office.numbers import stats
from tests.builders import FRIDAY, House, a_ticket
from tickets.access import may_command
from tickets.callback import Question
from tickets.people import Person
from tickets.terms import Reason, Role, State


def month(house: House, who: Person) -> dict[str, Any]:
    house.now += timedelta(seconds=1)
    found: dict[str, Any] = house.do(stats.stats, by=house.again(who))
    return found


def rates(of: dict[str, Any]) -> dict[str, tuple[float, int]]:
    return {rate["name"]: (rate["numerator"], rate["denominator"]) for rate in of["rates"]}


def answered(house: House, solved: str = "solved", satisfied: str = "satisfied") -> None:
    ticket = a_ticket(house, State.RESOLVED)
    house.do(callback.send, ticket.id)
    house.answer(ticket, Question.SOLVED, solved)
    house.answer(ticket, Question.SATISFACTION, satisfied)
    if (solved, satisfied) != ("solved", "satisfied"):
        house.answer(ticket, Question.CONTACTED, "contacted")


def test_with_nothing_done_every_rate_is_undefined(house: House) -> None:
    mine = month(house, house.zhang)["mine"]
    assert {"on_time_extended": (0, 0), "solved": (0, 0), "satisfaction": (0, 0)} == rates(mine)
    assert (0, 0, 0, 0) == tuple(mine[name] for name in ("resolved", "in_hand", "late", "returned"))


def test_an_officers_month_counted_by_hand(house: House) -> None:
    house.now = FRIDAY - timedelta(days=14)
    answered(house)
    answered(house, "unsolved", "dissatisfied")
    a_ticket(house, State.IN_PROGRESS)
    back = a_ticket(house, State.IN_PROGRESS)
    house.do(dispatch.hand_back, back.id, Reason.NOT_OURS, by=house.zhang)
    undone = a_ticket(house, State.RESOLVED)
    house.do(work.undo_resolve, undone.id, by=house.zhang)
    house.now = FRIDAY
    mine = month(house, house.zhang)["mine"]
    assert (2, 3, 3, 1) == tuple(mine[name] for name in ("resolved", "in_hand", "late", "returned"))
    assert (1, 2) == rates(mine)["solved"]
    assert (1, 5) == rates(mine)["on_time_extended"], (
        "kept, answered no, its rework, the one left lying, the one undone"
    )
    assert (0, 0, 0, 0) == tuple(
        month(house, house.li)["mine"][name] for name in ("resolved", "in_hand", "late", "returned")
    )


def test_what_was_handed_over_is_its_new_officers_to_keep(house: House) -> None:
    house.now = FRIDAY - timedelta(days=14)
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(handover.hand, ticket.id, house.li.id, by=house.zhang)
    house.now = FRIDAY
    assert ((0, 0), (0, 1)) == tuple(
        rates(month(house, who)["mine"])["on_time_extended"] for who in (house.zhang, house.li)
    )


def test_ratings_show_from_five_on(house: House) -> None:
    for n in range(5):
        assert n == rates(month(house, house.zhang)["mine"])["satisfaction"][1]
        assert (n > 0) == month(house, house.zhang)["mine"]["rates"][-1]["is_few"]
        answered(house)
    (rate,) = [each for each in month(house, house.zhang)["mine"]["rates"] if each["name"] == "satisfaction"]
    assert (False, 5, 5) == (rate["is_few"], rate["numerator"], rate["denominator"])


def test_answers_about_a_complaint_reach_nobody_of_the_unit_that_it_is_about(house: House) -> None:
    lead = house.staff("陈立新", Role.UNIT_LEAD, "tax")
    answered(house)
    house.conn.exec_driver_sql("UPDATE tickets SET about_unit = 'tax', is_withheld = 1")
    for of in (month(house, house.zhang)["mine"], month(house, lead)["units"][0]):
        assert ((0, 0), (0, 0)) == (rates(of)["solved"], rates(of)["satisfaction"])


def test_a_lead_sees_the_unit_and_an_officer_only_their_own(house: House) -> None:
    lead = house.staff("陈立新", Role.UNIT_LEAD, "tax")
    answered(house)
    a_ticket(house, State.DISPATCHED)
    (unit,) = month(house, lead)["units"]
    assert ("市税务局", 1, 1, 0) == tuple(unit[name] for name in ("name", "resolved", "in_hand", "late"))
    assert (1, 1) == rates(unit)["solved"]
    assert [] == month(house, house.zhang)["units"]


def test_last_months_work_is_not_this_months(house: House) -> None:
    answered(house)
    house.now += timedelta(days=20)
    assert (0, 0) == rates(month(house, house.zhang)["mine"])["solved"]


def test_nobody_else_has_any(house: House) -> None:
    assert [True, False, False] == [may_command("stats", who) for who in (house.zhang, house.wang, house.zhou)]
