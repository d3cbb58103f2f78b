"""What a link to a page opens, how it is written, and who may open it.

``digest:31`` is a digest's page, and behind it ``list:31:unit:tax:resolution:above`` are the tickets of one of its numbers;
``board`` opens the board once, ``screen`` is a screen on which it stays.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from tickets import access, behind
from tickets.people import Person
from tickets.refusal import Refusal
from tickets.scopes import WHOLE_CITY, Scope, ScopeKind

DIGEST, LIST, BOARD, SCREEN = "digest", "list", "board", "screen"

LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A digest by its ``number``, or with ``what`` the tickets behind one of its figures, of all of it or of a part."""

    number: int
    part: Scope = WHOLE_CITY
    what: str | None = None

    def __str__(self) -> str:
        page = f"{DIGEST}:{self.number}"
        if self.what is None:
            return page
        part = f"{self.part}:" if self.part != WHOLE_CITY else ""
        return f"{LIST}:{self.number}:{part}{self.what}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The digest that a link opens, of its text."""
        return cls(int(text.removeprefix(f"{DIGEST}:")))

    def list(self, what: str) -> Self:
        """The list ``unit:tax:resolution:above`` of it, or ``resolution:above``. Raises ``Refusal("no_such_list")``."""
        kind, _, rest = what.partition(":")
        part = WHOLE_CITY
        if kind in frozenset(ScopeKind) - {ScopeKind.CITY}:
            key, _, what = rest.partition(":")
            part = Scope(ScopeKind(kind), key)
        behind.read(what)
        return type(self)(self.number, part, what)

    def scope(self, of_digest: Scope) -> Scope:
        """Whose tickets are meant. Raises ``Refusal("no_such_list")`` for a part of what is itself a part."""
        if self.part == WHOLE_CITY:
            return of_digest
        if of_digest not in {WHOLE_CITY, self.part}:
            raise Refusal("no_such_list")
        return self.part


def page_of(what: str) -> str:
    """Which page it is: the part before the first colon."""
    return what.partition(":")[0]


def may_open(what: str, person: Person) -> bool:
    """Whether the person may have such a page: a board of the city as the command allows, a digest as staff.

    Which digest is told by ``tickets.digest_access``, and which of its tickets by that and ticket by ticket.
    """
    return access.may_command("board", person) if page_of(what) in {BOARD, SCREEN} else person.is_staff
