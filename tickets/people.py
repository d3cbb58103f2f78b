"""A person as the rules see them: who they are, what posts they hold, for which firms they speak."""

from dataclasses import dataclass

from tickets.city import OFFICE_UNIT
from tickets.quiet import Quiet
from tickets.terms import STAFF, Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts. ``posts`` are (role, unit key or None); ``firms`` are ids of enterprises that confirmed them.

    Who is not ``is_reachable`` has blocked the bot, or never started it: nothing can be sent to them. Who ``is_away`` is on
    leave and gets nothing new; ``stands_in_for`` are the ids of those on leave whose tickets the person has meanwhile.
    ``chains`` are the keys of the industry chains whose office the person is an officer or lead of.
    ``quiet`` are hours in which they want to hear of nothing but what is urgent.
    """

    id: int
    telegram_id: int | None = None
    name: str = ""
    posts: frozenset[tuple[Role, str | None]] = frozenset()
    firms: frozenset[int] = frozenset()
    enterprise: int | None = None
    phone: str | None = None
    is_reachable: bool = True
    is_away: bool = False
    stands_in_for: frozenset[int] = frozenset()
    chains: frozenset[str] = frozenset()
    quiet: Quiet | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held, in whatever unit; who speaks for a firm, or registered one, is a contact."""
        held = frozenset(role for role, _ in self.posts)
        return held | {Role.CONTACT} if self.enterprise is not None or self.firms else held

    @property
    def is_present(self) -> bool:
        """Whether the person can be given something to do now."""
        return self.is_reachable and not self.is_away

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the mechanism; staff never answer a callback they had a hand in."""
        return bool(self.roles & STAFF)

    def holds(self, role: Role, unit: str | None = None) -> bool:
        """Whether the person holds ``role``, in ``unit`` when one is given."""
        return any(held is role and (unit is None or place == unit) for held, place in self.posts)

    def units(self) -> frozenset[str]:
        """The units in which the person is officer or lead."""
        return frozenset(unit for role, unit in self.posts if unit and role in {Role.OFFICER, Role.UNIT_LEAD})

    def leads(self) -> frozenset[str]:
        """The units that the person leads."""
        return frozenset(unit for role, unit in self.posts if unit and role is Role.UNIT_LEAD)

    def works_in(self) -> frozenset[str]:
        """The units whose tickets the person may claim; the office is itself a unit."""
        return self.units() | ({OFFICE_UNIT} if self.holds(Role.OFFICE) else frozenset())


CLOCK = Person(id=0, name="clock")
"""Acts when something falls due. Never stored: an event by the clock has no person."""

RULE = Person(id=-1, name="rule")
"""Acts when a configured rule decides. Never stored."""

INTAKE = Person(id=-2, name="intake")
"""Acts when another system sends a grievance in, or a ledger is imported. Never stored."""

COMMAND_LINE = Person(id=0, name="command line", posts=frozenset({(Role.OFFICE, None)}))
"""Who works at the command line: whoever can read the database may do what the office may. Never stored."""
