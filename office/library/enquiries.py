"""政策咨询: a question is put to the library, its answers are read one by one, and it becomes a ticket when none helps."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office.library import shelf
from storage.doors import enquiries, policies, policy_index
from storage.doors.enquiries import Enquiry
from storage.doors.policies import Policy
from storage.people import enterprises
from storage.tickets import tickets
from tickets import access
from tickets.city import City, name_in
from tickets.library.policies import BRIEF, SHOWN, PolicyState, answers
from tickets.library.words import wanted_by
from tickets.masking import beginning
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.text import split

LOOKED_AT = 20
"""So many of the best are looked at for those that hold where the firm is, and today."""


def ask(
    conn: Connection,
    city: City,
    question: str,
    *,
    by: Person,
    now: datetime,
    channel: str = "platform",
    draft: str | None = None,
) -> dict[str, Any]:
    """Put the question, and give the first answer as ``page`` does.

    ``draft`` is the form that has it for its words already. Raises ``Refusal("question_missing")`` when there is no letter in it.
    """
    if not any(letter.isalnum() for letter in question):
        raise Refusal("question_missing")
    found = [policy.id for policy in find(conn, city, question, by=by, now=now)]
    which = enquiries.add(conn, question, found, person=by.id, channel=channel, draft=draft, now=now)
    return page(conn, city, which, 0, by=by)


def find(conn: Connection, city: City, question: str, *, by: Person, now: datetime) -> list[Policy]:
    """The entries that answer the question, best first, at most three."""
    wanted = wanted_by(question)
    region, today = _region(conn, city, by), city.calendar.day(now)
    best = policies.of(conn, policy_index.find(conn, wanted, LOOKED_AT))
    near = [each for each in best if answers(each.entry, region, today) and shelf.is_near(wanted, each.entry)]
    return near[:SHOWN]


def _region(conn: Connection, city: City, by: Person) -> str | None:
    if by.enterprise is None:
        return None
    region = enterprises.get(conn, by.enterprise)["region"]
    return name_in(city.region, region)


def page(conn: Connection, city: City, which: int, place: int, *, by: Person) -> dict[str, Any]:
    """One answer of the question's: the entry, its place, how many there are; ``count`` 0 when the library has none.

    What was retired since is no answer any more. Raises ``Refusal("enquiry_is_gone")``.
    """
    enquiry = _own(conn, which, by)
    found = _live(conn, enquiry)
    ticket = tickets.by_draft(conn, enquiry.draft)
    told: dict[str, Any] = {
        "enquiry": enquiry.id,
        "count": len(found),
        "has_helped": enquiry.helped_at is not None,
        "number": ticket.number if ticket is not None else None,
        "may_file": ticket is None and access.may_command("new", by),
    }
    if not found:
        return told
    here = place % len(found)
    more = {"place": here, "after_it": (here + 1) % len(found), "has_more": len(found) > 1}
    body = " ".join(found[here].entry.body.split())
    return told | more | facts(found[here]) | {"body": beginning(body, BRIEF), "is_cut": len(body) > BRIEF}


def whole(conn: Connection, city: City, which: int, place: int, *, by: Person) -> dict[str, Any]:
    """The answer's whole text, in parts that a message each can carry."""
    found = _live(conn, _own(conn, which, by))
    if not found:
        raise Refusal("policy_is_gone")
    policy = found[place % len(found)]
    return facts(policy) | {"parts": split(policy.entry.body)}


def helped(conn: Connection, city: City, which: int, place: int, *, by: Person, now: datetime) -> dict[str, Any]:
    """有帮助: the answer was what was wanted. Raises ``Refusal("bad_button")`` where none was found."""
    if not page(conn, city, which, place, by=by)["count"]:
        raise Refusal("bad_button")
    enquiries.helped(conn, which, now=now)
    return page(conn, city, which, place, by=by)


def to_file(conn: Connection, city: City, which: int, *, by: Person) -> tuple[str, str]:
    """The form that the question becomes, and its words. Raises ``Refusal``: ``already_submitted``, ``enquiry_is_gone``."""
    enquiry = _own(conn, which, by)
    if not access.may_command("new", by):
        raise Refusal("not_for_you")
    if (ticket := tickets.by_draft(conn, enquiry.draft)) is not None:
        raise Refusal("already_submitted", number=ticket.number)
    if enquiry.question is None:
        raise Refusal("enquiry_is_gone")
    return enquiry.draft, enquiry.question


def _own(conn: Connection, which: int, by: Person) -> Enquiry:
    enquiry = enquiries.get(conn, which)
    if enquiry is None or enquiry.person != by.id:
        raise Refusal("enquiry_is_gone")
    return enquiry


def _live(conn: Connection, enquiry: Enquiry) -> list[Policy]:
    return [each for each in policies.of(conn, enquiry.found) if each.state is PolicyState.LIVE]


def facts(policy: Policy) -> dict[str, Any]:
    """What is told of an entry."""
    entry = policy.entry
    return {
        "policy": policy.id,
        "title": entry.title,
        "body": entry.body,
        "questions": entry.questions,
        "source": entry.source,
        "issued_on": entry.issued_on.isoformat() if entry.issued_on else None,
        "category": entry.category,
        "region": entry.region,
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        "state": policy.state.value,
    }
