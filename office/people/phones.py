"""Telephone numbers that people leave: whose they cannot be. Nobody is called back at a number of the staff."""

from sqlalchemy import Connection

from storage.people import people
from tickets import identity
from tickets.city import City
from tickets.people import Person
from tickets.refusal import Refusal


def ones_own(conn: Connection, city: City, typed: str, *, by: Person) -> str:
    """A number that somebody leaves for theirs, typed or shared. Raises what ``of_enterprise`` does."""
    return identity.read_phone(typed) if by.is_staff else of_enterprise(conn, city, typed)


def of_enterprise(conn: Connection, city: City, typed: str) -> str:
    """The number of somebody who speaks for an enterprise. Raises ``Refusal``: ``phone_not_chinese``, ``phone_is_staffs``."""
    number = identity.read_phone(typed)
    if is_staffs(conn, city, number):
        raise Refusal("phone_is_staffs")
    return number


def is_staffs(conn: Connection, city: City, number: str) -> bool:
    """Whether the number (E.164) is that of somebody who works for the mechanism."""
    return people.is_staff_phone(conn, number)
