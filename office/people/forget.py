"""删除我的信息: somebody's personal data are erased at their wish, or the office's for who phones; what is not over waits.

Words and files of what has ended go at once; the person goes when the last of it has. What is erased, and how, is
``office.masking.erasing``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from office import tell
from office.masking import erasing
from office.people import staff
from storage.clock import alarms
from storage.clock.alarms import Alarm
from storage.masking import erasing as kept
from storage.people import enterprises, people
from storage.post import posted
from storage.tickets import followers
from tickets import forgetting, identity
from tickets.city import City
from tickets.notices import Notice
from tickets.people import CLOCK, Person
from tickets.refusal import Refusal
from tickets.terms import Role
from tickets.ticket import Ticket

WISH, FAREWELL = "forget", "farewell"
"""Alarms: whether what somebody wants erased is over by now; that the farewell itself is forgotten."""

AGAIN, READ = timedelta(days=1), timedelta(hours=1)
"""How often it is looked at again; how long the farewell is kept so that it can be sent."""

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Left:
    """What came of it: how many tickets were erased, the numbers of those that are not over, whether the person is gone."""

    erased: int
    waiting: tuple[str, ...]

    @property
    def is_gone(self) -> bool:
        """Whether nothing waits."""
        return not self.waiting


def weigh(conn: Connection, city: City, *, by: Person, now: datetime) -> dict[str, Any]:
    """What erasing one's own data would take away and what stays. Raises ``Refusal("holds_a_post")``."""
    _must_hold_no_post(by)
    return _weighed(conn, city, [by], now)


def weigh_caller(conn: Connection, city: City, phone: str, *, by: Person, now: datetime) -> dict[str, Any]:
    """The same for who left that number, for the office; with their name and firms, to be sure who it is.

    Raises ``Refusal``: ``office_only``, ``phone_not_chinese``, ``nobody_with_that_phone``, ``caller_holds_a_post``.
    """
    found = _callers(conn, phone, by)
    firms = dict.fromkeys(
        enterprises.get(conn, each.enterprise)["name"] for each in found if each.enterprise is not None
    )
    about = {"name": found[0].name, "phone": found[0].phone, "firms": list(firms)}
    return _weighed(conn, city, found, now) | about


def _callers(conn: Connection, phone: str, by: Person) -> list[Person]:
    if not by.holds(Role.OFFICE):
        raise Refusal("office_only")
    found = [people.get(conn, each) for each in kept.by_phone(conn, identity.read_phone(phone))]
    if not found:
        raise Refusal("nobody_with_that_phone")
    if any(each.is_staff for each in found):
        raise Refusal("caller_holds_a_post")
    return found


def _must_hold_no_post(person: Person) -> None:
    if person.is_staff:
        raise Refusal("holds_a_post", is_office=person.holds(Role.OFFICE))


def _weighed(conn: Connection, city: City, whom: Sequence[Person], now: datetime) -> dict[str, Any]:
    filed = [ticket for each in whom for ticket in _kept(conn, each)]
    waiting = [ticket for ticket in filed if not _is_over(conn, ticket)]
    return {
        "over": len(filed) - len(waiting),
        "gives_up": sum(forgetting.gives_up(ticket, now=now, city=city) for ticket in filed),
        "waiting": len(waiting),
        "choices": [[ticket.id, ticket.number] for ticket in waiting[:SHOWN]],
        "is_wished": any(kept.wish(conn, each.id) is not None for each in whom),
    }


def _kept(conn: Connection, person: Person) -> list[Ticket]:
    return [ticket for ticket in kept.filed(conn, person.id) if not erasing.is_erased(conn, ticket)]


def _is_over(conn: Connection, ticket: Ticket) -> bool:
    """A lead is not over as long as others go with it."""
    return forgetting.is_over(ticket) and not followers.count(conn, ticket.id)


def forget(conn: Connection, city: City, *, by: Person, now: datetime, asked_in: int | None = None) -> Left:
    """Erase one's own data: of what is over now, of the rest when it is. Raises what ``weigh`` does.

    The message in which it was asked says that it is done.
    """
    _must_hold_no_post(by)
    left = _erase(conn, city, by, _asked(conn, by, by=by, reason=None, now=now), by=by, now=now)
    if left.is_gone:
        _say_farewell(conn, by, asked_in, now=now)
    return left


