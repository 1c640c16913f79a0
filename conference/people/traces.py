"""What else in the database is about a person: asked before somebody is taken away.

The modules above register their tables with Piccolo, so nothing of them is imported here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.table import Table

from conference.orm import Action, current_engine
from conference.orm.tables import AuditEntry
from conference.people.queries import CHUNK
from conference.people.tables import EmailAddress, Person


async def traces_of(
    persons: Collection[UUID],
    *,
    besides: Collection[type[Table]] = (),
    since: datetime | None = None,
) -> dict[UUID, tuple[str, ...]]:
    """In words, the kinds of records that refer to each person; nobody without any is named.

    Leaves out the tables of `besides`, and what was written before `since`. A fixed number of
    statements per 5,000 people: one a table.
    """
    found: dict[UUID, list[str]] = defaultdict(list)
    wanted = list(persons)
    for column in Person._meta.foreign_key_references:
        table = column._meta.table
        if table in (*besides, EmailAddress):
            continue
        for start in range(0, len(wanted), CHUNK):
            for person in await _referring(table, column, wanted[start : start + CHUNK], since):
                found[person].append(_words(table))
    return {person: tuple(sorted(set(words))) for person, words in found.items()}


async def _referring(
    table: Any, column: Any, persons: list[UUID], since: datetime | None
) -> list[UUID]:
    query = table.select(column.as_alias("person")).where(column.is_in(persons))
    if since is not None:
        query = query.where(table.created_at >= since)
    return [row["person"] for row in await query.distinct()]


def _words(table: type[Table]) -> str:
    """ "waiting entry" for the table conference_waiting_entry."""
    return table._meta.tablename.partition("_")[2].replace("_", " ")


async def has_acted(person: UUID) -> bool:
    """Whether the person ever did something here themselves."""
    return bool(await AuditEntry.exists().where(AuditEntry.actor == person))


async def lock_people(persons: Collection[UUID]) -> None:
    """Until the transaction ends nothing new can refer to these people.

    On SQLite the transaction itself is the only writer.
    """
    if current_engine().engine_type != "postgres":
        return
    wanted = sorted(persons)
    for start in range(0, len(wanted), CHUNK):
        chosen = Person.id.is_in(wanted[start : start + CHUNK])
        await Person.select(Person.id).where(chosen).order_by(Person.id).lock_rows("UPDATE")


async def forget_people(act: Action, persons: Collection[UUID]) -> None:
    """Takes people away with their addresses; nothing else may refer to them (`traces_of`)."""
    wanted = list(persons)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        await EmailAddress.delete().where(EmailAddress.person.is_in(chunk))
        gone = (
            await Person.delete()
            .where(Person.id.is_in(chunk))
            .returning(Person.id, Person.registered_name)
        )
        for row in gone:
            act.note("person", row["id"], removed=row["registered_name"])


async def drop_address(act: Action, person: UUID, address: str) -> None:
    """Takes one address away from a person, whatever it is used for."""
    await EmailAddress.delete().where(
        EmailAddress.person == person, EmailAddress.address == address
    )
    act.note("person", person, address=[address, None])


async def move_addresses(act: Action, *, before: UUID, after: UUID) -> None:
    """All addresses of one person become another's; whose primary one stays what it was."""
    moved = (
        await EmailAddress.update({EmailAddress.person: after, EmailAddress.is_primary: False})
        .where(EmailAddress.person == before)
        .returning(EmailAddress.address)
    )
    for row in moved:
        act.note("person", after, address=[None, row["address"]])
