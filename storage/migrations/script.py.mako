"""Revision ${up_revision}: ${message}."""
# ruff: noqa: PLR0915

import sqlalchemy as sa
from alembic import op

from storage import schema

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
