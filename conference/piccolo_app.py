"""The tables of the ground floor, for Piccolo's migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="conference",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=table_finder(
        modules=[
            "conference.orm.tables",
            "conference.web.tables",
            "conference.people.tables",
            "conference.meetings.tables",
            "conference.letters.tables",
            "conference.membership.tables",
            "conference.registration.tables.prices",
            "conference.registration.tables.orders",
            "conference.registration.tables.papers",
            "conference.registration.tables.signing",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=[],
    commands=[],
)
