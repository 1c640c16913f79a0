"""Certificates that were given: of a meeting, of a person, by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from piccolo.custom_types import Combinable

from badges.papers.content import CertificateContent
from badges.papers.kinds import CertificateKind
from badges.tables import Certificate
from conference.orm import tokens
from conference.registration.signing.queries import hands_of

_COLUMNS = (
    Certificate.id,
    Certificate.meeting,
    Certificate.person,
    Certificate.kind,
    Certificate.subject,
    Certificate.code,
    Certificate.content,
    Certificate.issued_at,
    Certificate.by_name,
    Certificate.is_by_owner,
    Certificate.revoked_at,
    Certificate.revoked_why,
    Certificate.is_withheld,
)
REPLACED = "Replaced by a newer one."
_decoder = msgspec.json.Decoder(CertificateContent)
Key = tuple[UUID, CertificateKind, str]


@dataclass(frozen=True, slots=True)
class CertificateInfo:
    """A certificate as it was given, and whether it still stands."""

    id: UUID
    meeting: UUID
    person: UUID
    kind: CertificateKind
    subject: str
    code: str
    content: CertificateContent
    issued_at: datetime
    by_name: str
    is_by_owner: bool
    revoked_at: datetime | None
    revoked_why: str
    is_withheld: bool

    @property
    def is_replaced(self) -> bool:
        """Whether its holder took a newer one."""
        return self.revoked_why == REPLACED

    @property
    def is_in_force(self) -> bool:
        return self.revoked_at is None

    @property
    def key(self) -> Key:
        """What there is one of in force."""
        return self.person, self.kind, self.subject


async def certificate_by_code(meeting: UUID, code: str) -> CertificateInfo | None:
    """A meeting's certificate by its code, however it was typed; one statement."""
    plain = "".join(sign for sign in tokens.normalise(code) if sign in tokens.ALPHABET)
    return next(
        iter(await _found((Certificate.meeting == meeting) & (Certificate.code == plain))), None
    )


async def certificates_of_person(person: UUID, meeting: UUID) -> list[CertificateInfo]:
    """What a person was given at a meeting, also what was revoked; the newest first."""
    return await _found((Certificate.person == person) & (Certificate.meeting == meeting))


async def certificates_in_force(
    meeting: UUID, kind: CertificateKind | None = None
) -> dict[Key, CertificateInfo]:
    """What stands at a meeting, by person, kind and subject; one statement."""
    wanted = (Certificate.meeting == meeting) & Certificate.once_key.is_not_null()
    if kind is not None:
        wanted = wanted & (Certificate.kind == kind.value)
    return {each.key: each for each in await _found(wanted)}


async def certificates_of_kind(meeting: UUID, kind: CertificateKind) -> list[CertificateInfo]:
    """Everything of a kind that was ever given, revoked or not, by family name."""
    wanted = (Certificate.meeting == meeting) & (Certificate.kind == kind.value)
    return await _found(wanted, by_name=True)


async def count_certificates(meeting: UUID) -> Counter[tuple[CertificateKind, bool]]:
    """(kind, whether in force) -> how many; one statement."""
    rows = await Certificate.select(Certificate.kind, Certificate.revoked_at).where(
        Certificate.meeting == meeting
    )
    return Counter((CertificateKind(row["kind"]), row["revoked_at"] is None) for row in rows)


async def pictures_of(meeting: UUID, contents: Iterable[CertificateContent]) -> dict[str, bytes]:
    """The signatures on these certificates, by their digest; at most one statement."""
    signatures = (each.signature for each in contents)
    return await hands_of(meeting, [each.digest for each in signatures if each])


async def _found(wanted: Combinable, *, by_name: bool = False) -> list[CertificateInfo]:
    query = Certificate.select(*_COLUMNS).where(wanted)
    if by_name:
        query = query.order_by(Certificate.person.sort_key).order_by(Certificate.issued_at)
    else:
        query = query.order_by(Certificate.issued_at, ascending=False)
    return [_info(row) for row in await query.order_by(Certificate.code)]


def _info(row: Mapping[str, Any]) -> CertificateInfo:
    return CertificateInfo(
        **{
            **row,
            "kind": CertificateKind(row["kind"]),
            "content": _decoder.decode(row["content"]),
        }
    )
