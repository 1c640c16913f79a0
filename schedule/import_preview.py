"""A programme file that was read but not applied: what a person looks at before saying yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from conference.web import formats
from schedule.exchange.comparing import ImportStep, StepKind
from schedule.exchange.model import ExchangeFrame, Note
from schedule.rules.conflicts import Conflict

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ProgrammeProposal:
    """What applying a file would do; `meeting` is None when the file makes one, called `slug`."""

    id: UUID
    meeting: UUID | None
    slug: str
    file_name: str
    frame: ExchangeFrame
    events: int
    people: int
    steps: tuple[ImportStep, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[Note, ...]

    def of_kind(self, kind: StepKind) -> list[ImportStep]:
        """The sessions to which the file does one thing."""
        return [step for step in self.steps if step.kind is kind]

    @property
    def summary(self) -> str:
        """Counts in words: "138 new, 0 changed, 0 unchanged, 0 missing from the file"."""
        counts = (f"{len(self.of_kind(kind))} {kind.value}" for kind in StepKind)
        return f"{', '.join(counts)} from the file"


def programme_preview_text(proposal: ProgrammeProposal) -> str:
    """The preview as the command prints it."""
    return "\n".join(_lines(proposal))


def _lines(proposal: ProgrammeProposal) -> Iterator[str]:
    frame = proposal.frame
    span = formats.days_span(frame.starts_on, frame.ends_on)
    yield f"{proposal.file_name}: {frame.title} ({frame.acronym}), {span}"
    yield (
        f"  {proposal.events} events, {len(frame.days)} days, {len(frame.rooms)} rooms, "
        f"{proposal.people} people; times in {frame.zone}; "
        f"a programme day begins at {frame.day_change_hour:02d}:00"
    )
    if proposal.meeting is None:
        yield f"  makes a new meeting at /{proposal.slug}"
    yield f"  {proposal.summary}"
    yield from _steps(proposal, StepKind.CHANGED, "Changed")
    yield from _steps(proposal, StepKind.MISSING, "Not in the file, left as they are")
    yield from _listed("Conflicts it brings", [each.sentence for each in proposal.conflicts])
    yield from _listed("Not understood, or mended", [str(note) for note in proposal.notes])


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
