"""What the office sees of certificates: who may have one, who has, and who not and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from badges.papers.claims import Scope, claims_of
from badges.papers.kinds import CertificateKind, staff_of
from badges.papers.policy import certificate_policy
from badges.papers.queries import (
    CertificateInfo,
    Key,
    certificates_in_force,
    count_certificates,
)
from badges.papers.rules import Claim, NotYet
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor

ROWS_ON_A_PAGE = 100


class Standing(StrEnum):
    """Where a claim stands."""

    READY = "ready"
    GIVEN = "given"
    WAITING = "waiting"
    NEVER = "never"


STANDING_WORDS: Mapping[Standing, tuple[str, str]] = {
    Standing.READY: ("Ready to be given", "info"),
    Standing.GIVEN: ("Given", "good"),
    Standing.WAITING: ("Not yet", "warn"),
    Standing.NEVER: ("Not given", "bad"),
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with the certificate that was given for it."""

    claim: Claim
    certificate: CertificateInfo | None

    @property
    def standing(self) -> Standing:
        if self.certificate:
            return Standing.GIVEN
        if self.claim.is_ready:
            return Standing.READY
        is_waiting = isinstance(self.claim.entitlement, NotYet)
        return Standing.WAITING if is_waiting else Standing.NEVER

    @property
    def key(self) -> str:
        return f"{self.claim.person.id}:{self.claim.subject}"

    @property
    def reason(self) -> str:
        return getattr(self.claim.entitlement, "reason", "")

    @property
    def when(self) -> datetime | None:
        return getattr(self.claim.entitlement, "when", None)


@dataclass(frozen=True, slots=True)
class KindCount:
    """How far the certificates of a kind are."""

    kind: CertificateKind
    is_given: bool
    counts: Mapping[Standing, int]
    revoked: int


def visible_kinds(visitor: Visitor) -> tuple[CertificateKind, ...]:
    """The kinds whose lists this visitor may see; who reviewed is the committee's to know."""
    return tuple(kind for kind in CertificateKind if visitor.may(*staff_of(kind)))


async def kind_counts(meeting: MeetingInfo, visitor: Visitor, now: datetime) -> list[KindCount]:
    """Each kind that the visitor may see, with its counts; a fixed number of statements."""
    kinds = visible_kinds(visitor)
    scope = Scope(meeting, await certificate_policy(meeting.id), now, kinds=kinds)
    rows = _rows(await claims_of(scope), await certificates_in_force(meeting.id))
    ever = await count_certificates(meeting.id)
    return [
        KindCount(
            kind,
            kind in scope.policy.kinds,
            _counts(row for row in rows if row.claim.kind is kind),
            ever[kind, False],
        )
        for kind in kinds
    ]


async def claim_rows(meeting: MeetingInfo, kind: CertificateKind, now: datetime) -> list[ClaimRow]:
    """Everybody with a claim of the kind, by family name; a fixed number of statements."""
    scope = Scope(meeting, await certificate_policy(meeting.id), now, kinds=(kind,))
    return _rows(await claims_of(scope), await certificates_in_force(meeting.id, kind))


def _rows(claims: Iterable[Claim], given: Mapping[Key, CertificateInfo]) -> list[ClaimRow]:
    return [
        ClaimRow(claim, given.get((claim.person.id, claim.kind, claim.subject))) for claim in claims
    ]


def _counts(rows: Iterable[ClaimRow]) -> dict[Standing, int]:
    counts = dict.fromkeys(Standing, 0)
    for row in rows:
        counts[row.standing] += 1
    return counts


def counted(rows: Sequence[ClaimRow]) -> dict[Standing, int]:
    """How many stand where."""
    return _counts(rows)


def chosen(rows: Sequence[ClaimRow], standing: str, text: str) -> list[ClaimRow]:
    """Those that stand so, whose name or item contains what was typed."""
    words = text.casefold().split()
    return [
        row
        for row in rows
        if (not standing or row.standing == standing)
        and all(word in _said(row).casefold() for word in words)
    ]


def _said(row: ClaimRow) -> str:
    person = row.claim.person
    code = row.certificate.code if row.certificate else ""
    return f"{person.registered_name} {person.certificate_name} {row.claim.what} {code}"
