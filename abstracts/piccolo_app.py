"""The tables of abstracts, for Piccolo's migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="abstracts",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=table_finder(
        modules=[
            "abstracts.tables.calls",
            "abstracts.tables.writing",
            "abstracts.tables.review",
            "abstracts.tables.deciding",
            "abstracts.tables.awards",
            "abstracts.tables.book",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["conference.piccolo_app"],
    commands=[],
)
