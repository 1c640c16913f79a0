"""What numbering reads: the plan, and every accepted abstract with its place, code and board."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from abstracts.book.numberable import Numberable, numberable_abstracts
from abstracts.vocabulary import Decision
from schedule.numbering.boards import Apart, Poster, Window, far_apart, windows_of
from schedule.numbering.patterns import KIND_LETTERS, OTHER_KIND, Facts
from schedule.numbering.rules import Numbered, Plan, WindowRule
from schedule.queries.draft import draft_programme
from schedule.rules.programme import PlannedSession, PlannedSlot, Programme
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind
from schedule.tables import NumberingPlan, ProgrammeNumber

MANY = 5000


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """The meeting's plan, and since when its codes are frozen."""

    plan: Plan
    frozen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Numbering:
    """All that a proposal is made of: abstracts, posters, and codes that were ever given."""

    stored: StoredPlan
    items: list[Numbered]
    posters: list[Poster]
    taken: dict[str, UUID] = field(default_factory=dict)

    @property
    def windows(self) -> dict[UUID, Window]:
        """When the presenter of each slot stands at the board (B02)."""
        return windows_of(self.stored.plan.window, self.posters)

    @property
    def apart(self) -> list[Apart]:
        """Presenters with two posters at the same hour that are not side by side (B03)."""
        return far_apart(self.stored.plan.window, self.posters)


async def plan_of(meeting: UUID) -> StoredPlan:
    """The meeting's plan; the defaults where it has none; one statement."""
    row = await NumberingPlan.select().where(NumberingPlan.meeting == meeting).first()
    if row is None:
        return StoredPlan(Plan())
    plan = Plan(
        talk_pattern=row["talk_pattern"],
        poster_pattern=row["poster_pattern"],
        late_pattern=row["late_pattern"],
        board_pattern=row["board_pattern"],
        window=WindowRule(row["window"]),
        is_frozen=row["frozen_at"] is not None,
    )
    return StoredPlan(plan, row["frozen_at"])


async def numbering_of(meeting: UUID) -> Numbering:
    """Ten statements, however many abstracts. Raises NoSuchMeeting."""
    draft = await draft_programme(meeting)
    return await numbering_in(meeting, draft)


async def numbering_in(meeting: UUID, draft: Programme) -> Numbering:
    """The same over a draft that is held already."""
    abstracts = await numberable_abstracts(meeting)
    rows = await ProgrammeNumber.select(
        ProgrammeNumber.code, ProgrammeNumber.abstract, ProgrammeNumber.is_current
    ).where(ProgrammeNumber.meeting == meeting)
    codes = {row["abstract"]: row["code"] for row in rows if row["is_current"]}
    taken = {row["code"]: row["abstract"] for row in rows}
    places = _Places(draft)
    items = [_numbered(each, places, codes.get(each.id, "")) for each in abstracts]
    known = {each.id: each for each in abstracts}
    posters = [
        _poster(slot, session, places, known.get(slot.abstract) if slot.abstract else None, codes)
        for session, slot in places.slots
        if slot.kind is SlotKind.POSTER
    ]
    return Numbering(await plan_of(meeting), items, posters, taken)


async def programme_codes(meeting: UUID) -> dict[str, str]:
    """Programme code by reference, once codes are frozen; empty before. Two statements."""
    stored = await plan_of(meeting)
    if stored.frozen_at is None:
        return {}
    rows = await ProgrammeNumber.select(
        ProgrammeNumber.code, ProgrammeNumber.abstract.code.as_alias("reference")
    ).where(ProgrammeNumber.meeting == meeting, ProgrammeNumber.is_current.eq(True))
    return {row["reference"]: row["code"] for row in rows}


async def programme_code_of(abstracts: Collection[UUID]) -> dict[UUID, str]:
    """The frozen programme code of each of these abstracts that has one; two statements at most."""
    wanted = list(abstracts)
    found: dict[UUID, str] = {}
    for start in range(0, len(wanted), MANY):
        rows = await ProgrammeNumber.select(
            ProgrammeNumber.code, ProgrammeNumber.abstract, ProgrammeNumber.meeting
        ).where(
            ProgrammeNumber.abstract.is_in(wanted[start : start + MANY]),
            ProgrammeNumber.is_current.eq(True),
        )
        if rows:
            frozen = await _frozen({row["meeting"] for row in rows})
            found |= {row["abstract"]: row["code"] for row in rows if row["meeting"] in frozen}
    return found


