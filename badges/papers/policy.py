"""What a meeting certifies, in which words, and how credits are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from badges.papers.credits import CreditRule
from badges.papers.kinds import CertificateKind
from badges.papers.words import DEFAULT_WORDS
from badges.tables import CertificatePolicy

DEFAULT_KINDS = (CertificateKind.ATTENDANCE, CertificateKind.PRESENTATION)


@dataclass(frozen=True, slots=True)
class Policy:
    """A meeting's certificates; `words` holds only the society's own."""

    kinds: tuple[CertificateKind, ...] = DEFAULT_KINDS
    words: Mapping[CertificateKind, str] = field(default_factory=dict)
    accreditor: str = ""
    accreditation: str = ""
    rule: CreditRule = field(default_factory=CreditRule)
    sessions: tuple[str, ...] = ()
    note: str = ""

    def words_of(self, kind: CertificateKind) -> str:
        """The society's own words of a kind, or the default ones."""
        return self.words.get(kind) or DEFAULT_WORDS[kind]


async def certificate_policy(meeting: UUID) -> Policy:
    """As it was saved; before that, attendance and presentation are certified. One statement."""
    row = await CertificatePolicy.select().where(CertificatePolicy.meeting == meeting).first()
    return _policy(row) if row else Policy()


def _policy(row: Mapping[str, Any]) -> Policy:
    return Policy(
        kinds=tuple(CertificateKind(each) for each in msgspec.json.decode(row["kinds"])),
        words=msgspec.json.decode(row["words"], type=dict[CertificateKind, str]),
        accreditor=row["accreditor"],
        accreditation=row["accreditation"],
        rule=CreditRule(row["minutes_per_credit"], row["least_share"], row["most_credits"]),
        sessions=tuple(msgspec.json.decode(row["cme_sessions"])),
        note=row["note"],
    )
