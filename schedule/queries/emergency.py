"""One change to the newest release, before it is made: whom and what it concerns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from schedule.conflicts.queries import acknowledged
from schedule.errors import NoSuchSession
from schedule.queries.described import constraints_of
from schedule.queries.draft import draft_programme
from schedule.queries.release_files import hidden_titles
from schedule.queries.release_preview import Naming, embargo_of, next_facts
from schedule.queries.release_readers import Readers, readers_of, starred_by
from schedule.queries.release_texts import known_abstracts
from schedule.queries.releases import newest_release
from schedule.releasing.errors import NothingReleased, NotPossible
from schedule.rules.conflicts import Conflict, find_conflicts, new_conflicts, open_blocking
from schedule.rules.embargo import with_titles
from schedule.rules.emergency import (
    EmergencyChange,
    partial_contents,
    with_change,
    words_of,
)
from schedule.rules.preparing import Prepared, prepared
from schedule.rules.programme import PlannedSession, Programme
from schedule.rules.released import ReleasedProgramme, ReleasedSession
from schedule.rules.restoring import ReadBack, read_back, restored


@dataclass(frozen=True, slots=True)
class PublicState:
    """The newest release as a draft would hold it, beside the draft itself."""

    id: UUID
    release: ReleasedProgramme
    programme: Programme
    draft: Programme
    known: ReadBack

    def session(self, code: str) -> PlannedSession:
        """One session of the release. Raises NoSuchSession."""
        return find_planned(self.programme, code)

    def released(self, code: str) -> ReleasedSession:
        """The same as the public sees it. Raises NoSuchSession."""
        found = next((each for each in self.release.sessions if each.code == code), None)
        if found is None:
            raise NoSuchSession(code)
        return found


@dataclass(frozen=True, slots=True)
class EmergencyPreview:
    """What the change would do: `open` conflicts need a reason; `starred` is how many starred the
    session, `capacity` the places of its room after the change."""

    change: EmergencyChange
    state: PublicState
    before: ReleasedSession
    after: PlannedSession
    prepared: Prepared
    appeared: tuple[Conflict, ...]
    open: tuple[Conflict, ...]
    readers: Readers
    starred: int
    capacity: int | None

    @property
    def is_too_small(self) -> bool:
        """Whether more people starred it than the room holds (S08)."""
        return self.capacity is not None and self.starred > self.capacity


async def public_state(meeting: UUID) -> PublicState:
    """The newest release read back. Raises NothingReleased."""
    newest = await newest_release(meeting)
    if newest is None:
        raise NothingReleased
    draft = await draft_programme(meeting)
    known = ReadBack(await known_abstracts(meeting), await hidden_titles(newest.id))
    programme = restored(draft, newest.programme, known)
    constraints = await constraints_of(meeting, programme)
    return PublicState(
        id=newest.id,
        release=newest.programme,
        programme=replace(programme, constraints=constraints),
        draft=draft,
        known=known,
    )


async def emergency_preview(
    meeting: UUID, state: PublicState, change: EmergencyChange, naming: Naming, now: datetime
) -> EmergencyPreview:
    """What the change would do to the public programme. Raises NoSuchSession, NotPossible."""
    before = state.released(change.code)
    after = with_change(read_back(state.programme, before, state.known), change)
    new = await _prepare(meeting, state, change, after, naming, now)
    if new.diff.is_empty:
        raise NotPossible("kind", "That is how it is already: nothing would change.")
    appeared = _appeared(state.programme, after)
    codes = {before.code, *(slot.code for slot in before.slots)}
    return EmergencyPreview(
        change=change,
        state=state,
        before=before,
        after=after,
        prepared=new,
        appeared=appeared,
        open=tuple(open_blocking(appeared, await acknowledged(meeting))),
        readers=await readers_of(meeting, new.diff, new.made),
        starred=len(await starred_by(meeting, codes)),
        capacity=_capacity(state.programme, after),
    )


async def _prepare(
    meeting: UUID,
    state: PublicState,
    change: EmergencyChange,
    after: PlannedSession,
    naming: Naming,
    now: datetime,
) -> Prepared:
    name = naming.name.strip() or words_of(change, after)
    whole = with_titles(state.release, state.known.titles)
    facts = await next_facts(meeting, state.release, Naming(name, naming.comment), now)
    facts = replace(facts, meeting=state.release.meeting)
    sessions, rooms = partial_contents(whole, after)
    return prepared(sessions, rooms, state.release, facts, await embargo_of(meeting))


def _appeared(programme: Programme, after: PlannedSession) -> tuple[Conflict, ...]:
    """The conflicts that the change brings into the public programme (S01)."""
    sessions = tuple(after if each.code == after.code else each for each in programme.sessions)
    changed = find_conflicts(replace(programme, sessions=sessions))
    return tuple(new_conflicts(find_conflicts(programme), changed))


def _capacity(programme: Programme, after: PlannedSession) -> int | None:
    return next((room.capacity for room in programme.rooms if room.id == after.room), None)


def find_planned(programme: Programme, code: str) -> PlannedSession:
    """A session of a draft. Raises NoSuchSession."""
    found = next((each for each in programme.sessions if each.code == code), None)
    if found is None:
        raise NoSuchSession(code)
    return found
