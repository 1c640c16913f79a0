"""The embargo of titles (A14): until its instant a release does not hold them at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from conference.web import formats
from schedule.rules.released import ReleasedProgramme, ReleasedSession, ReleasedSlot


@dataclass(frozen=True, slots=True)
class Embargoed:
    """A programme that may be shown, and the titles that were taken out of it, by slot code."""

    programme: ReleasedProgramme
    titles: Mapping[str, str] = field(default_factory=dict)


def under_embargo(
    programme: ReleasedProgramme, titles_from: datetime | None, at: datetime
) -> Embargoed:
    """Before `titles_from` the title of every abstract gives way to a sentence that says when
    (A14); whatever is made of the programme can then leak none."""
    if titles_from is None or at >= titles_from:
        return Embargoed(programme)
    instead = embargo_words(titles_from, programme.meeting.zone)
    hidden = {
        slot.code: slot.title
        for _, slot in programme.items()
        if slot is not None and slot.abstract_code and slot.title != instead
    }
    return Embargoed(with_titles(programme, dict.fromkeys(hidden, instead)), hidden)


def with_titles(programme: ReleasedProgramme, titles: Mapping[str, str]) -> ReleasedProgramme:
    """The programme with these titles, by slot code."""
    if not titles:
        return programme
    sessions = tuple(_titled(session, titles) for session in programme.sessions)
    return msgspec.structs.replace(programme, sessions=sessions)


def embargo_words(titles_from: datetime, zone: str) -> str:
    """What stands in the place of a title."""
    return f"Title under embargo until {formats.instant(titles_from, zone)}"


def _titled(session: ReleasedSession, titles: Mapping[str, str]) -> ReleasedSession:
    if not any(slot.code in titles for slot in session.slots):
        return session
    slots = tuple(_slot_titled(slot, titles) for slot in session.slots)
    return msgspec.structs.replace(session, slots=slots)


def _slot_titled(slot: ReleasedSlot, titles: Mapping[str, str]) -> ReleasedSlot:
    title = titles.get(slot.code)
    return slot if title is None else msgspec.structs.replace(slot, title=title)
