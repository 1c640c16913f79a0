"""What the release pages show: letters by group with a real one of each, files, dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.web import formats
from schedule.actions.release_writing import letters_to
from schedule.queries.release_readers import Reader, Readers
from schedule.releasing.files import RELEASE_FILES, ReleaseRenderer
from schedule.rules.conflicts import Conflict
from schedule.rules.listing import programme_day
from schedule.rules.notices import Group
from schedule.rules.preparing import Prepared
from schedule.rules.released import ReleasedProgramme, ReleasedSession

SHOWN_NAMES = 12


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """How many of a group get a letter, the first of them by name, and one letter as it is sent."""

    label: str
    count: int
    names: tuple[str, ...]
    sample: Letter


def letter_groups(
    readers: Readers, new: Prepared, meeting: UUID, base_url: str
) -> list[LetterGroup]:
    """The groups that get letters; nobody is in two."""
    found = []
    for group in Group:
        members = readers.of(group)
        if members:
            [sample] = letters_to(Readers((members[0],)), new, meeting, base_url)
            found.append(LetterGroup(group.label, len(members), _names(members), sample))
    return found


def _names(members: Sequence[Reader]) -> tuple[str, ...]:
    return tuple(each.name for each in members[:SHOWN_NAMES])


@dataclass(frozen=True, slots=True)
class FileLink:
    """One file of a release: what follows the release's number in its address, and its word."""

    suffix: str
    word: str


_WORDS = {
    "ics": "Calendar",
    "xml": "XML",
    "json": "JSON",
    "pdf": "PDF",
    "csv": "CSV",
    "xlsx": "XLSX",
    "xcal": "xCal",
}


def file_links() -> list[FileLink]:
    """The files that every release has."""
    return [FileLink(suffix_of(each), _word(suffix_of(each))) for each in RELEASE_FILES]


def suffix_of(renderer: ReleaseRenderer) -> str:
    """ ".ics" of programme.ics: what an old release's number is followed by."""
    return renderer.name.removeprefix("programme")


def _word(suffix: str) -> str:
    ending = suffix.lstrip(".")
    return _WORDS.get(ending, ending)


def days_of(meeting: MeetingInfo, programme: ReleasedProgramme) -> list[tuple[str, str]]:
    """(value, words) of the days that a session may move to."""
    span = (meeting.ends_on - meeting.starts_on).days
    days = {meeting.starts_on + timedelta(days=more) for more in range(span + 1)}
    zone = programme.meeting.tz
    days |= {each.starts_at.astimezone(zone).date() for each in programme.sessions}
    return [_option(day) for day in sorted(days)]


def _option(day: date) -> tuple[str, str]:
    return day.isoformat(), formats.day(day)


def links_of(conflict: Conflict, base: str) -> list[tuple[str, str]]:
    """(address, code) of the sessions that a conflict is about."""
    codes = dict.fromkeys(
        each.session_code or each.code for each in (conflict.first, conflict.second)
    )
    return [(f"{base}/programme/sessions/{code}", code) for code in codes]


def by_day(
    programme: ReleasedProgramme, sessions: Iterable[ReleasedSession] | None = None
) -> list[tuple[date, list[ReleasedSession]]]:
    """Sessions by the day of the programme on which they start, in order."""
    chosen = programme.sessions if sessions is None else sessions
    found: dict[date, list[ReleasedSession]] = {}
    for session in chosen:
        found.setdefault(programme_day(session.starts_at, programme), []).append(session)
    return sorted(found.items())