async def _frozen(meetings: Collection[UUID]) -> frozenset[UUID]:
    rows = await NumberingPlan.select(NumberingPlan.meeting).where(
        NumberingPlan.meeting.is_in(list(meetings)), NumberingPlan.frozen_at.is_not_null()
    )
    return frozenset(row["meeting"] for row in rows)


class _Places:
    """Where abstracts stand in a draft, and how its sessions count."""

    def __init__(self, draft: Programme) -> None:
        live = [each for each in draft.sessions if each.status is not ItemStatus.CANCELLED]
        self.numbers = _session_numbers(live)
        self.tracks = _track_letters(live)
        self.slots = [
            (session, slot)
            for session in live
            for slot in session.slots
            if slot.status is not ItemStatus.CANCELLED
        ]
        self._found: dict[UUID, list[tuple[PlannedSession, PlannedSlot]]] = defaultdict(list)
        for session, slot in self.slots:
            if slot.abstract:
                self._found[slot.abstract].append((session, slot))

    def of(self, abstract: Numberable) -> tuple[PlannedSession, PlannedSlot] | None:
        """Its slot; of a talk that is also a poster, the one that its decision means."""
        found = self._found.get(abstract.id, [])
        wants_poster = abstract.decision is Decision.POSTER
        fitting = [each for each in found if (each[1].kind is SlotKind.POSTER) == wants_poster]
        return next(iter(fitting or found), None)

    def facts(self, session: PlannedSession | None, topic: int) -> Facts:
        """What a pattern can say of a session and a topic."""
        if session is None:
            return Facts(topic=topic)
        kind = KIND_LETTERS.get(session.kind, OTHER_KIND)
        track = self.tracks.get(session.track, "")
        return Facts(kind, track, self.numbers[session.id], topic)


def _session_numbers(sessions: Collection[PlannedSession]) -> dict[UUID, int]:
    """Counts the sessions of each kind's letters by time, from 1."""
    counts: dict[str, int] = defaultdict(int)
    numbers: dict[UUID, int] = {}
    for session in sessions:  # the draft is in the order of time
        letters = KIND_LETTERS.get(session.kind, OTHER_KIND)
        counts[letters] += 1
        numbers[session.id] = counts[letters]
    return numbers


def _track_letters(sessions: Collection[PlannedSession]) -> dict[str, str]:
    """A letter per track, A to Z by name; beyond Z its number."""
    names = sorted({each.track for each in sessions if each.track})
    return {name: chr(65 + n) if n < 26 else str(n + 1) for n, name in enumerate(names)}


def _numbered(abstract: Numberable, places: _Places, code: str) -> Numbered:
    place = places.of(abstract)
    session, slot = place if place else (None, None)
    is_poster = slot.kind is SlotKind.POSTER if slot else abstract.decision is Decision.POSTER
    return Numbered(
        abstract=abstract.id,
        reference=abstract.code,
        title=abstract.title,
        presenter_name=abstract.presenter_name,
        given_name=abstract.first_given_name,
        family_name=abstract.first_family_name,
        code=code,
        is_gone=abstract.is_gone,
        is_late=abstract.is_late,
        is_poster=is_poster,
        session=session.code if session else "",
        position=_position(session, slot),
        facts=places.facts(session, abstract.topic),
    )


def _position(session: PlannedSession | None, slot: PlannedSlot | None) -> int:
    """Which talk of the session it is."""
    if session is None or slot is None:
        return 0
    return [each.id for each in session.slots].index(slot.id)


def _poster(
    slot: PlannedSlot,
    session: PlannedSession,
    places: _Places,
    abstract: Numberable | None,
    codes: dict[UUID, str],
) -> Poster:
    presenter: Any = next((one for one in slot.people if one.part is not Part.CHAIR), None)
    return Poster(
        slot=slot.id,
        session=session.id,
        session_number=places.numbers[session.id],
        title=slot.title,
        reference=slot.abstract_code,
        code=codes.get(abstract.id, "") if abstract else "",
        board=slot.board,
        topic=abstract.topic if abstract else 0,
        given_name=abstract.first_given_name if abstract else "",
        family_name=abstract.first_family_name if abstract else slot.title,
        presenter=abstract.presenter if abstract else presenter and presenter.person,
        presenter_name=abstract.presenter_name if abstract else presenter.name if presenter else "",
        is_late=abstract.is_late if abstract else False,
        is_gone=abstract.is_gone if abstract else False,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        session_code=session.code,
        session_title=session.title,
        abstract=slot.abstract,
        room=session.room_name,
    )
