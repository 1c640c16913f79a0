"""Old calls know their kind, and old abstracts what reviewers may search for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Text, Varchar
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from conference.people.rules import fold

ID = "2026-11-23T06:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "kinds of old calls, search keys of old abstracts"


class Call(Table, tablename="abstracts_call"):
    id = UUID(primary_key=True, default=UUID4())
    key = Varchar()
    kind = Varchar()


class Abstract(Table, tablename="abstracts_abstract"):
    id = UUID(primary_key=True, default=UUID4())
    code = Varchar()
    title = Text()
    blind_key = Text()


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="abstracts", description=DESCRIPTION)

    async def run() -> None:
        """A call was of the kind that its key named; there was one of each."""
        await Call.update({Call.kind: "late_breaking"}).where(Call.key == "late_breaking")
        for row in await Abstract.select(Abstract.id, Abstract.code, Abstract.title):
            key = fold(f"{row['code']} {row['title']}")
            await Abstract.update({Abstract.blind_key: key}).where(Abstract.id == row["id"])

    manager.add_raw(run)
    return manager
