"""A release before it is written: what the public will see, what changes, what stays hidden."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from schedule.rules.contents import public_rooms, public_sessions
from schedule.rules.differences import ProgrammeDiff, diff_releases
from schedule.rules.embargo import under_embargo
from schedule.rules.programme import Programme
from schedule.rules.release import ReleaseFacts, stamped
from schedule.rules.released import ReleasedProgramme, ReleasedRoom, ReleasedSession


@dataclass(frozen=True, slots=True)
class Prepared:
    """The next release; `titles` are those it hides, by slot code (A14)."""

    previous: ReleasedProgramme | None
    made: ReleasedProgramme
    diff: ProgrammeDiff
    titles: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Names exactly these contents: what was previewed and nothing else is released."""
        steps = [(step.after and _timeless(step.after)) for step in self.diff.steps]
        written = msgspec.json.encode(steps)
        return hashlib.blake2b(written, digest_size=12).hexdigest()


def prepared(
    sessions: Iterable[ReleasedSession],
    rooms: tuple[ReleasedRoom, ...],
    previous: ReleasedProgramme | None,
    facts: ReleaseFacts,
    titles_from: datetime | None,
) -> Prepared:
    """The release with these contents, whose titles are all told: those under embargo are taken
    out before anything else looks at them (S06, A14)."""
    whole = ReleasedProgramme(
        facts.meeting, facts.number, facts.name, facts.at, tuple(sessions), rooms, facts.comment
    )
    shown = under_embargo(whole, titles_from, facts.at)
    made = stamped(shown.programme.sessions, rooms, previous, facts)
    return Prepared(previous, made, diff_releases(previous, made), shown.titles)


def prepared_from_draft(
    draft: Programme,
    previous: ReleasedProgramme | None,
    facts: ReleaseFacts,
    titles_from: datetime | None,
) -> Prepared:
    """The release of a whole draft."""
    sessions = public_sessions(draft, previous)
    return prepared(sessions, public_rooms(draft), previous, facts, titles_from)


def _timeless(session: ReleasedSession) -> ReleasedSession:
    blank = {"changed_at": None, "moved_at": None}
    slots = tuple(msgspec.structs.replace(slot, **blank) for slot in session.slots)
    return msgspec.structs.replace(session, slots=slots, **blank)
