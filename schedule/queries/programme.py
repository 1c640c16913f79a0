"""What the pages read: the newest release for everybody, the trail of the draft for editors."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from time import monotonic
from typing import Any
from uuid import UUID

import msgspec

from abstracts.tables import Abstract
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.orm import current_engine
from conference.orm.tables import AuditEntry
from schedule.queries.releases import FRESH_SECONDS, CurrentRelease, current_release
from schedule.rules.listing import programme_days, session_text, turning_points
from schedule.rules.poster_list import by_board
from schedule.rules.released import ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.rules.trail import verb_in_words
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind
from schedule.rules.who import ProgrammePerson, programme_people
from schedule.tables import Participation, Release, Slot

KEPT_RELEASES = 8
LARGEST_NUMBER = 2**31 - 1  # what the column holds


class PublicProgramme:
    """One release and what its pages look up in it, each worked out once, when first asked for."""

    def __init__(self, release: CurrentRelease) -> None:
        self.release = release
        self.programme: ReleasedProgramme = release.programme

    @cached_property
    def texts(self) -> dict[str, str]:
        """The folded text of each session by code, for searching."""
        return {each.code: session_text(each) for each in self.programme.sessions}

    @cached_property
    def people(self) -> dict[UUID, ProgrammePerson]:
        """Everyone in the release, A to Z."""
        return programme_people(self.programme)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days that have sessions."""
        return programme_days(self.programme)

    @cached_property
    def rooms(self) -> tuple[str, ...]:
        """The rooms that are used, in the meeting's order."""
        used = {each.room for each in self.programme.sessions if each.room}
        return tuple(room.name for room in self.programme.rooms if room.name in used)

    @cached_property
    def tracks(self) -> tuple[str, ...]:
        """The tracks of the sessions, by name."""
        return tuple(sorted({each.track for each in self.programme.sessions if each.track}))

    @cached_property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """(value, word) of each kind of session there is."""
        pairs = {each.kind.value: each.kind.label for each in self.programme.sessions}
        return tuple(sorted(pairs.items(), key=lambda pair: pair[1]))

    @cached_property
    def has_streams(self) -> bool:
        """Whether anything is streamed at all."""
        return any(each.is_streamed for each in self.programme.sessions)

    @cached_property
    def turning_points(self) -> list[datetime]:
        """When the list changes by itself."""
        return turning_points(self.programme)

    @cached_property
    def items(self) -> dict[str, tuple[ReleasedSession, ReleasedSlot | None]]:
        """Every session and slot by code."""
        return {(slot or session).code: (session, slot) for session, slot in self.programme.items()}

    @cached_property
    def posters(self) -> tuple[tuple[ReleasedSession, tuple[ReleasedSlot, ...]], ...]:
        """The sessions that have posters, each with its posters by board."""
        found = []
        for session in self.programme.sessions:
            posters = [slot for slot in session.slots if slot.kind is SlotKind.POSTER]
            if posters:
                found.append((session, tuple(sorted(posters, key=by_board))))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Door:
    checked: float
    engine: object
    meeting: MeetingInfo


_kept: OrderedDict[UUID, PublicProgramme] = OrderedDict()
_doors: OrderedDict[str, _Door] = OrderedDict()


async def meeting_at_door(slug: str) -> MeetingInfo | None:
    """The meeting of an address, as it was at most a second ago: a stranger's page asks nothing."""
    engine, began, known = current_engine(), monotonic(), _doors.get(slug)
    if known and known.engine is engine and began - known.checked < FRESH_SECONDS:
        return known.meeting
    meeting = await meetings.meeting_by_slug(slug)
    if meeting is not None:
        _doors[slug] = _Door(began, engine, meeting)
        while len(_doors) > KEPT_RELEASES:
            _doors.popitem(last=False)
    return meeting


async def public_programme(meeting: UUID) -> PublicProgramme | None:
    """The newest release of a meeting, or None before the first; the public sees nothing else."""
    release = await current_release(meeting)
    if release is None:
        return None
    known = _kept.get(release.id)
    if known is None:
        known = _kept[release.id] = PublicProgramme(release)
        while len(_kept) > KEPT_RELEASES:
            _kept.popitem(last=False)
    return known


