"""A programme file that was read but not applied: what a person looks at before saying yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from conference.web import formats
from schedule.exchange.comparing import ImportStep, StepKind
from schedule.exchange.incoming import ProgrammeFile
from schedule.exchange.model import Note
from schedule.rules.changes import DraftStep
from schedule.rules.conflicts import Conflict
from schedule.rules.trail import changes_in_words

SHOWN = 20
LONGEST = 90


@dataclass(frozen=True, slots=True)
class ProgrammeProposal:
    """What applying a file would do; `meeting` is None when the file makes one, called `slug`."""

    id: UUID
    meeting: UUID | None
    slug: str
    file_name: str
    file: ProgrammeFile
    steps: tuple[ImportStep, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[Note, ...]

    def of_kind(self, kind: StepKind) -> list[ImportStep]:
        """The sessions to which the file does one thing."""
        return [step for step in self.steps if step.kind is kind]

    def in_words(self, step: ImportStep) -> list[tuple[str, str, str]]:
        """(what, before, after) of a changed session, each short enough for a line."""
        if step.existing is None or step.after is None:
            return []
        changes = changes_in_words(DraftStep(step.existing, step.after), ZoneInfo(self.file.zone))
        return [(name, _short(pair[0]), _short(pair[1])) for name, pair in changes.items()]

    def placed(self, step: ImportStep) -> str:
        """When and where a new session would be, so that a misread day is seen in time."""
        session, zone = step.after, self.file.zone
        if session is None:
            return ""
        at, end = session.starts_at, session.ends_at
        when = (
            f"{formats.local_day(at, zone)}, {formats.hours(at, end, zone)}" if at and end else ""
        )
        items = _some(len(session.slots), "item") if session.slots else ""
        return ", ".join(part for part in (when or "no time", session.room_name, items) if part)

    @property
    def what_it_is(self) -> str:
        """ "31C3: 138 events, 4 days, 4 rooms, 198 people. Times in Europe/Berlin."."""
        file, frame = self.file, self.file.frame
        title = f"{frame.title}: " if frame else ""
        days = f"{_some(len(frame.days), 'day')}, " if frame else ""
        rooms = _some(len(frame.rooms if frame else file.rooms), "room")
        people = "1 person" if file.people_count == 1 else f"{file.people_count} people"
        events = _some(file.events, "event")
        return f"{title}{events}, {days}{rooms}, {people}; times in {file.zone}"

    @property
    def summary(self) -> str:
        """Counts in words: "138 new, 0 changed, 0 unchanged, 0 missing from the file"."""
        counts = (f"{len(self.of_kind(kind))} {kind.value}" for kind in StepKind)
        return f"{', '.join(counts)} from the file"


def _some(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def programme_preview_text(proposal: ProgrammeProposal) -> str:
    """The preview as the command prints it."""
    return "\n".join(_lines(proposal))


def _lines(proposal: ProgrammeProposal) -> Iterator[str]:
    frame = proposal.file.frame
    span = f", {formats.days_span(frame.starts_on, frame.ends_on)}" if frame else ""
    yield f"{proposal.file_name}{span}"
    hour = f"; a programme day begins at {frame.day_change_hour:02d}:00" if frame else ""
    yield f"  {proposal.what_it_is}{hour}"
    if proposal.meeting is None:
        yield f"  makes a new meeting at /{proposal.slug}"
    yield f"  {proposal.summary}"
    yield from _listed("New", [_new_line(proposal, e) for e in proposal.of_kind(StepKind.NEW)])
    yield from _steps(proposal, StepKind.CHANGED, "Changed")
    yield from _steps(proposal, StepKind.MISSING, "Not in the file, left as they are")
    yield from _listed("Conflicts it brings", [each.sentence for each in proposal.conflicts])
    yield from _listed("Not understood, or mended", [str(note) for note in proposal.notes])


def _new_line(proposal: ProgrammeProposal, step: ImportStep) -> str:
    return f"“{step.title}”: {proposal.placed(step)}"


def _steps(proposal: ProgrammeProposal, kind: StepKind, heading: str) -> Iterator[str]:
    lines = [
        f"{step.code} “{step.title}”{': ' + ', '.join(step.what) if step.what else ''}"
        for step in proposal.of_kind(kind)
    ]
    yield from _listed(heading, lines)


def _listed(heading: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    yield f"{heading} ({len(lines)}):"
    yield from (f"  - {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"  … and {len(lines) - SHOWN} more"
