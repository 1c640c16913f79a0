"""The tables of badges, for Piccolo's migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="badges",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=table_finder(
        modules=[
            f"badges.tables.{noun}"
            for noun in (
                "cards",
                "desk",
                "doors",
                "leads",
                "offline",
                "paper",
                "papers",
                "printing",
            )
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["conference.piccolo_app"],
    commands=[],
)
