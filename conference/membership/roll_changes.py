"""What a line of a member list would change: values that are shown, stored and applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from conference.membership.roll_file import RollFile, RollRow
from conference.membership.rules import MembershipInfo, MembershipStatus


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    IN_DOUBT = "in_doubt"


KIND_WORDS: dict[ChangeKind, str] = {
    ChangeKind.NEW: "New",
    ChangeKind.CHANGED: "Changed",
    ChangeKind.UNCHANGED: "Unchanged",
    ChangeKind.IN_DOUBT: "In doubt",
}


@dataclass(frozen=True, slots=True)
class RollPerson:
    """Somebody who is known here, whether a member or not, with their memberships."""

    id: UUID
    given_name: str
    family_name: str
    registered_name: str
    emails: tuple[str, ...] = ()
    affiliation: str = ""
    city: str = ""
    country: str = ""
    memberships: tuple[MembershipInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class CurrentRoll:
    """The roll as it stands, with everybody a line of the file could mean."""

    people: tuple[RollPerson, ...] = ()
    types: dict[str, str] = field(default_factory=dict)  # key: title


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: what it is now, and what the file says. `before` is empty for something new."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NewMembership:
    """A dated membership to add. A renewal is a new one; what was stays as it was."""

    number: str
    type_key: str
    valid_from: date
    valid_to: date | None
    status: MembershipStatus


@dataclass(frozen=True, slots=True)
class Correction:
    """A membership of the same time that the file describes otherwise."""

    membership: UUID
    type_key: str
    valid_to: date | None
    status: MembershipStatus


@dataclass(frozen=True, slots=True)
class RollChange:
    """What one understood line would do. `person` is None for somebody new.

    `with_line`: an earlier line of the file brings the person in. `candidate`: in doubt, the
    person it may be; the office may then say "the same" or "somebody else".
    """

    kind: ChangeKind
    row: RollRow
    person: UUID | None = None
    with_line: int | None = None
    fields: tuple[FieldChange, ...] = ()
    adds: tuple[NewMembership, ...] = ()
    corrects: Correction | None = None
    reason: str = ""
    candidate: UUID | None = None

    @property
    def line(self) -> int:
        return self.row.line

    @property
    def name(self) -> str:
        return f"{self.row.given_name} {self.row.family_name}".strip()


class Decision(StrEnum):
    """What the office says of a line that may be somebody who is known already."""

    SKIP = "skip"
    SAME = "same"
    OTHER = "other"


def count_kinds(changes: Iterable[RollChange]) -> dict[ChangeKind, int]:
    counted = Counter(change.kind for change in changes)
    return {kind: counted[kind] for kind in ChangeKind}


@dataclass(frozen=True, slots=True)
class RollProposal:
    """A file that was read and what it would do; `file.rows` stand in the changes."""

    id: UUID
    society: UUID
    file_name: str
    by_name: str
    made_at: datetime
    applied_at: datetime | None
    on_day: date
    file: RollFile
    changes: tuple[RollChange, ...]
    new_types: dict[str, str] = field(default_factory=dict)
    undone_at: datetime | None = None

    @property
    def lines(self) -> int:
        return len(self.changes) + len(self.file.refusals)

    @property
    def counts(self) -> dict[ChangeKind, int]:
        return count_kinds(self.changes)


@dataclass(frozen=True, slots=True)
class RollOutcome:
    """What applying an import did to the roll."""

    joined: int
    changed: int
    unchanged: int
    left_out: int
    memberships: int

    def __str__(self) -> str:
        return (
            f"{self.joined} joined the roll, {self.changed} changed, {self.unchanged} unchanged, "
            f"{self.left_out} left out; {self.memberships} memberships added."
        )
