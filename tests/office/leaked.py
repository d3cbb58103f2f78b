"""A ticket into which a number leaked, spelt in every way, and the post that carries it: for the tests of 遮盖."""

from typing import Any

from office.handling import dispatch, work
from office.masking import redaction
from office.talking import relay
from storage.post import outbox, outcomes
from storage.post.outbox import NOWHERE
from storage.post.outcomes import Failed, Sent
from tests.builders import House
from tickets.ticket import Ticket

LEAKED = "13912345678"
SPELT = ("13912345678", "139 1234 5678", "139-1234-5678", "１３９１２３４５６７８", "139****5678")
WORDS = "出口退税没到账,打财务李会计 139 1234 5678"


def redact(house: House, ticket: Ticket, words: str = LEAKED) -> dict[str, Any]:
    told: dict[str, Any] = house.do(redaction.redact, ticket.id, words, by=house.zhou)
    return told


def deliver(house: House, *, refuse: tuple[str, ...] = ()) -> None:
    """Everything due is sent, and edited where its card lies; what is of the kinds to ``refuse`` fails."""
    count = 1000
    while due := outbox.take(house.conn, busy=[], room=90, now=house.now):
        for row in due:
            count += 1
            shown = row.message if row.message not in {None, NOWHERE} and not row.fresh else count + house.mark() * 100
            said = [] if row.kind in {"mend", "unsend", "menu"} else [shown]
            done = Sent(row.id, row.chat, said, row.card, row.ticket, row.kind)
            outcomes.record(house.conn, [Failed(row.id, "no") if row.kind in refuse else done], now=house.now)


def a_talked_about_ticket(house: House) -> Ticket:
    ticket = house.file(WORDS)
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(relay.message, ticket.id, f"请回{LEAKED}", by=house.wang, sources=[(101, 5)])
    house.do(relay.edit, 101, 5, "请回１３９１２３４５６７８,急", by=house.wang)
    house.do(work.note, ticket.id, "打过139-1234-5678,没人接", by=house.zhang)
    house.do(work.resolve, ticket.id, f"已和{LEAKED}说清", by=house.zhang)
    return house.ticket(ticket.id)
