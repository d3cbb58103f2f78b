"""What Alembic runs: the revisions, on the connection and in the transaction it is given."""

from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.operations.ops import CreateForeignKeyOp, CreateTableOp, MigrationScript, ModifyTableOps
from sqlalchemy import DefaultClause, ForeignKeyConstraint, false, true

import storage.indexes  # noqa: F401 - the schema is whole with them
from storage.schema import Keys, Moment, metadata


def render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own types, and booleans by name (to SQLite they are numbers); leave the rest to Alembic."""
    if kind == "type" and isinstance(item, Moment | Keys):
        return f"schema.{type(item).__name__}()"
    if kind == "server_default" and isinstance(item, DefaultClause):
        for value, code in ((true(), "sa.true()"), (false(), "sa.false()")):
            if item.arg is value:
                return code
    return False


def untie(_: Any, __: Any, scripts: Iterable[MigrationScript]) -> None:
    """Add the foreign keys of a circle (``use_alter``) after its tables: Alembic forgets them on PostgreSQL."""
    for operations in (script.upgrade_ops for script in scripts if script.upgrade_ops is not None):
        for table in [each for each in operations.ops if isinstance(each, CreateTableOp)]:
            for key in [each for each in table.columns if isinstance(each, ForeignKeyConstraint) and each.use_alter]:
                table.columns = [each for each in table.columns if each is not key]
                add = CreateForeignKeyOp(
                    str(key.name),
                    table.table_name,
                    key.elements[0].target_fullname.split(".")[0],
                    list(key.column_keys),
                    [element.target_fullname.split(".")[1] for element in key.elements],
                )
                operations.ops.append(ModifyTableOps(table.table_name, [add]))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render,
    process_revision_directives=untie,
    render_as_batch=True,  # SQLite alters a table by rebuilding it
    transaction_per_migration=False,
)
context.run_migrations()
