"""A line of a roster: who is to hold which post, and which firms are theirs to look after. It knows no database."""

import re
from dataclasses import dataclass

from tickets.city import OFFICE_UNIT, City
from tickets.intake import cells, entries
from tickets.intake.ledgers import LEDGERS, Row
from tickets.refusal import Refusal
from tickets.terms import Role

ROSTER = LEDGERS["roster"]
LONGEST_NAME = 30
OFFICE_NAMES = ("工作办公室", "办公室", OFFICE_UNIT)
LEADERS_NAMES = ("指挥部", "市指挥部", "市领导", "leader")
LEAD_ROLES = (
    "单位负责人", "负责人", "主要负责人", "分管负责人", "分管领导", "局长", "主任", "书记", "总经理", "经理", "unit_lead",
)  # fmt: skip
"""What a roster calls who leads a unit; whoever is called something else is an officer."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One post for one person; ``unit`` is ``None`` for the office and the leaders. ``phone`` is E.164."""

    name: str
    phone: str | None
    role: Role
    unit: str | None
    firms: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the line is about."""
        return entries.digest(self.name, self.phone or "", self.role, self.unit or "", *self.firms)


def seat(row: Row, city: City) -> Seat:
    """A line of a roster. Raises ``Refusal`` with the cell that cannot be read."""
    entries.require(ROSTER, row)
    role, unit = _post(row["unit"], row.get("role", ""), city)
    named = "" if cells.is_empty(row.get("firms", "")) else row["firms"]
    firms = tuple(entries.firm_name(each) for each in re.split(r"[、,;\n]+", named) if each.strip())
    mobile = entries.phone(row.get("phone", ""), must_be_one=True)
    return Seat(row["name"][:LONGEST_NAME], mobile, role, unit, tuple(dict.fromkeys(firms)))


def _post(unit: str, role: str, city: City) -> tuple[Role, str | None]:
    if unit in {*OFFICE_NAMES, city.name}:
        return Role.OFFICE, None
    if unit in LEADERS_NAMES:
        return Role.LEADER, None
    key = next((each.key for each in city.units if unit in {each.key, each.name}), None)
    if key is None:
        raise Refusal("unit_unread", column=ROSTER.name("unit"), typed=unit[:20])
    return Role.UNIT_LEAD if role in LEAD_ROLES else Role.OFFICER, key
