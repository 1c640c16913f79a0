"""Naming who signs, and taking a signature away: the only writers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from conference.meetings.actions import hold_meeting
from conference.orm import Action, Actor, action
from conference.registration.signing.queries import active_key
from conference.registration.signing.rules import Purpose, SignatureImage
from conference.registration.tables import Signature


async def name_signatory(
    meeting: UUID, purpose: Purpose, signed_by: str, signed_as: str,
    image: SignatureImage | None, *, by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Who signs from now on; without a picture the one that is there stays. Papers that were given
    keep what they carry."""
    async with action("name_signatory", by=by, now=now, meeting=meeting) as act:
        known = await _held(meeting, purpose)
        if image is not None and known and known["digest"] != image.digest:
            await _retire(known["id"], purpose)
            known = None
        values = {"signed_by": signed_by, "signed_as": signed_as, **_picture(image)}
        if known:
            values["by_name"] = by.name[:200]
            columns = {getattr(Signature, name): value for name, value in values.items()}
            await Signature.update(columns).where(Signature.id == known["id"])
        else:
            await _insert(act, meeting, purpose, values)
        act.note("signature", purpose, signed_by=signed_by, picture=image.digest if image else "")


async def remove_signature(meeting: UUID, purpose: Purpose, *, by: Actor, now: datetime) -> bool:
    """New papers carry no picture from now on; who signs stays named. False: there was none."""
    async with action("remove_signature", by=by, now=now, meeting=meeting) as act:
        known = await _held(meeting, purpose)
        if not known or not known["digest"]:
            return False
        await _retire(known["id"], purpose)
        names = {"signed_by": known["signed_by"], "signed_as": known["signed_as"]}
        await _insert(act, meeting, purpose, names)
        act.note("signature", purpose, picture=[known["digest"], ""])
    return True


async def _held(meeting: UUID, purpose: Purpose) -> dict[str, Any] | None:
    """The row in force; nobody else names who signs until the transaction ends."""
    await hold_meeting(meeting)
    row: dict[str, Any] | None = (
        await Signature.select(
            Signature.id, Signature.digest, Signature.signed_by, Signature.signed_as
        )
        .where(Signature.active_key == active_key(meeting, purpose))
        .first()
    )
    return row


async def _retire(id: UUID, purpose: Purpose) -> None:
    """The picture of certificates stays for those that were given; letters are made anew."""
    if purpose is Purpose.CERTIFICATES:
        await Signature.update({Signature.active_key: None}).where(Signature.id == id)
    else:
        await Signature.delete().where(Signature.id == id)


def _picture(image: SignatureImage | None) -> dict[str, Any]:
    if image is None:
        return {}
    return {
        "media_type": image.media_type,
        "width": image.width,
        "height": image.height,
        "content": image.content,
        "digest": image.digest,
    }


async def _insert(act: Action, meeting: UUID, purpose: Purpose, values: dict[str, Any]) -> None:
    row = Signature(
        id=uuid4(),
        created_at=act.now,
        meeting=meeting,
        purpose=purpose.value,
        active_key=active_key(meeting, purpose),
        by_name=act.by.name[:200],
        **values,
    )
    await Signature.insert(row)
