"""Enterprises and their contacts: registering with two answers, the profile afterwards, and who may see a firm's tickets."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from office import tell
from office.intake import author
from office.people import staff, written_down
from storage.people import enterprises, people
from storage.post import messages
from tickets import identity
from tickets.city import City, name_in
from tickets.notices import Notice
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.terms import Role


def register(
    conn: Connection, city: City, *, by: Person, phone: str, now: datetime, firm: int | None = None, name: str = ""
) -> Person:
    """Let the person file for a firm: a known one by id, or a new one by name. Others of the firm hear of it.

    Filing needs no confirmation; seeing what colleagues filed does. What was filed for an earlier firm stays with that
    firm; one for which nothing was filed was a slip, and is left again.
    """
    if firm is None:
        firm = written_down.firm(conn, name, now=now)
    people.change(conn, by.id, enterprise=firm, phone=phone)
    earlier = enterprises.contacts(conn, firm)
    enterprises.join(conn, firm, by.id, is_confirmed=False, now=now)
    if earlier and all(contact["id"] != by.id for contact in earlier):
        _ask_to_confirm(conn, firm, by, earlier, now)
    if by.enterprise not in {None, firm}:
        _leave(conn, by.enterprise or 0, by, now=now)
    registered = people.get(conn, by.id)
    author.firm_is_known(conn, city, by=registered, now=now)
    if Role.CONTACT not in by.roles:
        staff.show_menu(conn, registered, now=now)
    return registered


def decide_contact(
    conn: Connection, city: City, firm: int, person: int, *, is_confirmed: bool, by: Person, now: datetime
) -> Person:
    """Let a contact see the firm's tickets, or not; once, by the office or a confirmed contact of that firm.

    Who is declined goes on seeing what they filed. Raises ``Refusal``: ``no_such_ticket`` to anybody else,
    ``contact_unknown``, ``contact_decided`` with what was decided and by whom.
    """
    if not by.holds(Role.OFFICE) and firm not in by.firms:
        raise Refusal("no_such_ticket", number=None)
    if not enterprises.decide(conn, firm, person, is_confirmed=is_confirmed, by=by.id):
        stands = enterprises.membership(conn, firm, person)
        if stands is None:
            raise Refusal("contact_unknown")
        raise Refusal("contact_decided", name=people.name(conn, person), **stands)
    decided, called = people.get(conn, person), enterprises.get(conn, firm)["name"]
    kind = "contact_agreed" if is_confirmed else "contact_declined"
    _update_cards(conn, kind, contact_card(firm, person), now=now, name=decided.name, firm=called, by=by.name)
    if decided.telegram_id is not None:
        told = Notice("contact_confirmed", facts={"firm": called, "is_confirmed": is_confirmed})
        tell.say(conn, decided.telegram_id, told, now=now)
    return decided


def contact_card(firm: int, person: int) -> str:
    """The card by which those who may decide on a contact are asked."""
    return f"contact:{firm}:{person}"


def _update_cards(conn: Connection, kind: str, card: str, *, now: datetime, **facts: str) -> None:
    """Wherever somebody was asked about the contact, the card says what came of it."""
    for chat in messages.showing(conn, card):
        tell.say(conn, chat, Notice(kind, facts=facts, card=card), now=now)


def _leave(conn: Connection, firm: int, person: Person, *, now: datetime) -> None:
    called = enterprises.get(conn, firm)["name"]
    if enterprises.leave(conn, firm, person.id):
        _update_cards(conn, "contact_left", contact_card(firm, person.id), now=now, name=person.name, firm=called)


def profile(conn: Connection, city: City, *, by: Person) -> dict[str, Any]:
    """What is kept of the contact and the firm: name, phone, firm, uscc, uscc_is_verified, region, chain."""
    if by.enterprise is None:
        raise Refusal("not_registered")
    firm, person = enterprises.get(conn, by.enterprise), people.get(conn, by.id)  # it may just have changed
    return {
        "name": person.name,
        "phone": identity.show_phone(person.phone) if person.phone else None,
        "firm": firm["name"],
        "uscc": firm["uscc"],
        "uscc_is_verified": firm["uscc_is_verified"],
        "region": name_in(city.region, firm["region"]),
        "chain": name_in(city.chain, firm["chain"]),
        "is_confirmed": by.enterprise in by.firms,
    }


LATER = ("uscc", "name", "region", "chain")
"""What is asked after the first ticket, one a message, each once."""


def next_question(conn: Connection, city: City, after: str | None, *, by: Person, now: datetime) -> str | None:
    """The next of the later questions that is still open, or ``None``; asked once in a contact's life."""
    if by.enterprise is None:
        return None
    if after is None:
        if people.row(conn, by.id)["profile_asked_at"] is not None:
            return None
        people.change(conn, by.id, profile_asked_at=now)
    firm = enterprises.get(conn, by.enterprise)
    rest = LATER if after is None else LATER[LATER.index(after) + 1 :]
    return next((field for field in rest if field == "name" or firm[field] is None), None)


