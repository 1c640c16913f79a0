"""Who would get a letter about a release, with names and addresses: the same in its preview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from conference.people import queries as people
from conference.people.rules import PersonInfo
from schedule.rules.differences import ProgrammeDiff
from schedule.rules.notices import Group, Told, whom_to_tell
from schedule.rules.released import ReleasedProgramme
from schedule.tables import Star

MANY_CODES = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told, under the name and address they have now; "" where there is none."""

    told: Told
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Readers:
    """Everybody whom a release concerns, once."""

    all: tuple[Reader, ...] = ()

    def of(self, group: Group) -> Sequence[Reader]:
        """Those of a group who have an address."""
        return [each for each in self.all if each.address and each.told.group is group]

    @property
    def without_address(self) -> int:
        """How many cannot be told by letter."""
        return sum(not each.address for each in self.all)


async def readers_of(meeting: UUID, diff: ProgrammeDiff, after: ReleasedProgramme) -> Readers:
    """Whom the changes concern (S06); at most three statements for each 5,000 people."""
    stars = await starred_by(meeting, {change.code for change in diff.items})
    told = whom_to_tell(diff, after, stars)
    known = await people.people_by_ids({each.person for each in told}) if told else {}
    return Readers(tuple(_reader(each, known.get(each.person)) for each in told))


async def starred_by(meeting: UUID, codes: Collection[str]) -> dict[UUID, set[str]]:
    """Who starred which of these items; one statement, none without a code."""
    if not codes:
        return {}
    query = Star.select(Star.person, Star.item_code).where(Star.meeting == meeting)
    if len(codes) <= MANY_CODES:
        query = query.where(Star.item_code.is_in(sorted(codes)))
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for row in await query:
        if row["item_code"] in codes:
            found[row["person"]].add(row["item_code"])
    return dict(found)


def _reader(told: Told, known: PersonInfo | None) -> Reader:
    name = told.name or (known.registered_name if known else "")
    return Reader(told, name, (known.email or "") if known else "")
