"""已阅: which leaders have read a digest that was sent to them, shown to the office; who has not is reminded once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from office import tell
from office.numbers import publishing
from office.people import in_private
from storage.clock import alarms
from storage.clock.alarms import Alarm
from storage.numbers import digests
from storage.numbers.digests import Published
from storage.people import people
from storage.post import messages
from tickets.city import City
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY
from tickets.sending import reminded_at
from tickets.terms import Role

UNREAD = "digest_unread"
"""The alarm that reminds of a digest; it is about the digest's id."""

RECENT = timedelta(days=7)
"""How long the office's desk counts who has not read one."""


def card_of(digest: int) -> str:
    """The card that a digest is in every chat."""
    return f"digest:{digest}"


def office_card(digest: int) -> str:
    """The office's card of who has read it."""
    return f"readers:{digest}"


def message(digest: int, *, is_read: bool = False, is_new: bool = True) -> Notice:
    """The digest itself; its words and its picture are made from what was published when it is sent."""
    facts = {"digest": digest, "is_read": is_read}
    return Notice("published", facts=facts, card=card_of(digest), fresh=is_new)


def begin(conn: Connection, city: City, made: Published, *, now: datetime) -> None:
    """It was sent to leaders: the office sees from now on who reads it."""
    alarms.plan(conn, UNREAD, made.id, reminded_at(made.made_at, city.calendar))
    _tell_office(conn, city, made, people.holders(conn, Role.OFFICE), is_new=True, now=now)


def read(conn: Connection, city: City, which: int, *, by: Person, now: datetime) -> Published:
    """已阅, by a leader; a second time changes nothing. Raises ``Refusal``: ``leaders_only``, ``no_such_digest``."""
    if not by.holds(Role.LEADER):
        raise Refusal("leaders_only", is_office=by.holds(Role.OFFICE))
    made = publishing.by_id(conn, which)
    if digests.read(conn, which, by.id, now=now):
        _take_buttons(conn, made, by, now=now)
        _mend_office_cards(conn, city, made, now=now)
    return made


def catch_up(conn: Connection, city: City, leader: Person, *, now: datetime) -> None:
    """A leader can be reached again: the digests of late that never came, come now, and the office sees them on their way."""
    chat = leader.telegram_id
    if chat is None or not leader.holds(Role.LEADER):
        return
    for which in sorted(digests.ids_since(conn, str(WHOLE_CITY), now - RECENT)):
        digests.send(conn, which, str(chat))
        if chat not in messages.showing(conn, card_of(which)):
            tell.say(conn, chat, message(which), now=now, person=leader.id)
            _mend_office_cards(conn, city, publishing.by_id(conn, which), now=now)


def remind(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """Who has not read it by now hears of it once more."""
    made = digests.get(conn, alarm.about)
    if made is None:
        return
    for leader in _unread(conn, made.id):
        facts = publishing.named(made) | {"is_read": False}
        in_private.to_person(
            conn, city, leader, Notice("digest_unread", facts=facts, card=_reminder(made.id), fresh=True), now=now
        )


def shown_to_office(conn: Connection, city: City, *, by: Person, now: datetime) -> list[dict[str, Any]]:
    """Who has read each digest of late, and who has not, the newest first. Raises ``Refusal("office_only")``."""
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    return [facts(conn, made) for made in digests.made_since(conn, str(WHOLE_CITY), now - RECENT)]


def count_unread(conn: Connection, *, now: datetime) -> int:
    """How many readings of late are still owed."""
    return sum(len(_unread(conn, which)) for which in digests.ids_since(conn, str(WHOLE_CITY), now - RECENT))


def facts(conn: Connection, made: Published) -> dict[str, Any]:
    """Which digest, who has read it and when, who has not, and which leaders it could not be sent to."""
    found = digests.readers(conn, made.id)
    sent, readers = digests.sent_to(conn, made.id), {each.person for each in found}
    missed = [
        each.name
        for each in people.holders(conn, Role.LEADER)
        if str(each.telegram_id) not in sent and each.id not in readers
    ]
    return publishing.named(made) | {
        "read": [[each.name, each.at.isoformat()] for each in found],
        "unread": [each.name for each in _unread(conn, made.id)],
        "missed": missed,
    }


def _unread(conn: Connection, digest: int) -> list[Person]:
    sent, read = digests.sent_to(conn, digest), {each.person for each in digests.readers(conn, digest)}
    return [each for each in people.holders(conn, Role.LEADER) if str(each.telegram_id) in sent and each.id not in read]


def _take_buttons(conn: Connection, made: Published, by: Person, *, now: datetime) -> None:
    """In the leader's own chat the digest, and what reminded of it, no longer ask."""
    chat = by.telegram_id
    if chat is None:
        return
    if chat in messages.showing(conn, card_of(made.id)):
        tell.say(conn, chat, message(made.id, is_read=True, is_new=False), now=now)
    if chat in messages.showing(conn, _reminder(made.id)):
        facts = publishing.named(made) | {"is_read": True}
        tell.say(conn, chat, Notice("digest_unread", facts=facts, card=_reminder(made.id)), now=now)


def _mend_office_cards(conn: Connection, city: City, made: Published, *, now: datetime) -> None:
    shown = messages.showing(conn, office_card(made.id))
    whom = [each for each in people.holders(conn, Role.OFFICE) if each.telegram_id in shown]
    _tell_office(conn, city, made, whom, now=now)


def _tell_office(
    conn: Connection, city: City, made: Published, whom: Iterable[Person], *, is_new: bool = False, now: datetime
) -> None:
    notice = Notice("digest_readers", facts=facts(conn, made), card=office_card(made.id), fresh=is_new)
    for each in whom:
        in_private.to_person(conn, city, each, notice, now=now)


def _reminder(digest: int) -> str:
    return f"unread:{digest}"
