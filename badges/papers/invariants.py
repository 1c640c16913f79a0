"""What must always be true of certificates."""

from __future__ import annotations

from badges.papers.kinds import CertificateKind
from badges.tables import Certificate, CheckIn, NotShown
from conference.orm import invariant

CAME = (CertificateKind.ATTENDANCE.value, CertificateKind.CREDITS.value)


@invariant("certificate-of-presence", "Who has a certificate of attendance was checked in (T09).")
async def certificate_of_presence() -> list[str]:
    rows = await Certificate.select(
        Certificate.code, Certificate.meeting, Certificate.person
    ).where(Certificate.kind.is_in(list(CAME)), Certificate.revoked_at.is_null())
    came = {
        (row["meeting"], row["person"])
        for row in await CheckIn.select(
            CheckIn.registration.meeting.as_alias("meeting"),
            CheckIn.registration.person.as_alias("person"),
        ).where(CheckIn.active_key.is_not_null())
    }
    return [
        f"Certificate {row['code']} stands, and its holder is not checked in."
        for row in rows
        if (row["meeting"], row["person"]) not in came
    ]


@invariant("certificate-once", "A certificate in force is the only one of its kind, or revoked.")
async def certificate_once() -> list[str]:
    rows = await Certificate.select(Certificate.code, Certificate.once_key, Certificate.revoked_at)
    return [
        f"Certificate {row['code']} is both in force and revoked, or neither."
        for row in rows
        if (row["once_key"] is None) != (row["revoked_at"] is not None)
    ]


@invariant("certificate-shown", "What was not shown is not certified (A15).")
async def certificate_shown() -> list[str]:
    missed = await NotShown.select(NotShown.meeting, NotShown.person, NotShown.item).where(
        NotShown.active_key.is_not_null()
    )
    keys = {(row["meeting"], row["person"], row["item"]) for row in missed}
    if not keys:
        return []
    rows = await Certificate.select(
        Certificate.code, Certificate.meeting, Certificate.person, Certificate.subject
    ).where(Certificate.revoked_at.is_null(), Certificate.subject != "")
    return [
        f"Certificate {row['code']} certifies what was not shown."
        for row in rows
        if (row["meeting"], row["person"], row["subject"]) in keys
    ]
