"""查看记录: every look at a confidential ticket is kept, and the office reads who looked, at what, and when."""

import pytest

from office import looks, timeline, views
from office.callbacks import phone
from office.handling import dispatch, work
from tests.builders import House
from tests.office.moments import at, passes_until
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.ticket import Ticket


@pytest.fixture
def ticket(house: House) -> Ticket:
    kept = house.file(is_confidential=True)
    house.do(dispatch.claim, kept.id, by=house.zhang)
    return house.ticket(kept.id)


def log(house: House, ticket: Ticket, place: int = 0, *, by: Person | None = None) -> list[tuple[str, str]]:
    shown = looks.page(house.conn, house.city, ticket.id, place, by=by or house.zhou)
    return [(row["who"], row["what"]) for row in shown["rows"]]


def test_the_details_the_timeline_and_a_phone_call_are_looks_the_offices_too(house: House, ticket: Ticket) -> None:
    assert log(house, ticket) == []
    house.do(views.look, ticket.id, by=house.zhang)
    house.do(timeline.look, ticket.id, by=house.zhou)
    house.do(views.find, ticket.number, by=house.li)
    house.do(work.resolve, ticket.id, "已到账", by=house.zhang)
    passes_until(house, at("11-27 15:00"))
    house.do(phone.open_one, ticket.id, by=house.zhou)
    assert [("周主任", "call"), ("李娜", "details"), ("周主任", "timeline"), ("张伟", "details")] == log(house, ticket)


def test_who_filed_it_may_look_without_being_written_down(house: House, ticket: Ticket) -> None:
    house.do(views.look, ticket.id, by=house.wang)
    house.do(timeline.look, ticket.id, by=house.wang)
    assert log(house, ticket) == []


def test_looks_are_no_news_in_the_timeline(house: House, ticket: Ticket) -> None:
    house.do(views.look, ticket.id, by=house.zhang)
    shown = timeline.timeline(house.conn, house.city, ticket.id, by=house.zhou)["events"]
    assert "viewed" not in [event["name"] for event in shown]


def test_the_log_has_pages_the_newest_first(house: House, ticket: Ticket) -> None:
    for _ in range(looks.PAGE + 1):
        house.do(views.look, ticket.id, by=house.zhang)
    house.do(views.look, ticket.id, by=house.li)
    assert ("李娜", "details") == log(house, ticket)[0]
    assert [("张伟", "details")] * 2 == log(house, ticket, 1)
    assert [("张伟", "details")] * 2 == log(house, ticket, 99), "a page that is not there is the last"


def test_nobody_but_the_office_reads_it_and_only_of_a_confidential_one(house: House, ticket: Ticket) -> None:
    for who, code in ((house.zhang, "office_only"), (house.wang, "office_only"), (house.stranger("路人"), "no_such_")):
        with pytest.raises(Refusal, match=code):
            log(house, ticket, by=who)
    with pytest.raises(Refusal, match="not_confidential"):
        log(house, house.file())
