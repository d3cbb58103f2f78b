"""Which unit is the office of which industry chain, as the configuration had it at the last start."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert

from storage.schema import chain_offices

_FORGET = delete(chain_offices)
_KEEP = insert(chain_offices)


def keep(conn: Connection, offices: Mapping[str, str]) -> None:
    """Replace what was kept: units by chain."""
    conn.execute(_FORGET)
    if offices:
        conn.execute(_KEEP, [{"chain": chain, "unit": unit} for chain, unit in offices.items()])
