"""What the programme tells the abstract book: sessions, places, boards, codes of one state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from abstracts.book.numberable import numberable_abstracts
from abstracts.programme_places import NO_PROGRAMME, BookPlace, BookSession, ProgrammeState
from schedule.numbering.boards import Poster, Window, windows_of
from schedule.numbering.queries import plan_of, programme_codes
from schedule.numbering.rules import WindowRule
from schedule.queries.draft import draft_programme, released_meeting
from schedule.queries.releases import current_release
from schedule.rules.release import ReleaseFacts, make_release
from schedule.rules.released import ReleasedProgramme, ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import ItemStatus, SlotKind

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def state_of_programme(meeting: UUID, may_be_draft: bool) -> ProgrammeState:
    """The newest release, else the draft if it may be one: as the book needs it."""
    release = await current_release(meeting)
    codes = await programme_codes(meeting)
    if release is not None:
        state = replace(_state(release.programme), codes=codes)
        programme = release.programme
    elif may_be_draft:
        facts = ReleaseFacts(await released_meeting(meeting), 0, "", LONG_AGO)
        programme = make_release(await draft_programme(meeting), None, facts)
        state = replace(_state(programme), release=0, released_at=None, codes=codes)
    else:
        return replace(NO_PROGRAMME, codes=codes)
    return await _with_windows(meeting, programme, state)


def _state(programme: ReleasedProgramme) -> ProgrammeState:
    sessions = []
    places: dict[str, BookPlace] = {}
    for session in programme.sessions:
        if session.is_cancelled or not any(slot.abstract_code for slot in session.slots):
            continue
        sessions.append(_session(session))
        for position, slot in enumerate(session.slots):
            if slot.abstract_code and not _is_worse(places.get(slot.abstract_code), slot):
                places[slot.abstract_code] = _place(session, slot, position)
    return ProgrammeState(
        programme.number, programme.name, programme.released_at, tuple(sessions), places
    )


def _is_worse(known: BookPlace | None, slot: ReleasedSlot) -> bool:
    """A talk that is also a poster stands in the book as a talk; what takes place wins."""
    if known is None or known.is_cancelled:
        return False
    return slot.status is ItemStatus.CANCELLED or slot.kind is SlotKind.POSTER


def _session(session: ReleasedSession) -> BookSession:
    return BookSession(
        code=session.code,
        title=session.title,
        kind=session.kind_label,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room,
    )


def _place(session: ReleasedSession, slot: ReleasedSlot, position: int) -> BookPlace:
    is_poster = slot.kind is SlotKind.POSTER
    return BookPlace(
        session=session.code,
        position=position,
        starts_at=session.starts_at if is_poster else slot.starts_at,
        ends_at=session.ends_at if is_poster else slot.ends_at,
        is_poster=is_poster,
        board=slot.board,
        is_cancelled=slot.status is ItemStatus.CANCELLED,
    )


async def _with_windows(
    meeting: UUID, programme: ReleasedProgramme, state: ProgrammeState
) -> ProgrammeState:
    """Each poster's time is that of its window (B02)."""
    rule = (await plan_of(meeting)).plan.window
    topics: dict[str, int] = {}
    if rule is WindowRule.TOPIC:
        topics = {each.code: each.topic for each in await numberable_abstracts(meeting)}
    windows = released_windows(rule, programme, topics)
    places = {
        reference: replace(place, starts_at=window.starts_at, ends_at=window.ends_at)
        if (window := windows.get(reference)) and place.is_poster
        else place
        for reference, place in state.places.items()
    }
    return replace(state, places=places)


def released_windows(
    rule: WindowRule, programme: ReleasedProgramme, topics: dict[str, int]
) -> dict[str, Window]:
    """The window of each released poster that came from an abstract, by reference."""
    posters = [
        Poster(
            slot=slot.id,
            session=session.id,
            session_number=0,
            title=slot.title,
            reference=slot.abstract_code,
            board=slot.board,
            topic=topics.get(slot.abstract_code, 0),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )
        for session in programme.sessions
        for slot in session.slots
        if slot.kind is SlotKind.POSTER and slot.abstract_code
    ]
    windows = windows_of(rule, posters)
    return {each.reference: windows[each.slot] for each in posters}
