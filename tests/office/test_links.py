"""Links to pages: their holder's own, good for a week, a one-time one once; every opening is kept for the office."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from office.numbers import links
from storage.people import people
from storage.schema import links as kept
from tests.builders import House
from tickets.refusal import Refusal
from tickets.terms import Role

WEEK = timedelta(days=7)


def follow(house: House, token: str, page: str) -> str:
    return str(house.do(links.follow, token, page).what)


def refused(house: House, token: str, page: str) -> str:
    with pytest.raises(Refusal) as no:
        follow(house, token, page)
    return no.value.code


def log(house: House) -> list[tuple[str, str]]:
    return [(row["who"], row["what"]) for row in links.log(house.conn, house.city, 0, by=house.zhou)["rows"]]


def test_a_link_opens_its_page_for_a_week_and_then_says_so(house: House) -> None:
    made = house.do(links.make, "digest:31", by=house.zhou)
    house.now += WEEK - timedelta(seconds=1)
    assert ["digest:31"] * 2 == [follow(house, made.token, "digest") for _ in range(2)]
    house.now += timedelta(seconds=1)
    assert "link_expired" == refused(house, made.token, "digest")


def test_a_link_opens_nothing_but_its_own_page(house: House) -> None:
    made = house.do(links.make, "digest:31", by=house.zhou)
    assert "link_unknown" == refused(house, made.token, "board")
    assert "link_unknown" == refused(house, made.token + "x", "digest")
    assert "link_unknown" == refused(house, "\udc80", "digest")


def test_a_one_time_link_opens_once_and_the_screen_stays_on_for_a_week(house: House) -> None:
    made = house.do(links.make, "board", by=house.zhou, one_time=True)
    screen = house.do(links.turn_on, made.token)
    assert "link_used" == refused(house, made.token, "board")
    house.now += WEEK - timedelta(seconds=1)
    assert house.zhou.id == links.opens(house.conn, screen.token, "screen", now=house.now).by.id
    house.now += timedelta(seconds=1)
    with pytest.raises(Refusal, match="link_expired"):
        links.opens(house.conn, screen.token, "screen", now=house.now)


def test_who_lost_the_post_can_open_nothing_any_more(house: House) -> None:
    other = house.staff("邓丽", Role.OFFICE)
    made = house.do(links.make, "digest:31", by=other)
    screen = house.do(links.turn_on, house.do(links.make, "board", by=other, one_time=True).token)
    people.dismiss(house.conn, other.id, "")
    assert "not_for_you" == refused(house, made.token, "digest")
    with pytest.raises(Refusal, match="not_for_you"):
        links.opens(house.conn, screen.token, "screen", now=house.now)


def test_firms_make_no_links_and_officers_none_to_the_board(house: House) -> None:
    for who, what in ((house.wang, "digest:31"), (house.zhang, "board")):
        with pytest.raises(Refusal, match="not_for_you"):
            house.do(links.make, what, by=who)


def test_who_asks_gets_no_link_and_none_is_kept_as_long_as_nobody_could_open_it(house: House) -> None:
    assert house.do(links.hand_out, "board", by=house.zhou, one_time=True) is None
    assert 0 == house.conn.scalar(select(func.count()).select_from(kept))
    with pytest.raises(Refusal, match="not_for_you"):
        house.do(links.hand_out, "board", by=house.zhang)


def test_the_address_begins_where_the_pages_are_and_there_is_none_as_long_as_nobody_said(house: House) -> None:
    assert house.do(links.make, "board", by=house.zhou).url is None
    house.city = replace(house.city, pages_url="https://qy.example.gov.cn/in")
    made = house.do(links.make, "digest:31", by=house.zhou)
    assert f"https://qy.example.gov.cn/in/digests/{made.token}" == made.url


def test_what_is_kept_of_a_link_opens_nothing(house: House) -> None:
    made = house.do(links.make, "digest:31", by=house.zhou)
    row = house.conn.execute(select(kept)).one()
    assert made.token not in str(row)
    assert "link_unknown" == refused(house, row.token, "digest")


def test_every_opening_is_kept_and_read_by_the_office_alone(house: House) -> None:
    leader = house.staff("李市长", Role.LEADER)
    made = house.do(links.make, "digest:31", by=leader)
    follow(house, made.token, "digest")
    house.do(links.follow, made.token, "digest", part="list:31:accepted")
    house.do(links.turn_on, house.do(links.make, "board", by=house.zhou, one_time=True).token)
    expected = [("周主任", "board"), ("李市长", "list:31:accepted"), ("李市长", "digest:31")]
    assert expected == log(house)
    with pytest.raises(Refusal, match="office_only"):
        links.log(house.conn, house.city, 0, by=leader)
