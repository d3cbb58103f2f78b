"""The policy library's figures of a period (政策咨询): consultations, never a resolution rate."""

from dataclasses import asdict

from sqlalchemy import Connection

from storage.doors import enquiries
from tickets.periods import Period


def figures(conn: Connection, *, period: Period) -> dict[str, int]:
    """How many questions were asked in it, were answered, were said to be helped, and became tickets since."""
    return asdict(enquiries.count(conn, period.start, period.end))
