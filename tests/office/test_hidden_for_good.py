"""遮盖 stays: nothing that comes later, an edit, a longer text, keeps or brings back what was hidden."""

import pytest

from office.handling import dispatch
from office.talking import relay
from storage import texts
from tests.builders import House
from tests.office.leaked import LEAKED, WORDS, redact
from tickets.refusal import Refusal


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
