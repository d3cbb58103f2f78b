"""Ledgers of other systems, brought in line by line: ``TAKE`` is what takes a batch of each kind."""

from office.intake.ledgers import enterprises, hotline, policy, roster, visit

TAKE = {
    "hotline": hotline.take,
    "visit": visit.take,
    "roster": roster.take,
    "enterprises": enterprises.take,
    "policy": policy.take,
}
"""By the ledger's key in ``tickets.intake.ledgers``. One call is one batch and one transaction; every line has its answer."""
