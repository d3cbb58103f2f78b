"""/help names every command that answers to who asks, from the one table, and no other.

The desk stands for its own; what is for groups is said to who files in them and to who binds them.
"""

import re
from math import ceil
from zoneinfo import ZoneInfo

import pytest

from templates.commands import ON_THE_DESK
from templates.figures import columns
from templates.render import speak
from tickets import access
from tickets.people import Person
from tickets.terms import Role

COLUMNS_AT_360_PX = 36
"""Half-width columns that fit a bubble on a phone 360 px wide."""

PEOPLE = {
    "stranger": Person(1),
    "contact": Person(1, enterprise=1),
    **{role.value: Person(1, posts=frozenset({(role, "tax")})) for role in sorted(set(Role) - {Role.CONTACT})},
    "everything": Person(1, enterprise=1, posts=frozenset((role, "tax") for role in set(Role) - {Role.CONTACT})),
}


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_help_names_every_command_of_the_person_once_and_no_other(person: Person) -> None:
    commands = access.commands_of(person)
    on_the_desk = set(ON_THE_DESK) if "desk" in commands else set()
    for_others = set() if not person.roles or person.enterprise or "bind" in commands else {"suqiu"}
    text = speak("help", {"roles": sorted(person.roles), "commands": commands}, ZoneInfo("Asia/Shanghai")).text
    assert sorted(set(commands) - {"start", "help"} - on_the_desk - for_others) == sorted(re.findall(r"/(\w+)", text))


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - {"everything"}))
def test_help_fits_eight_lines_of_a_narrow_phone(who: str) -> None:
    person = PEOPLE[who]
    facts = {"roles": sorted(person.roles), "commands": access.commands_of(person)}
    lines = speak("help", facts, ZoneInfo("Asia/Shanghai")).text.split("\n")
    assert sum(max(1, ceil(columns(line) / COLUMNS_AT_360_PX)) for line in lines) <= 8
