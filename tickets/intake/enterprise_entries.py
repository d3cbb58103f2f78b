"""A line of a register of enterprises: the name, the code, the place, the officer. It knows no database."""

from dataclasses import dataclass

from tickets import identity
from tickets.city import City
from tickets.intake import cells, entries
from tickets.intake.ledgers import LEDGERS, Row
from tickets.intake.roster_entries import LONGEST_NAME
from tickets.refusal import Refusal

ENTERPRISES = LEDGERS["enterprises"]


@dataclass(frozen=True, slots=True)
class FirmEntry:
    """One enterprise. A code that is not ``uscc_is_verified`` fails its check digit and finds no firm.

    ``remarks`` are what was not understood and left out, or kept as it is: the rest of the line is good.
    """

    name: str
    uscc: str | None
    uscc_is_verified: bool
    region: str | None
    chain: str | None
    officer: str
    officer_phone: str | None
    remarks: tuple[Refusal, ...]

    @property
    def key(self) -> str:
        """What the line is about."""
        told = (self.region, self.chain, self.officer, self.officer_phone)
        return entries.digest(self.uscc or "", self.name, *(each or "" for each in told))


def firm(row: Row, city: City) -> FirmEntry:
    """A line of a register. Raises ``Refusal`` with the cell that cannot be read."""
    entries.require(ENTERPRISES, row)
    remarks: list[Refusal] = []
    code = identity.check_uscc("" if cells.is_empty(row.get("uscc", "")) else row["uscc"])
    if code.value and not code.is_valid:
        remarks.append(Refusal("uscc_kept_unverified", typed=code.value[:30], problem=code.problem))
    officer = "" if cells.is_empty(row.get("liaison", "")) else row["liaison"]
    return FirmEntry(
        name=entries.firm_name(row["firm"]),
        uscc=code.value[:30] or None,
        uscc_is_verified=code.is_valid,
        region=_place("region", row, {each.key: each.name for each in city.regions}, remarks),
        chain=_place("chain", row, {each.key: each.name for each in city.chains}, remarks),
        officer=officer[:LONGEST_NAME],
        officer_phone=entries.phone(row.get("liaison_phone", ""), must_be_one=True),
        remarks=tuple(remarks),
    )


def _place(key: str, row: Row, names: dict[str, str], remarks: list[Refusal]) -> str | None:
    """The configured place of that name, also without its 区, 市, 县 or 产业链."""
    typed = row.get(key, "")
    if cells.is_empty(typed):
        return None
    exact = next((which for which, name in names.items() if typed in {which, name}), None)
    near = [
        which for which, name in names.items() if len(typed) > 1 and (name.startswith(typed) or typed.startswith(name))
    ]
    found = exact or (near[0] if len(near) == 1 else None)
    if found is None:
        remarks.append(Refusal("place_unread", column=ENTERPRISES.name(key), typed=typed[:20]))
    return found
