"""Who reads a digest, and who the tickets behind its numbers. What of a ticket they see there is ``tickets.access``."""

from tickets.people import Person
from tickets.scopes import Scope, ScopeKind
from tickets.terms import Role


def reads_digests_of(scope: Scope, person: Person) -> bool:
    """Whether the person opens a digest: office and leaders every one, units their own."""
    return _reads(scope, person, own=person.units())


def reads_behind(scope: Scope, person: Person) -> bool:
    """Whether the person reads which tickets stand behind a digest's numbers: office and leaders of every one, a unit's lead of
    the unit's.
    """
    return _reads(scope, person, own=person.leads())


def _reads(scope: Scope, person: Person, *, own: frozenset[str]) -> bool:
    is_own = scope.kind is ScopeKind.UNIT and scope.key in own
    return is_own or person.holds(Role.OFFICE) or person.holds(Role.LEADER)
