"""Somebody with a life in the books: a ticket that ended, talk, files; and every word of the books, to look for them."""

import json
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.types import JSON, LargeBinary

from office.callbacks import callback
from office.handling import dispatch, work
from office.talking import relay
from storage import schema
from storage.people import people
from storage.post import inbox
from storage.tickets.events import Attachment
from tests.builders import House
from tests.office.leaked import deliver
from tickets.callback import Question
from tickets.people import Person
from tickets.ticket import Ticket

NAME, PHONE, LOCAL = "欧阳沐晨", "+8613873355501", "13873355501"
ALONE = "株洲沐晨五金经营部"
WORDS = "出口退税拖了三个月,请找欧阳沐晨 138 7335 5501"
PAPER = Attachment("document", "file-of-mu", "unique-of-mu", "沐晨的报关单.pdf")
BETRAY = (
    NAME,
    LOCAL,
    "138 7335 5501",
    ALONE,
    "出口退税拖了三个月",
    "请回我一声",
    "企业说不急",
    "发票已补给企业",
    "沐晨的报关单",
    "file-of-mu",
)
"""What nobody may find afterwards."""


def mu(house: House, firm: str = ALONE) -> Person:
    """The contact, registered and known by name."""
    who = house.contact(NAME, firm)
    people.change(house.conn, who.id, phone=PHONE, username="muchen")
    return house.again(who)


def a_closed_ticket(house: House, who: Person) -> Ticket:
    """Filed with a file, talked about, done, and confirmed in a callback with a sentence."""
    ticket = house.file(WORDS, by=who, files=(PAPER,))
    house.do(dispatch.claim, ticket.id, by=house.zhang)
    house.do(relay.message, ticket.id, "请回我一声", by=who, sources=[(who.telegram_id, 5)])
    house.do(relay.message, ticket.id, "好的,沐晨", by=house.zhang)
    house.do(work.note, ticket.id, f"打过{LOCAL},企业说不急", by=house.zhang)
    house.do(work.resolve, ticket.id, "发票已补给企业", by=house.zhang)
    deliver(house)
    house.do(callback.send, ticket.id)
    deliver(house)
    for question, value in ((Question.SOLVED, "solved"), (Question.SATISFACTION, "satisfied")):
        house.answer(ticket, question, value, by=who)
    deliver(house)
    return house.ticket(ticket.id)


def all_words(conn: Connection) -> str:
    """Every text, name and JSON of every table, as people would read it."""
    found: list[Any] = []
    for table in schema.metadata.sorted_tables:
        columns = [c for c in table.columns if not isinstance(c.type, LargeBinary)]
        for row in conn.execute(select(*columns)):
            found += [
                json.dumps(value, ensure_ascii=False) if isinstance(column.type, JSON) else str(value)
                for column, value in zip(columns, row, strict=True)
            ]
    return "\n".join(found)


def betrayals(conn: Connection, *more: str) -> list[str]:
    """Which of the words that nobody may find are still there."""
    books = all_words(conn)
    return [word for word in (*BETRAY, *more) if word in books]


def laid_aside(house: House, who: Person) -> None:
    """An update of theirs that could not be handled."""
    body = {"update_id": 9, "message": {"from": {"id": who.telegram_id, "first_name": NAME}, "text": WORDS}}
    inbox.lay_aside(house.conn, 9, body, "KeyError", now=house.now)
