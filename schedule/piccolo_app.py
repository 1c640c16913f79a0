"""The tables of schedule, for Piccolo's migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="schedule",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=table_finder(
        modules=[
            f"schedule.tables.{noun}"
            for noun in ("agenda", "constraints", "draft", "numbering", "programme", "releases")
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["conference.piccolo_app", "abstracts.piccolo_app"],
    commands=[],
)
