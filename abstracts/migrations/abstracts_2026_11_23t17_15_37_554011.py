from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-23T17:15:37:554011"
VERSION = "1.38.0"
DESCRIPTION = "badges and the desk"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="abstracts", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Abstract",
        tablename="abstracts_abstract",
        column_name="not_published_at",
        db_column_name="not_published_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    return manager
