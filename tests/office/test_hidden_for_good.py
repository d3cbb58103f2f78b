"""遮盖 stays: nothing that comes later, an edit, a longer text, keeps or brings back what was hidden."""

import pytest

from office.handling import dispatch
from office.talking import relay
from storage.tickets import texts
from tests.builders import House
from tests.office.leaked import LEAKED, WORDS, deliver, redact
from tests.office.test_redact import books
from tickets.refusal import Refusal
from tickets.text import split


@pytest.mark.parametrize("words", [f"请回{LEAKED}", f"请回{LEAKED},急", "请回139 1234 5678"])
def test_an_edit_of_a_message_with_something_hidden_in_it_brings_nothing_back(house: House, words: str) -> None:
    ticket = house.file(WORDS)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(relay.message, ticket.id, f"请回{LEAKED}", by=house.wang, sources=[(101, 5)])
    redact(house, ticket)
    mark = house.mark()
    with pytest.raises(Refusal, match="hidden_in_it"):
        house.do(relay.edit, 101, 5, words, by=house.wang)
    assert [] == house.said(mark)
    assert "请回***" == texts.latest(house.conn, ticket.id, "message")


@pytest.mark.parametrize("spelt", [LEAKED, "139 1234 5678"])
def test_a_number_where_a_long_text_is_cut_is_in_one_part_and_hidden(house: House, spelt: str) -> None:
    for before in range(3480, 3502):
        assert [spelt in part for part in split("长" * before + spelt + "长" * 300)].count(True) == 1
    ticket = house.file(WORDS)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(relay.message, ticket.id, "长" * 3495 + spelt + "长" * 300, by=house.wang)
    redact(house, ticket)
    assert "长***长" in "".join(facts["said"] for _, kind, facts in house.said() if kind == "relay")


def test_of_a_name_in_the_middle_of_which_a_card_ends_not_even_the_beginning_stays(house: House) -> None:
    ticket = house.file("出口退税三个月没有到账企业周转困难请尽快核实办理并联系欧阳会计小姐")
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    deliver(house)
    assert "联系欧阳会…" in books(house.conn)
    redact(house, ticket, "欧阳会计小姐")
    assert "欧阳" not in books(house.conn)
