"""What Alembic runs: the revisions, on the connection and in the transaction it is given."""

from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateForeignKeyOp, CreateTableOp, MigrateOperation, MigrationScript, ModifyTableOps
from sqlalchemy import DefaultClause, ForeignKeyConstraint, false, true

import storage.schema.indexes  # noqa: F401 - the schema is whole with them
from storage.doors import policy_index
from storage.schema import Keys, Moment, metadata


class MakePolicyIndex(MigrateOperation):
    """Makes what the library is searched by, which no table of the schema is."""


@renderers.dispatch_for(MakePolicyIndex)
def render_policy_index(_: AutogenContext, __: MakePolicyIndex) -> list[str]:
    """Write each engine's statements down, as they are today."""
    return [f"for statement in {policy_index.MAKE!r}[op.get_bind().dialect.name]:", "    op.execute(statement)"]


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


def directives(_: Any, __: Any, scripts: Iterable[MigrationScript]) -> None:
    """What Alembic does not see by itself."""
    scripts = list(scripts)
    untie(_, __, scripts)
    index(scripts)


def index(scripts: Iterable[MigrationScript]) -> None:
    """The policy library's index comes with its table."""
    for operations in (script.upgrade_ops for script in scripts if script.upgrade_ops is not None):
        if any(isinstance(each, CreateTableOp) and each.table_name == "policies" for each in operations.ops):
            operations.ops.append(MakePolicyIndex())


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render,
    include_name=policy_index.is_of_the_schema,
    process_revision_directives=directives,
    render_as_batch=True,  # SQLite alters a table by rebuilding it
    transaction_per_migration=False,
)
context.run_migrations()
