"""Importing a member list against reading it with csv.DictReader and inserting the same rows."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import partial
from uuid import UUID

from conference.membership import actions
from conference.membership.tables import Membership, MembershipType
from conference.orm import transaction
from conference.people.actions import person_row
from conference.people.rules import NewPerson
from conference.people.tables import EmailAddress
from tests.bench.ground import BY, NOW, empty_database, found_society, insert
from tests.bench.timing import Row, Table, cpu_seconds

HEAD = "Number,Given name,Family name,E-mail,Type,Valid from,Valid to,Affiliation,Country\n"


async def bench_roll(*, lines: int, rounds: int) -> list[Table]:
    """Each run has an empty database of its own; making it is not counted."""
    data = member_list(lines)
    floor: list[float] = []
    ours: list[float] = []
    for turn in range(rounds + 1):
        for work, times in ((plain_import, floor), (whole_import, ours)):
            async with empty_database():
                society = await found_society()
                spent = await cpu_seconds(partial(work, society, data))
            if turn:
                times.append(spent)
    row = Row("preview and apply, audited", lines, tuple(floor), tuple(ours))
    words = "csv.DictReader and the inserts of people, addresses and memberships; no audit"
    return [Table(f"Import of {lines:,} members", "lines", words, (row,))]


def member_list(lines: int) -> bytes:
    """A clean list of new members."""
    rows = (
        f"{n},Given{n},Family{n},m{n}@x.test,Regular,2027-01-01,2027-12-31,Institute {n % 90},GB\n"
        for n in range(1, lines + 1)
    )
    return (HEAD + "".join(rows)).encode()


async def whole_import(society: UUID, data: bytes) -> None:
    """What the office does: upload, preview, apply."""
    proposal = await actions.propose_roll_import(
        society=society, file_name="roll.csv", data=data, by=BY, now=NOW
    )
    outcome = await actions.apply_roll_import(import_id=proposal.id, by=BY, now=NOW)
    if outcome.joined != proposal.lines:
        raise RuntimeError(f"Only {outcome.joined} of {proposal.lines} lines were imported.")


async def plain_import(society: UUID, data: bytes) -> None:
    """The same people, addresses and memberships, believing every line."""
    kind = MembershipType(society=society, key="regular", title="Regular", created_at=NOW)
    people, addresses, memberships = [], [], []
    for row in csv.DictReader(io.StringIO(data.decode())):
        person = person_row(_new_person(row), NOW)
        people.append(person)
        addresses.append(
            EmailAddress(person=person.id, address=row["E-mail"], is_primary=True, created_at=NOW)
        )
        memberships.append(
            Membership(
                society=society, person=person.id, type=kind.id, number=row["Number"],
                valid_from=date.fromisoformat(row["Valid from"]),
                valid_to=date.fromisoformat(row["Valid to"]),
                status="active", created_at=NOW,
            )
        )  # fmt: skip
    async with transaction():
        for rows in ([kind], people, addresses, memberships):
            await insert(rows)


def _new_person(row: dict[str, str]) -> NewPerson:
    return NewPerson(
        row["Given name"], row["Family name"],
        affiliation=row["Affiliation"], country=row["Country"],
    )  # fmt: skip