def set_uscc(conn: Connection, city: City, typed: str, *, by: Person, keep_anyway: bool = False) -> bool:
    """Keep the firm's unified social credit code; returns whether it is valid.

    Raises ``Refusal``: ``uscc_invalid`` with the problem unless ``keep_anyway``, ``uscc_taken``,
    ``not_registered``, ``not_confirmed``.
    """
    if by.enterprise is None:
        raise Refusal("not_registered")
    checked = identity.check_uscc(typed)
    if not checked.value:
        raise Refusal("uscc_invalid", problem=checked.problem, typed="")
    if not checked.is_valid and not keep_anyway:
        raise Refusal("uscc_invalid", problem=checked.problem, typed=checked.value[:30])
    owner = enterprises.by_uscc(conn, checked.value)
    if owner is not None and owner != by.enterprise:
        raise Refusal("uscc_taken")
    _require_say(conn, by.enterprise, "uscc", by)
    enterprises.change(conn, by.enterprise, uscc=checked.value[:30], uscc_is_verified=checked.is_valid)
    return bool(checked.is_valid)


def set_place(conn: Connection, city: City, field: str, key: str, *, by: Person) -> None:
    """Keep the firm's region or chain, by its configured key.

    Raises ``Refusal``: ``bad_button``, ``not_registered``, ``not_confirmed``.
    """
    if key not in {known for known, _ in places(conn, city, field)}:
        raise Refusal("bad_button")
    if by.enterprise is None:
        raise Refusal("not_registered")
    _require_say(conn, by.enterprise, field, by)
    enterprises.change(conn, by.enterprise, **{field: key})


def _require_say(conn: Connection, firm: int, field: str, by: Person) -> None:
    """Who waits to be confirmed may tell what is not known of a firm, and not change what its own contacts told."""
    if by.is_staff or firm in by.firms or enterprises.get(conn, firm)[field] is None:
        return
    if any(contact["is_confirmed"] for contact in enterprises.contacts(conn, firm)):
        raise Refusal("not_confirmed")


def set_name(conn: Connection, city: City, typed: str, *, by: Person) -> None:
    """Keep the person's own name. Raises ``Refusal("name_unfit")``."""
    name = identity.person_name(typed)
    if name is None or len(name) < 2:  # a surname alone is not what people are greeted by
        raise Refusal("name_unfit")
    people.change(conn, by.id, name=name)


def _ask_to_confirm(conn: Connection, firm: int, new: Person, earlier: list[dict[str, Any]], now: datetime) -> None:
    """Ask the firm's confirmed contacts and the office; with nobody confirmed yet, the office is asked about each."""
    confirmed = [contact for contact in earlier if contact["is_confirmed"]]
    asked_about = [(new.id, new.name)]
    if not confirmed:
        asked_about = [(contact["id"], contact["name"]) for contact in earlier] + asked_about
    office = [person.telegram_id for person in people.holders(conn, Role.OFFICE)]
    chats = [contact["telegram_id"] for contact in confirmed] + office
    name = enterprises.get(conn, firm)["name"]
    for chat in dict.fromkeys(chat for chat in chats if chat is not None):
        for person, called in asked_about:
            facts = {"firm_id": firm, "person_id": person, "firm": name, "name": called}
            notice = Notice("confirm_contact", facts=facts, card=contact_card(firm, person))
            tell.say(conn, chat, notice, now=now)


def places(conn: Connection, city: City, field: str) -> list[tuple[str, str]]:
    """The regions or chains to choose from, key and name."""
    if field == "region":
        return [(region.key, region.name) for region in city.regions]
    return [(chain.key, chain.name) for chain in city.chains] if field == "chain" else []
