"""The same migration files make the same schema on both engines."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from piccolo.apps.migrations.auto.diffable_table import DiffableTable
from piccolo.apps.migrations.auto.schema_differ import SchemaDiffer
from piccolo.apps.migrations.auto.schema_snapshot import SchemaSnapshot
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.conf.apps import Finder

from conference.orm import bind, engine_from_url, sqlite_migrations
from conference.orm.migrations import migrate

APPS = ("conference", "abstracts", "schedule", "badges")


@pytest.mark.parametrize("app_name", APPS)
async def test_migrations_hold_every_change_of_the_tables(app_name: str) -> None:
    """Forgot `piccolo migrations new`? Then tables and migrations drifted apart."""
    sqlite_migrations.install()
    base = BaseMigrationManager()
    config = base.get_app_config(app_name)
    managers = await base.get_migration_managers(config)
    wanted = [
        DiffableTable(
            class_name=table.__name__,
            tablename=table._meta.tablename,
            schema=table._meta.schema,
            columns=table._meta.non_default_columns,
            constraints=table._meta.constraints,
        )
        for table in config.table_classes
    ]
    differ = SchemaDiffer(wanted, SchemaSnapshot(managers).get_snapshot(), auto_input="n")
    assert [s for each in differ.get_alter_statements() if (s := each.statements)] == []


def test_every_table_has_a_name_of_its_package() -> None:
    names = {table._meta.tablename for table in Finder().get_table_classes()}
    strays = {name for name in names if not name.startswith(tuple(f"{app}_" for app in APPS))}
    assert strays == set()


async def test_index_names_meet_no_table_name(db: Any) -> None:
    """Piccolo calls an index table_column; SQLite refuses one that is a table's name."""
    tables = Finder().get_table_classes()
    names = {table._meta.tablename for table in tables}
    indexes = {
        f"{table._meta.tablename}_{column._meta.db_column_name}"
        for table in tables
        for column in table._meta.columns
        if column._meta.index
    }
    assert indexes & names == set()


async def test_migrate_twice_changes_nothing(db: Any) -> None:
    assert "Running" not in await migrate()


async def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    """The lock makes the second wait; stock Piccolo crashes one of them."""
    command = "import asyncio; from conference.orm import bind, engine_from_url; "
    command += "from conference.orm.migrations import migrate; "
    command += f"bind(engine_from_url('sqlite:///{tmp_path}/both.sqlite')); asyncio.run(migrate())"
    import sys

    both = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", f"{command}; import os; os._exit(0)",
            stdout=asyncio.subprocess.DEVNULL,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [await process.wait() for process in both] == [0, 0]


async def test_migrate_leaves_a_bound_engine_usable(tmp_path: Path) -> None:
    engine: Any = engine_from_url(f"sqlite:///{tmp_path}/new/folder/x.sqlite")
    bind(engine)
    await migrate()
    rows = await engine.run_statement("SELECT name FROM sqlite_master WHERE type = 'table'")
    await engine.close_connection_pool()
    assert "schedule_release" in {row["name"] for row in rows}