async def topics_of_posters(released: PublicProgramme) -> dict[str, str]:
    """The topic of each poster's abstract by the abstract's code; one statement. Which topic an
    abstract has is no secret, unlike its title and text before their day (A14)."""
    codes = sorted({slot.abstract_code for _, slots in released.posters for slot in slots} - {""})
    if not codes:
        return {}
    rows = await Abstract.select(Abstract.code, Abstract.topic.title.as_alias("topic")).where(
        Abstract.code.is_in(codes)
    )
    return {row["code"]: row["topic"] for row in rows if row["topic"]}


@dataclass(frozen=True, slots=True)
class ReleaseStep:
    """One release beside the one before it, if there was one."""

    by_name: str
    after: ReleasedProgramme
    before: ReleasedProgramme | None


async def release_step(meeting: UUID, number: int) -> ReleaseStep | None:
    """A release as it went out, with the one before; None if there is none; one statement."""
    if number > LARGEST_NUMBER:
        return None
    rows = (
        await Release.select(Release.number, Release.by_name, Release.snapshot)
        .where(Release.meeting == meeting, Release.number.is_in([number, number - 1]))
        .order_by(Release.number, ascending=False)
    )
    if not rows or rows[0]["number"] != number:
        return None
    after, *before = [msgspec.json.decode(r["snapshot"], type=ReleasedProgramme) for r in rows]
    return ReleaseStep(rows[0]["by_name"], after, before[0] if before else None)


async def parts_of_people(meeting: UUID) -> dict[UUID, frozenset[Part]]:
    """What each person does in the draft, cancelled items aside: for ribbons. One statement."""
    rows = await Participation.select(
        Participation.person,
        Participation.part,
        Participation.session.status.as_alias("session_status"),
        Participation.slot.status.as_alias("slot_status"),
    ).where(Participation.session.meeting == meeting)
    parts: dict[UUID, set[Part]] = {}
    for row in rows:
        if ItemStatus.CANCELLED not in (row["session_status"], row["slot_status"]):
            parts.setdefault(row["person"], set()).add(Part(row["part"]))
    return {person: frozenset(held) for person, held in parts.items()}


async def place_of_abstract(abstract: UUID) -> str:
    """The title of the session in which an abstract has its talk or poster; "" for none."""
    row = (
        await Slot.select(Slot.session.title.as_alias("title"))
        .where(
            Slot.abstract == abstract,
            Slot.status != ItemStatus.CANCELLED.value,
            Slot.session.status != ItemStatus.CANCELLED.value,
        )
        .first()
    )
    return str(row["title"]) if row else ""


@dataclass(frozen=True, slots=True)
class SessionChange:
    """One entry of a session's trail: who did what, when; `fields` are (name, before, after)."""

    verb: str
    by_name: str
    at: datetime
    reason: str
    version: int
    fields: tuple[tuple[str, str, str], ...]


async def session_changes(meeting: UUID, code: str, *, after: int = 0) -> list[SessionChange]:
    """What was done to a session since version `after`, newest first; one statement."""
    rows = (
        await AuditEntry.select(
            AuditEntry.verb,
            AuditEntry.actor_name,
            AuditEntry.at,
            AuditEntry.reason,
            AuditEntry.changes,
        )
        .where(
            AuditEntry.meeting == meeting,
            AuditEntry.subject_kind == "session",
            AuditEntry.subject == code,
        )
        .order_by(AuditEntry.at, ascending=False)
    )
    changes = [_change(row) for row in rows]
    return sorted((c for c in changes if c.version > after), key=lambda c: -c.version)


def _change(row: dict[str, Any]) -> SessionChange:
    fields: dict[str, Any] = json.loads(row["changes"])
    version = fields.pop("version", [0, 0])[1]
    told = tuple((name, *_pair(value)) for name, value in fields.items())
    verb = verb_in_words(row["verb"])
    return SessionChange(verb, row["actor_name"], row["at"], row["reason"], version, told)


def _pair(value: Any) -> tuple[str, str]:
    if isinstance(value, list) and len(value) == 2:
        return str(value[0]), str(value[1])
    return "", str(value)
