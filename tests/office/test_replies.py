"""常用答复: the city's and one's own, for the move they are for, and nobody else's."""

from dataclasses import replace

import pytest

from office.handling import work
from office.talking import replies
from tests.builders import House, a_ticket
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.replies import OWN_LIMIT, Reply
from tickets.terms import State


@pytest.fixture
def stocked(house: House) -> House:
    given = (Reply("已兑现", "资金已拨付,请查收。", "resolve"), Reply("补材料", "请补申报表。", "ask_enterprise"))
    house.city = replace(house.city, replies=given)
    return house


def offered(house: House, who: Person, move: str = "resolve") -> list[str]:
    return [name for _, name in replies.offered(house.conn, house.city, move, by=who)]


def resolved(house: House, words: str, by: Person | None = None) -> str:
    ticket = a_ticket(house, State.IN_PROGRESS)
    house.do(work.resolve, ticket.id, words, by=by or house.zhang)
    name: str = house.do(replies.keep, ticket.id, "resolve", by=by or house.zhang)
    return name


def chosen(house: House, key: str, who: Person, move: str = "resolve") -> str:
    return str(replies.chosen(house.conn, house.city, move, key, by=who)["text"])


def test_each_question_offers_the_replies_that_are_for_it(stocked: House) -> None:
    assert (["已兑现"], ["补材料"]) == (
        offered(stocked, stocked.zhang),
        offered(stocked, stocked.zhang, "ask_enterprise"),
    )
    assert "资金已拨付,请查收。" == chosen(stocked, "c0", stocked.zhang)


def test_what_was_written_is_kept_as_ones_own_and_offered_first(stocked: House) -> None:
    assert "已与税务分局核对,款项…" == resolved(stocked, "已与税务分局核对,款项本周到账。")
    assert (["已与税务分局核对,款项…", "已兑现"], ["已兑现"]) == (
        offered(stocked, stocked.zhang),
        offered(stocked, stocked.li),
    )


def test_the_same_text_is_kept_once_and_the_oldest_gives_way(stocked: House) -> None:
    resolved(stocked, "同一句话")
    resolved(stocked, "同一句话")
    assert ["同一句话", "已兑现"] == offered(stocked, stocked.zhang)
    for n in range(OWN_LIMIT):
        resolved(stocked, f"第 {n} 句")
    own = offered(stocked, stocked.zhang)[:-1]
    assert (OWN_LIMIT, "第 7 句", "第 0 句") == (len(own), own[0], own[-1])


@pytest.mark.parametrize("key", ["", "c", "c1", "c9", "c-1", "o1", "o99", "ox", "x1", "c١", "o" + "9" * 30])
def test_a_forged_or_stale_key_is_refused(stocked: House, key: str) -> None:
    with pytest.raises(Refusal, match="reply_is_gone"):
        chosen(stocked, key, stocked.zhang)


def test_ones_own_is_nobody_elses(stocked: House) -> None:
    resolved(stocked, "我的一句话")
    (key, _), _ = replies.offered(stocked.conn, stocked.city, "resolve", by=stocked.zhang)
    with pytest.raises(Refusal, match="reply_is_gone"):
        chosen(stocked, key, stocked.li)
    with pytest.raises(Refusal, match="reply_is_gone"):
        replies.forget(stocked.conn, stocked.city, int(key[1:]), by=stocked.li)
    replies.forget(stocked.conn, stocked.city, int(key[1:]), by=stocked.zhang)
    assert ["已兑现"] == offered(stocked, stocked.zhang)


def test_only_ones_own_words_are_kept_and_none_too_long(stocked: House) -> None:
    ticket = a_ticket(stocked, State.RESOLVED)
    for who, move in (
        (stocked.li, "resolve"),
        (stocked.wang, "resolve"),
        (stocked.zhang, "ask_enterprise"),
        (stocked.zhang, "?"),
    ):
        with pytest.raises(Refusal, match="nothing_to_keep"):
            stocked.do(replies.keep, ticket.id, move, by=who)
    with pytest.raises(Refusal, match="reply_too_long"):
        resolved(stocked, "长" * 501)
