"""The way of the schema from nothing to today: numbered revisions, applied by Alembic inside of one hop.

Alembic takes 180 ms to import, so it is asked only when the version in the database is not the newest.
"""

import pkgutil
from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.migrations import versions

if TYPE_CHECKING:
    from alembic.config import Config

APPLIED = sa.text("SELECT version_num FROM alembic_version")


def newest() -> str:
    """The number of the newest revision: the first four letters of its file's name."""
    return max(module.name[:4] for module in pkgutil.iter_modules(versions.__path__))


def applied(connection: sa.Connection) -> str | None:
    """The revision the database is at, or nothing."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    version: str | None = connection.execute(APPLIED).scalar()
    return version


def is_current(connection: sa.Connection) -> bool:
    """Whether the database is at the newest revision. Raises ``DatabaseUnavailable`` when it is at a newer one."""
    before = applied(connection)
    if before is not None and before > newest():
        from storage.engine.database import DatabaseUnavailable

        raise DatabaseUnavailable(
            f"The database was migrated by a newer buqiuren (revision {before}; this one knows {newest()}). "
            "Install that version again, or restore the backup made before."
        )
    return before == newest()


def upgrade(connection: sa.Connection) -> None:
    """Apply what is missing, in the transaction that is open. The caller keeps other processes out."""
    if is_current(connection):
        return
    from alembic import command

    command.upgrade(config(connection), "head")


def config(connection: sa.Connection) -> "Config":
    """Alembic's configuration for work on this connection; there is no alembic.ini."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", __path__[0].replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
