"""What must always be true of certificates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from abstracts.tables import Abstract
from abstracts.tables.awards import AwardApplication
from abstracts.vocabulary import AwardState
from badges.papers.following import Kind
from badges.papers.kinds import CertificateKind
from badges.tables import Certificate, CheckIn, NotShown, NotShownAnswer
from conference.orm import invariant
from schedule.queries.releases import newest_snapshot
from schedule.rules.vocabulary import ItemStatus

_codes = msgspec.json.Decoder(tuple[str, ...])
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


@invariant(
    "not-shown-not-published",
    "What is not published was recorded as not shown and confirmed by a person; what was confirmed "
    "is in neither book nor programme (A15).",
)
async def not_shown_not_published() -> list[str]:
    answers = await _confirmed(Kind.PUBLICATION)
    rows = await Abstract.select(Abstract.code, Abstract.meeting).where(
        Abstract.not_published_at.is_not_null()
    )
    out = {(row["meeting"], row["code"]) for row in rows}
    wanted = {(row["meeting"], row["subject"]) for row in answers}
    found = [f"Abstract {code} is not published, and nobody confirmed it." for _, code in
             sorted(out - wanted, key=str)]  # fmt: skip
    found += [
        f"Abstract {code} is confirmed as not published, and still is." for _, code in
        sorted(wanted - out, key=str)
    ]  # fmt: skip
    return [*found, *await _unrecorded(answers), *await _still_public(answers)]


@invariant("not-shown-forfeited", "An award confirmed as forfeited for A15 is not held any more.")
async def not_shown_forfeited() -> list[str]:
    answers = await _confirmed(Kind.AWARD)
    ids = [UUID(row["subject"]) for row in answers]
    if not ids:
        return []
    rows = await AwardApplication.select(AwardApplication.id).where(
        AwardApplication.id.is_in(ids), AwardApplication.state != AwardState.FORFEITED.value
    )
    held = [f"Award application {row['id']} is forfeited for A15, and still held." for row in rows]
    return [*held, *await _unrecorded(answers)]


async def _confirmed(kind: Kind) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await NotShownAnswer.select(
        NotShownAnswer.meeting, NotShownAnswer.items, NotShownAnswer.out, NotShownAnswer.subject
    ).where(
        NotShownAnswer.kind == kind.value,
        NotShownAnswer.active_key.is_not_null(),
        NotShownAnswer.is_so.eq(True),
    )
    return rows


async def _unrecorded(answers: list[dict[str, Any]]) -> list[str]:
    rows = await NotShown.select(NotShown.meeting, NotShown.item).where(
        NotShown.active_key.is_not_null()
    )
    recorded = {(row["meeting"], row["item"]) for row in rows}
    return [
        f"{row['subject']}: something follows from {item}, which is not recorded as missed."
        for row in answers
        for item in _codes.decode(row["items"])
        if (row["meeting"], item) not in recorded
    ]


async def _still_public(answers: list[dict[str, Any]]) -> list[str]:
    found = []
    for meeting in {row["meeting"] for row in answers}:
        programme = await newest_snapshot(meeting)
        live = {
            slot.code
            for _, slot in (programme.items() if programme else ())
            if slot is not None and slot.status is not ItemStatus.CANCELLED
        }
        found += [
            f"{item} takes place in the released programme, and is not published."
            for row in answers
            if row["meeting"] == meeting
            for item in _codes.decode(row["out"])
            if item in live
        ]
    return found
