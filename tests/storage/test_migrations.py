"""The revisions lead to exactly the schema, once, whoever asks and however often."""
# ruff: noqa: PT012 - a transaction block is what raises, whole

import asyncio
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import storage.schema.indexes  # noqa: F401 - the schema is whole with them
from storage import migrations
from storage.doors import policy_index
from storage.engine.database import Database, DatabaseUnavailable
from storage.engine.opening import open_database
from storage.schema import metadata

OPTIONS = {"compare_type": True, "include_name": policy_index.is_of_the_schema}


def catalogue(conn: sa.Connection) -> dict[str, Any]:
    """What the engine itself says of every table, its partial indexes and defaults included."""
    inspector = sa.inspect(conn)
    found = {}
    for table in inspector.get_table_names():
        if table == "alembic_version":
            continue
        columns = {one["name"]: {**one, "type": str(one["type"])} for one in inspector.get_columns(table)}
        found[table] = {
            "columns": columns,
            "key": inspector.get_pk_constraint(table),
            "foreign": sorted(inspector.get_foreign_keys(table), key=str),
            "unique": sorted(inspector.get_unique_constraints(table), key=str),
            "indexes": sorted(map(_index, inspector.get_indexes(table)), key=str),
        }
    return found


class UndoError(Exception):
    """Rolls back what was only tried."""


def _index(one: Any) -> dict[str, Any]:
    options = {name: str(value) for name, value in one.get("dialect_options", {}).items()}
    return {"name": one["name"], "columns": one["column_names"], "unique": one["unique"], "options": options}


async def test_migrated_schema_is_the_metadata(db: Database) -> None:
    differences = await db.read(lambda conn: compare_metadata(MigrationContext.configure(conn, opts=OPTIONS), metadata))
    assert differences == [], "storage/schema has changed: see python -m storage.migrations"


async def test_migrated_tables_are_those_that_create_all_makes(db: Database) -> None:
    def made(conn: sa.Connection) -> dict[str, Any]:
        if conn.dialect.name == "sqlite":
            engine = sa.create_engine("sqlite://")
            with engine.connect() as other:
                metadata.create_all(other)
                found = catalogue(other)
            engine.dispose()
            return found
        conn.exec_driver_sql("DROP SCHEMA public CASCADE")
        conn.exec_driver_sql("CREATE SCHEMA public")
        metadata.create_all(conn)
        return catalogue(conn)

    expected: dict[str, Any] = {}
    with pytest.raises(UndoError):
        async with db.transaction() as hop:
            expected = await hop(made)
            raise UndoError
    migrated = await db.read(catalogue)
    assert set(expected) == set(migrated)
    for table, what in expected.items():
        assert what == migrated[table]


async def test_migrating_again_changes_nothing(db: Database) -> None:
    before = await db.read(catalogue)
    await db.migrate()
    assert await db.is_current()
    assert before == await db.read(catalogue)


async def test_two_processes_may_migrate_one_file_at_once(tmp_path: Path) -> None:
    databases = [await open_database(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(3)]
    assert not await databases[0].is_current()
    await asyncio.gather(*(database.migrate() for database in databases))
    for database in databases:
        assert await database.is_current()
        await database.close()


async def test_two_processes_may_migrate_one_postgres_at_once(postgres_server: str, new_postgres: str) -> None:
    databases = [await open_database(new_postgres) for _ in range(3)]
    assert not await databases[0].is_current()
    await asyncio.gather(*(database.migrate() for database in databases))
    for database in databases:
        assert await database.is_current()
        await database.close()


async def test_a_failed_migration_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(conn: sa.Connection) -> None:
        upgrade(conn)
        raise LookupError

    upgrade = migrations.upgrade
    monkeypatch.setattr(migrations, "upgrade", breaks)
    database = await open_database(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(LookupError):
        await database.migrate()
    assert await database.read(catalogue) == {}
    monkeypatch.undo()
    await database.migrate()
    assert await database.is_current()
    enforced = sa.text("PRAGMA foreign_keys")
    async with database.transaction() as hop:
        assert await hop(lambda conn: conn.execute(enforced).scalar()) == 1
    await database.close()


async def test_a_database_from_the_future_is_refused(sqlite_url: str) -> None:
    database = await open_database(sqlite_url)
    async with database.transaction() as hop:
        await hop(lambda conn: conn.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")).close())
    for asked in (database.is_current, database.migrate):
        with pytest.raises(DatabaseUnavailable, match=r"migrated by a newer buqiuren \(revision 9999"):
            await asked()
    await database.close()


def test_the_newest_revision_is_alembics_head() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as conn:
        scripts = ScriptDirectory.from_config(migrations.config(conn))
        assert [migrations.newest()] == scripts.get_heads()
        assert scripts.get_bases() == ["0001"]
    engine.dispose()
