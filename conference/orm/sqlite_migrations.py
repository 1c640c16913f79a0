"""Lets Piccolo's migrations run on SQLite.

What its ALTER TABLE can't do is done the way https://www.sqlite.org/lang_altertable.html#otheralter
tells: a new table from the migration's own schema snapshot, the rows copied, the old one dropped.
"""

from __future__ import annotations

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.auto.schema_snapshot import SchemaSnapshot
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.columns.defaults.base import Default

from conference.orm import sqlite_ddl
from conference.orm.engine import current_engine
from conference.orm.sqlite_engine import PooledSQLiteEngine

_run_on_postgres = MigrationManager.run


def install() -> None:
    """Replaces `MigrationManager.run`; harmless when called again."""
    sqlite_ddl.install()
    MigrationManager.run = _run  # type: ignore[method-assign]


async def _run(self: Any, backwards: bool = False) -> None:
    engine = current_engine()
    if not isinstance(engine, PooledSQLiteEngine):
        await _run_on_postgres(self, backwards)
        return
    async with engine.migration_transaction():
        await _run_raw_parts(self, backwards)
        await self._run_add_tables(backwards=backwards)
        await self._run_rename_tables(backwards=backwards)
        for class_name in _touched_tables(self):
            await _rebuild_one(engine, self, class_name, backwards)
        await self._run_drop_tables(backwards=backwards)
        broken = await engine.run_statement("PRAGMA foreign_key_check")
        if broken:
            raise ValueError(f"foreign keys broken by the migration: {broken[:5]}")


async def _run_raw_parts(manager: Any, backwards: bool) -> None:
    for raw in manager.raw_backwards if backwards else manager.raw:
        result = raw()
        if hasattr(result, "__await__"):
            await result


def _touched_tables(manager: Any) -> list[str]:
    parts = (
        manager.add_columns.add_columns,
        manager.drop_columns.drop_columns,
        manager.rename_columns.rename_columns,
        manager.alter_columns.alter_columns,
        manager.add_constraints.add_constraints,
        manager.drop_constraints.drop_constraints,
    )
    made_or_dropped = {table.class_name for table in manager.add_tables + manager.drop_tables}
    names = dict.fromkeys(change.table_class_name for part in parts for change in part)
    return [name for name in names if name not in made_or_dropped]


async def _rebuild_one(
    engine: PooledSQLiteEngine, manager: Any, class_name: str, backwards: bool
) -> None:
    old = await _table_at(manager, class_name, -1)
    new = await _table_at(manager, class_name, 0)
    renames: dict[str, str] = {}  # new column -> old column
    for change in manager.rename_columns.for_table_class_name(class_name):
        before, after = change.old_db_column_name, change.new_db_column_name
        renames.update({before: after} if backwards else {after: before})
    if backwards:
        old, new = new, old
    await _rebuild(engine, old, new, renames)


async def _table_at(manager: Any, class_name: str, offset: int) -> Any:
    """The table after (0) or before (-1) a migration."""
    base = BaseMigrationManager()
    app = base.get_app_config(manager.app_name)
    managers = await base.get_migration_managers(
        app, max_migration_id=manager.migration_id, offset=offset
    )
    return SchemaSnapshot(managers).get_table_from_snapshot(class_name).to_table_class()


async def _rebuild(engine: PooledSQLiteEngine, old: Any, new: Any, renames: dict[str, str]) -> None:
    name = new._meta.tablename
    made_by_hand = await _foreign_objects(engine, name, old, new)
    create, *indexes = new.create_table().ddl
    temporary = f"{name}__new"
    await engine.run_statement(
        create.replace(f'CREATE TABLE "{name}"', f'CREATE TABLE "{temporary}"', 1)
    )
    await _copy_rows(engine, name, temporary, old, new, renames)
    await engine.run_statement(f'DROP TABLE "{name}"')
    await engine.run_statement(f'ALTER TABLE "{temporary}" RENAME TO "{name}"')
    for statement in [*indexes, *made_by_hand]:
        await engine.run_statement(statement)


async def _foreign_objects(engine: PooledSQLiteEngine, name: str, old: Any, new: Any) -> list[str]:
    """Triggers and indexes that Piccolo doesn't know of, and that a DROP TABLE would lose."""
    rows = await engine.run_statement(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = ? AND "
        "type IN ('trigger','index') AND sql IS NOT NULL",
        [name],
    )
    own = {f"{name}_{c._meta.db_column_name}" for t in (old, new) for c in t._meta.columns}
    return [r["sql"] for r in rows if r["type"] == "trigger" or r["name"] not in own]


async def _copy_rows(
    engine: PooledSQLiteEngine,
    name: str,
    temporary: str,
    old: Any,
    new: Any,
    renames: dict[str, str],
) -> None:
    had = {column._meta.db_column_name for column in old._meta.columns}
    targets: list[str] = []
    sources: list[str] = []
    args: list[Any] = []
    for column in new._meta.columns:
        target = column._meta.db_column_name
        source, arg = _source_of(column, renames.get(target, target), had)
        if source:
            targets.append(f'"{target}"')
            sources.append(source)
            args.extend(arg)
    await engine.run_statement(
        f'INSERT INTO "{temporary}" ({", ".join(targets)}) '  # noqa: S608 -- names of our tables
        f'SELECT {", ".join(sources)} FROM "{name}"',
        args,
    )


def _source_of(column: Any, source: str, had: set[str]) -> tuple[str, list[Any]]:
    """The SELECT expression that fills a column of the new table, with its parameters."""
    default = _plain_default(column)
    if source in had:
        if column._meta.null or default is None:
            return f'"{source}"', []
        return f'coalesce("{source}", ?)', [default]
    if default is None:
        return "", []
    if type(column).__name__ == "UUID":
        return "plenary_uuid()", []
    return "?", [default]


def _plain_default(column: Any) -> Any:
    if column._meta.primary_key:
        return None
    default = column.get_default_value()
    if isinstance(default, Default):
        return default.python()
    return getattr(default, "value", default)
