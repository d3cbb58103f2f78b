"""The firms and the officers that a batch of a ledger names, each looked up once and written down when new."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from office.people import written_down


@dataclass(frozen=True, slots=True)
class Names:
    """Of one batch: what a transaction finds, the next may find otherwise."""

    firms: dict[tuple[str, str | None], int] = field(default_factory=dict)
    officers: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def firm(self, conn: Connection, name: str, uscc: str | None, *, now: datetime) -> int:
        """The firm of that code, or else of exactly that name."""
        if (name, uscc) not in self.firms:
            self.firms[name, uscc] = written_down.firm(conn, name, uscc, now=now)
        return self.firms[name, uscc]

    def officer(self, conn: Connection, name: str, phone: str | None, *, now: datetime) -> int:
        """The one of the staff with that number, or else of that name. Raises ``Refusal("officer_unsure")``."""
        if (name, phone) not in self.officers:
            self.officers[name, phone] = written_down.of_staff(conn, name, phone, now=now)
        return self.officers[name, phone]
