"""Releasing the programme: an immutable snapshot, its bytes, and letters to those it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.orm import Action, Actor, action
from conference.people import queries as people
from conference.settings import Settings
from conference.web.conditional import etag_of
from schedule import ical
from schedule.actions.editing import hold_draft
from schedule.exchange import write_json, write_xml
from schedule.exchange.model import ExchangeFrame
from schedule.exchange.publishing import exchange_of
from schedule.feeds import programme_ics
from schedule.queries.draft import released_meeting
from schedule.queries.imports import imported_frame
from schedule.queries.releases import CurrentRelease, forget_release, newest_snapshot
from schedule.rules.conflicts import find_conflicts
from schedule.rules.differences import ProgrammeDiff, diff_releases
from schedule.rules.notices import notices_of
from schedule.rules.release import ReleaseFacts, make_release
from schedule.rules.released import ReleasedProgramme
from schedule.tables import Release, ReleaseFile

GENERATOR = "Plenary"
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class ReleaseOutcome:
    """What came of releasing; `number` is None when there was nothing to release."""

    number: int | None
    name: str
    diff: ProgrammeDiff
    letters: int = 0
    conflicts: int = 0

    def __str__(self) -> str:
        if self.number is None:
            return "Nothing to release: the draft is as it was released last."
        words = [f"Released {self.name} (release {self.number}): {self.diff.summary()}."]
        if self.letters:
            words.append(f"{self.letters} {'letters' if self.letters > 1 else 'letter'} queued.")
        if self.conflicts:
            clashes = "conflicts" if self.conflicts > 1 else "conflict"
            words.append(f"{self.conflicts} {clashes} left in it.")
        return " ".join(words)


async def release_schedule(
    *,
    meeting: UUID,
    name: str,
    comment: str,
    by: Actor,
    now: datetime,
    settings: Settings,
    forced: bool = False,
) -> ReleaseOutcome:
    """Releases the draft (S06): snapshot, bytes and letters in one transaction.

    With nothing changed since the last release nothing happens, unless `forced`. Raises
    NoSuchMeeting.
    """
    async with action("release_schedule", by=by, now=now, meeting=meeting) as act:
        draft, previous = await hold_draft(meeting), await newest_snapshot(meeting)
        number = previous.number + 1 if previous else 1
        title = (name.strip() or f"Version {number}")[:NAME_LENGTH]
        facts = ReleaseFacts(await released_meeting(meeting), number, title, now, comment.strip())
        made = make_release(draft, previous, facts)
        diff = diff_releases(previous, made)
        if diff.is_empty and not forced:
            return ReleaseOutcome(None, title, diff)
        await _write(act, meeting, made, await imported_frame(meeting), settings)
        letters = await _tell(act, meeting, diff, made, settings) if previous else 0
        act.note("release", number, name=title, changes=diff.summary(), letters=letters)
    forget_release(meeting)
    return ReleaseOutcome(number, title, diff, letters, len(find_conflicts(draft)))


async def _write(
    act: Action,
    meeting: UUID,
    made: ReleasedProgramme,
    frame: ExchangeFrame | None,
    settings: Settings,
) -> None:
    row = Release(
        id=uuid4(),
        created_at=act.now,
        meeting=meeting,
        number=made.number,
        name=made.name,
        comment=made.comment,
        by_name=act.by.name,
        released_at=made.released_at,
        snapshot=msgspec.json.encode(made).decode(),
    )
    await Release.insert(row)
    await ReleaseFile.insert(
        *(
            ReleaseFile(
                created_at=act.now,
                release=row.id,
                name=name,
                media_type=media_type,
                etag=etag_of(body),
                body=body,
            )
            for name, media_type, body in _files(row.id, made, frame, settings.base_url)
        )
    )


def _files(
    release: UUID, made: ReleasedProgramme, frame: ExchangeFrame | None, base_url: str
) -> list[tuple[str, str, bytes]]:
    """(name, media type, bytes) of every file of a release."""
    exchange = exchange_of(made, frame, base_url)
    calendar = programme_ics(CurrentRelease(release, made, []), ical.CalendarSite(base_url))
    return [
        ("programme.ics", ical.MEDIA_TYPE, calendar),
        ("programme.xml", "application/xml", write_xml(exchange, GENERATOR)),
        ("programme.json", "application/json", write_json(exchange, GENERATOR)),
    ]


async def _tell(
    act: Action, meeting: UUID, diff: ProgrammeDiff, made: ReleasedProgramme, settings: Settings
) -> int:
    """Queues a letter for everyone concerned who has an address; the number of letters."""
    page = f"{settings.base_url}/{made.meeting.slug}/programme"
    notices = notices_of(diff, made, page)
    known = await people.people_by_ids({notice.person for notice in notices}) if notices else {}
    count = 0
    for notice in notices:
        address = known[notice.person].email if notice.person in known else None
        if address:
            letter = Letter(
                kind="programme_change",
                to_address=address,
                subject=notice.subject,
                body=notice.body,
                person=notice.person,
                meeting=meeting,
            )
            await queue_letter(act, letter)
            count += 1
    return count
