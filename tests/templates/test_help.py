"""/help names every command that answers to who asks, from the one table, and no other.

The desk stands for its own; what is for groups is said to who files in them and to who binds them.
"""

import re
from zoneinfo import ZoneInfo

import pytest

from templates.commands import ON_THE_DESK
from templates.render import speak
from tickets import access
from tickets.people import Person
from tickets.terms import Role

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