def forget_caller(conn: Connection, city: City, phone: str, reason: str, *, by: Person, now: datetime) -> Left:
    """The same for who left that number, by the office, which says why. Raises what ``weigh_caller`` does, ``reason_missing``."""
    if not reason.strip():
        raise Refusal("reason_missing")
    left = []
    for each in _callers(conn, phone, by):
        wish = _asked(conn, each, by=by, reason=reason, now=now)
        left.append(_erase(conn, city, each, wish, by=by, now=now))
        if left[-1].is_gone:
            _say_farewell(conn, each, None, now=now)
    return Left(sum(each.erased for each in left), tuple(number for each in left for number in each.waiting))


def think_better(conn: Connection, city: City, *, by: Person, now: datetime) -> None:
    """不删: what waited to be erased is kept."""
    if (wish := kept.wish(conn, by.id)) is not None:
        kept.end(conn, wish.id, dropped_at=now)
        alarms.drop(conn, WISH, wish.id)


def _asked(conn: Connection, person: Person, *, by: Person, reason: str | None, now: datetime) -> int:
    """That it is wanted, kept once, in words that tell nothing of who it was."""
    kept.lock(conn, person.id)
    if (wish := kept.wish(conn, person.id)) is not None:
        return wish.id
    said = forgetting.without(reason, erasing.marks_of(conn, person.id)) if reason is not None else None
    return kept.ask(conn, person.id, by=by.id, reason=said, now=now)


def _erase(conn: Connection, city: City, person: Person, wish: int, *, by: Person, now: datetime) -> Left:
    """Erase what is over; of who asks now also what could still be reopened, at later looks only what can't be."""
    marks = erasing.marks_of(conn, person.id)
    over: list[Ticket] = []
    waiting: list[Ticket] = []
    for ticket in _kept(conn, person):
        is_kept = by is CLOCK and forgetting.gives_up(ticket, now=now, city=city)
        (over if _is_over(conn, ticket) and not is_kept else waiting).append(ticket)
    if not waiting:
        erasing.leave_chat(conn, person, now=now)
    for ticket in over:
        erasing.erase_ticket(conn, city, ticket, marks, by=by, now=now)
    if waiting:
        alarms.plan(conn, WISH, wish, city.calendar.next_open(now + AGAIN))
    else:
        erasing.erase_person(conn, city, person, marks, by=by, now=now)
        kept.end(conn, wish, done_at=now)
        alarms.drop(conn, WISH, wish)
    return Left(len(over), tuple(ticket.number for ticket in waiting))


def _say_farewell(conn: Connection, person: Person, asked_in: int | None, *, now: datetime) -> None:
    """Tell them, as a stranger from now on; what is left of it in the post goes in an hour."""
    if person.telegram_id is None or not person.is_reachable:
        return
    staff.show_menu(conn, Person(id=person.id, telegram_id=person.telegram_id), now=now)
    notice = Notice("forgotten")
    if asked_in is not None:
        instead = {"of": 0, "message": asked_in, "kind": notice.kind, "facts": {}, "is_bare": True}
        notice = Notice("mend", facts=instead)
    last = tell.say(conn, person.telegram_id, notice, now=now)
    alarms.plan(conn, FAREWELL, last, now + READ)


def look_again(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """What somebody wants erased, and was not over: whether it is by now."""
    wish = kept.asked(conn, alarm.about)
    person = people.get(conn, wish.person)
    if wish.done_at is not None or wish.dropped_at is not None or person.is_staff:
        return
    if _erase(conn, city, person, wish.id, by=CLOCK, now=now).is_gone:
        _say_farewell(conn, person, None, now=now)


def forget_farewell(conn: Connection, city: City, alarm: Alarm, now: datetime) -> None:
    """Nothing is left of the chat, the farewell included; what was said there since is somebody else's."""
    row = posted.get(conn, alarm.about)
    if row is not None:
        kept.drop_post(conn, row.chat, until=row.id, now=row.created_at)
