"""What becomes of what is sent to other systems: one that stays away is reported to the office, once until it is back."""

from datetime import datetime

from sqlalchemy import Connection

from office.people import in_private
from storage.people import people
from storage.post.parcels import Parcel, failed_before
from storage.tickets import tickets
from tickets.city import City
from tickets.notices import Notice
from tickets.terms import Role


def given_up(conn: Connection, city: City, parcel: Parcel, why: str, *, now: datetime) -> None:
    """Tell the office that a parcel was given up; while one after the other is, the message that is there is edited."""
    sort, _, name = parcel.destination.partition(":")
    number = tickets.get(conn, parcel.ticket).number if parcel.ticket is not None else None
    facts = {"name": name, "sort": sort, "number": number, "why": why, "since": parcel.created_at.isoformat()}
    notice = Notice(
        "destination_lost", facts=facts, card=f"outside:{parcel.destination}", fresh=not failed_before(conn, parcel)
    )
    for person in people.holders(conn, Role.OFFICE):
        in_private.to_person(conn, city, person, notice, now=now)
