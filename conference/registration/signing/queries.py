"""Who signs, and the pictures that papers carry."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from conference.registration.signing.rules import Hand, Purpose, Signatory
from conference.registration.tables import Signature


def active_key(meeting: UUID, purpose: Purpose) -> str:
    """One who signs for a meeting and a purpose."""
    return f"{meeting}:{purpose}"


async def signatory(meeting: UUID, purpose: Purpose) -> Signatory:
    """Who signs now; one statement."""
    row = (
        await Signature.select(
            Signature.signed_by, Signature.signed_as, Signature.digest, Signature.width,
            Signature.height, Signature.media_type,
        )
        .where(Signature.active_key == active_key(meeting, purpose))
        .first()
    )  # fmt: skip
    if row is None:
        return Signatory()
    hand = Hand(row["digest"], row["width"], row["height"]) if row["digest"] else None
    return Signatory(row["signed_by"], row["signed_as"], hand, row["media_type"])


async def signatories(meeting: UUID) -> dict[Purpose, Signatory]:
    """Who signs what."""
    return {purpose: await signatory(meeting, purpose) for purpose in Purpose}


async def hands_of(meeting: UUID, digests: Collection[str]) -> dict[str, bytes]:
    """The pictures by digest, also those that new papers do not get; one statement, none without
    a digest."""
    wanted = sorted(each for each in set(digests) if each)
    if not wanted:
        return {}
    rows = await Signature.select(Signature.digest, Signature.content).where(
        Signature.meeting == meeting, Signature.digest.is_in(wanted)
    )
    return {row["digest"]: bytes(row["content"]) for row in rows}
