"""The firms and the officers that a batch of a ledger names, each looked up once and written down when new."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from office.people import written_down
from storage import enterprises


@dataclass(frozen=True, slots=True)
class Names:
    """Of one batch: what a transaction finds, the next may find otherwise."""

    firms: dict[tuple[str, str | None], int] = field(default_factory=dict)
    officers: dict[tuple[str, str | None], int] = field(default_factory=dict)

    def firm(self, conn: Connection, name: str, uscc: str | None, *, now: datetime) -> int:
        """The firm of that code, or else of exactly that name."""
        if (name, uscc) not in self.firms:
            firm = enterprises.by_uscc(conn, uscc) if uscc else None
            firm = firm if firm is not None else enterprises.named(conn, name)
            if firm is None:
                code = {"uscc": uscc, "uscc_is_verified": True} if uscc else {}
                firm = enterprises.found(conn, name, now=now, **code)
            self.firms[name, uscc] = firm
        return self.firms[name, uscc]

    def officer(self, conn: Connection, name: str, phone: str | None, *, now: datetime) -> int:
        """The one of the staff with that number, or else of that name. Raises ``Refusal("officer_unsure")``."""
        if (name, phone) not in self.officers:
            self.officers[name, phone] = written_down.of_staff(conn, name, phone, now=now)
        return self.officers[name, phone]
