"""Applications for awards, with their letters of support (never their text)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from abstracts.awards.errors import UnknownApplication
from abstracts.awards.rules import EDITABLE, HOLDS_MONEY, CareerStage, Rule
from abstracts.tables.awards import AwardApplication, AwardCheck, AwardLetter
from abstracts.vocabulary import AwardMoment, AwardState

_APPLICATION: Any = AwardLetter.application
_CHECKED: Any = AwardCheck.application


@dataclass(frozen=True, slots=True)
class LetterInfo:
    """A letter of support: from whom, and whether it has come."""

    id: UUID
    referee_name: str
    referee_email: str
    asked_at: datetime | None = None
    reminded_at: datetime | None = None
    received_at: datetime | None = None
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """What the rules said at one moment."""

    moment: AwardMoment
    at: datetime
    as_of: datetime
    is_eligible: bool
    findings: tuple[StoredFinding, ...]


class StoredFinding(msgspec.Struct, frozen=True):
    """One rule's finding as it is kept."""

    rule: str
    is_met: bool
    sentence: str
    is_waived: bool = False


@dataclass(frozen=True, slots=True)
class ApplicationInfo:
    """One person's application for one award."""

    id: UUID
    cycle: UUID
    person: UUID
    name: str
    affiliation: str
    country: str
    state: AwardState
    abstract: UUID | None = None
    abstract_code: str = ""
    abstract_title: str = ""
    stage: CareerStage | None = None
    degree_on: date | None = None
    leave_months: int = 0
    statement: str = ""
    submitted_at: datetime | None = None
    letters_until: datetime | None = None
    letters_reason: str = ""
    waived: frozenset[Rule] = frozenset()
    waiver_reason: str = ""
    waived_by_name: str = ""
    tie_order: int | None = None
    tie_reason: str = ""
    rank: int | None = None
    amount: int | None = None
    offered_at: datetime | None = None
    answer_by: datetime | None = None
    answered_at: datetime | None = None
    paid_at: datetime | None = None
    payment_note: str = ""
    code: str = ""
    reason: str = ""
    letters: tuple[LetterInfo, ...] = ()

    @property
    def may_edit(self) -> bool:
        """Whether its state lets the applicant change it, while the award is open."""
        return self.state in EDITABLE

    @property
    def holds_money(self) -> bool:
        """Whether a part of the pot is set aside for it."""
        return self.state in HOLDS_MONEY

    def letters_due(self, closes_at: datetime) -> datetime:
        """Until when letters of support are taken for this application (W04)."""
        return max(closes_at, self.letters_until) if self.letters_until else closes_at

    def letters_in_time(self, closes_at: datetime) -> int:
        """How many letters came in time."""
        due = self.letters_due(closes_at)
        return sum(1 for each in self.letters if each.received_at and each.received_at < due)


_PLAIN = (
    "id", "cycle", "person", "name", "affiliation", "country", "abstract", "degree_on",
    "leave_months", "statement", "submitted_at", "letters_until", "letters_reason",
    "waiver_reason", "waived_by_name", "tie_order", "tie_reason", "rank", "amount", "offered_at",
    "answer_by", "answered_at", "paid_at", "payment_note", "code", "reason",
)  # fmt: skip


async def applications_of(cycle: UUID) -> list[ApplicationInfo]:
    """All applications for an award, drafts too, by name; two statements."""
    return await applications_where(AwardApplication.cycle == cycle)


async def applications_of_meeting(meeting: UUID) -> list[ApplicationInfo]:
    """All applications at a meeting, by name; two statements."""
    return await applications_where(AwardApplication.cycle.meeting == meeting)


async def applications_of_person(person: UUID) -> list[ApplicationInfo]:
    """One person's applications at every meeting; two statements."""
    return await applications_where(AwardApplication.person == person)


async def own_application(cycle: UUID, person: UUID) -> ApplicationInfo | None:
    """What a person has applied for an award with, a draft too; two statements."""
    mine = (AwardApplication.cycle == cycle) & (AwardApplication.person == person)
    return next(iter(await applications_where(mine)), None)


async def application_of_id(cycle: UUID, application: UUID) -> ApplicationInfo:
    """One application for an award. Raises UnknownApplication."""
    wanted = (AwardApplication.cycle == cycle) & (AwardApplication.id == application)
    found = next(iter(await applications_where(wanted)), None)
    if found is None:
        raise UnknownApplication
    return found


async def applications_where(wanted: Any) -> list[ApplicationInfo]:
    """The applications for which a condition holds, by name; two statements."""
    rows = (
        await AwardApplication.select(
            *AwardApplication.all_columns(),
            AwardApplication.person.registered_name.as_alias("name"),
            AwardApplication.person.affiliation.as_alias("affiliation"),
            AwardApplication.person.country.as_alias("country"),
            AwardApplication.abstract.code.as_alias("abstract_code"),
            AwardApplication.abstract.title.as_alias("abstract_title"),
        )
        .where(wanted)
        .order_by(AwardApplication.person.sort_key)
        .order_by(AwardApplication.created_at)
    )
    ids = AwardApplication.select(AwardApplication.id).where(wanted)
    letters = await _letters(ids) if rows else {}
    return [_application(row, letters.get(row["id"], [])) for row in rows]


async def checks_of(cycle: UUID) -> dict[UUID, list[CheckInfo]]:
    """What the rules said of each application, the first time first; one statement."""
    rows = (
        await AwardCheck.select()
        .where(_CHECKED.cycle == cycle)
        .order_by(AwardCheck.created_at)
        .order_by(AwardCheck.number)
    )
    found: dict[UUID, list[CheckInfo]] = defaultdict(list)
    for row in rows:
        found[row["application"]].append(_check(row))
    return found


def _check(row: dict[str, Any]) -> CheckInfo:
    return CheckInfo(
        AwardMoment(row["moment"]),
        row["created_at"],
        row["as_of"],
        row["is_eligible"],
        msgspec.json.decode(row["findings"], type=tuple[StoredFinding, ...]),
    )


async def _letters(ids: Any) -> dict[UUID, list[LetterInfo]]:
    rows = (
        await AwardLetter.select(
            AwardLetter.id,
            AwardLetter.application,
            AwardLetter.referee_name,
            AwardLetter.referee_email,
            AwardLetter.asked_at,
            AwardLetter.reminded_at,
            AwardLetter.received_at,
            AwardLetter.file_name,
        )
        .where(AwardLetter.application.is_in(ids))
        .order_by(AwardLetter.position)
        .order_by(AwardLetter.created_at)
    )
    found: dict[UUID, list[LetterInfo]] = defaultdict(list)
    for row in rows:
        is_file = bool(row.pop("file_name"))
        found[row.pop("application")].append(LetterInfo(**row, is_file=is_file))
    return found


def _application(row: dict[str, Any], letters: list[LetterInfo]) -> ApplicationInfo:
    return ApplicationInfo(
        **{name: row[name] for name in _PLAIN},
        state=AwardState(row["state"]),
        abstract_code=row["abstract_code"] or "",
        abstract_title=row["abstract_title"] or "",
        stage=CareerStage(row["career_stage"]) if row["career_stage"] else None,
        waived=frozenset(Rule(each) for each in msgspec.json.decode(row["waived"])),
        letters=tuple(letters),
    )
