"""What a PostgreSQL driver's exceptions mean for the house, and what the operator is to mend."""

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from storage.engine.database import DatabaseUnavailable, TryAgain

IN_THE_WAY = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
AWAY = {"57P01", "57P02", "57P03", "53100", "53200", "53300"}  # shutting down, starting, disk, memory, connections
UNTAKEN = {"42704", "22023"}  # a setting that is unknown, or not of this value
REFUSED = {
    "28P01": "refuses the password; mend user or password in the address",
    "28000": "refuses this user; mend the user in the address, or pg_hba.conf on the server",
    "3D000": "has no such database; create it: createdb {database}",
}


def told(error: Exception, url: sa.URL, *, is_connecting: bool = False, is_commit: bool = False) -> Exception:
    """The house's exception for a driver's, or the same one where it is a bug of ours."""
    where = f"PostgreSQL at {url.host or url.query.get('host') or 'this machine'}"
    code = str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")
    if code in IN_THE_WAY:
        return TryAgain("another transaction was in the way")
    if code in REFUSED:
        return DatabaseUnavailable(f"{where} {REFUSED[code].format(database=url.database)}.")
    is_lost = isinstance(error, OSError) or (isinstance(error, DBAPIError) and error.connection_invalidated)
    if is_connecting or code in AWAY or code[:2] == "08" or is_lost:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0] if str(error) else type(error).__name__
        if is_connecting and code in UNTAKEN:
            return DatabaseUnavailable(
                f"{where} does not take a setting that the bot needs; use a newer server ({reason})."
            )
        if is_connecting or is_commit or code[:2] == "53":
            return DatabaseUnavailable(
                f"{where} cannot be reached; check that it runs and the address is right ({reason})."
            )
        return TryAgain(f"the connection to PostgreSQL broke ({reason})")
    return error
