"""The facts from which certificates follow: read in a fixed number of statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from abstracts.tables.deciding import DecisionRelease
from abstracts.tables.review import Assignment
from abstracts.vocabulary import AssignmentState
from badges.admission.queries import active_check_ins
from badges.doors.rules import local_day
from badges.papers.kinds import CertificateKind
from badges.papers.presence import NOWHERE, Presence, presence_of
from badges.papers.rules import Attended
from badges.tables import Certificate, NotShown
from conference.meetings.rules import AttendanceMode, MeetingInfo
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from schedule.queries.releases import current_release
from schedule.rules.released import ReleasedProgramme

# Piccolo's types reach one foreign key deep.
_ROUND: Any = Assignment.round
_REVIEWER: Any = Assignment.reviewer

FEW = 100  # of more, the scans of the whole meeting are read at once


async def registrations_of(meeting: UUID, person: UUID | None) -> list[RegistrationInfo]:
    """Everybody's registrations at the meeting, or one person's."""
    if person is None:
        return await registration.registrations_of_meeting(meeting)
    mine = await registration.registrations_of_person(person)
    return [each for each in mine if each.meeting == meeting]


async def attended_of(
    meeting: MeetingInfo, infos: Collection[RegistrationInfo], *, with_doors: bool
) -> dict[UUID, tuple[Attended, Presence]]:
    """How these registrations were used, by registration; one statement, and what the doors need
    where spans and days are asked for."""
    ids = [info.id for info in infos]
    came = await active_check_ins(ids)
    presence = await presence_of(meeting, ids if len(ids) <= FEW else None) if with_doors else {}
    found = {}
    for info in infos:
        already, there = came.get(info.id), presence.get(info.id, NOWHERE)
        days = set(there.days) | ({local_day(already.at, meeting.zone)} if already else set())
        found[info.id] = (_attended(info, already is not None, days), there)
    return found


def _attended(info: RegistrationInfo, is_checked_in: bool, days: Iterable[date]) -> Attended:
    return Attended(
        registration=info.id,
        code=info.code,
        holds_place=info.is_active,
        is_virtual=info.mode == AttendanceMode.VIRTUAL,
        is_checked_in=is_checked_in,
        day=info.day,
        days=tuple(sorted(days)),
    )


async def programme_of(meeting: UUID) -> ReleasedProgramme | None:
    """The newest release, never the draft."""
    release = await current_release(meeting)
    return release.programme if release else None


async def not_shown_of(meeting: UUID) -> frozenset[tuple[UUID, str]]:
    """(person, code of the item) of what was not shown (A15); one statement."""
    rows = await NotShown.select(NotShown.person, NotShown.item).where(
        NotShown.meeting == meeting, NotShown.active_key.is_not_null()
    )
    return frozenset((row["person"], row["item"]) for row in rows)


async def review_counts(meeting: UUID, person: UUID | None) -> dict[UUID, int]:
    """Reviewer -> of how many abstracts they sent a review; no titles. One statement."""
    wanted = (_ROUND.meeting == meeting) & (Assignment.state == AssignmentState.SENT.value)
    if person is not None:
        wanted = wanted & (_REVIEWER.person == person)
    rows = await Assignment.select(_REVIEWER.person.as_alias("who"), Assignment.abstract).where(
        wanted
    )
    reviewed = {(row["who"], row["abstract"]) for row in rows}
    return dict(Counter(who for who, _ in reviewed))


async def decisions_out_at(meeting: UUID) -> datetime | None:
    """When decisions became known first; None: not yet. One statement."""
    row = (
        await DecisionRelease.select(DecisionRelease.released_at)
        .where(DecisionRelease.meeting == meeting)
        .order_by(DecisionRelease.released_at)
        .first()
    )
    return row["released_at"] if row else None


async def withheld_of(
    meeting: UUID, person: UUID | None
) -> dict[tuple[UUID, CertificateKind, str], str]:
    """(person, kind, subject) -> why the office revoked it and gives no other; one statement."""
    wanted = (Certificate.meeting == meeting) & Certificate.is_withheld.eq(True)
    if person is not None:
        wanted = wanted & (Certificate.person == person)
    rows = await Certificate.select(
        Certificate.person, Certificate.kind, Certificate.subject, Certificate.revoked_why
    ).where(wanted)
    return {
        (row["person"], CertificateKind(row["kind"]), row["subject"]): row["revoked_why"]
        for row in rows
    }
