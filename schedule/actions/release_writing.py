"""What every kind of release does inside its action: snapshot, bytes, letters."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec

from conference.letters.actions import queue_letters
from conference.letters.rules import Letter
from conference.orm import Action
from conference.web.conditional import etag_of
from schedule.queries.imports import imported_frame
from schedule.queries.release_files import CHANGES, TEXTS, TITLES, FrozenText, frozen_texts
from schedule.queries.release_readers import Readers, readers_of
from schedule.queries.release_texts import texts_of
from schedule.queries.releases import CurrentRelease
from schedule.releasing.files import RELEASE_FILES
from schedule.rules.addendum import change_lines
from schedule.rules.differences import ProgrammeDiff
from schedule.rules.duties import duties_of
from schedule.rules.letters import letter_of
from schedule.rules.preparing import Prepared
from schedule.tables import Release, ReleaseFile

JSON = "application/json"


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
        words = [f"Released “{self.name}” (release {self.number}): {self.diff.summary()}."]
        if self.letters:
            words.append(f"{self.letters} {'letters' if self.letters > 1 else 'letter'} queued.")
        if self.conflicts:
            what = "conflicts" if self.conflicts > 1 else "conflict"
            words.append(f"{self.conflicts} {what} left in it.")
        return " ".join(words)


async def write_release(
    act: Action,
    meeting: UUID,
    new: Prepared,
    base_url: str,
    *,
    contents_of: UUID | None = None,
    texts: Mapping[str, FrozenText] | None = None,
    is_silent: bool = False,
) -> int:
    """Inside an action, with the draft held: writes the release and its letters; how many.

    `contents_of` is the release whose abstracts' texts go out again; left out, they are frozen as
    they are now, or `texts` are. The first release is silent, and whichever is asked to be.
    """
    row = _row(act, meeting, new)
    await Release.insert(row)
    if texts is None:
        texts = await (frozen_texts(contents_of) if contents_of else texts_of(meeting, new.made))
    frozen = _frozen_files(act, row.id, new, texts)
    await ReleaseFile.insert(*await _rendered_files(act, meeting, row.id, new, base_url), *frozen)
    letters = 0 if is_silent or new.previous is None else await _tell(act, meeting, new, base_url)
    made = new.made
    act.note("release", made.number, name=made.name, changes=new.diff.summary(), letters=letters)
    return letters


def _row(act: Action, meeting: UUID, new: Prepared) -> Release:
    made = new.made
    return Release(
        id=uuid4(),
        created_at=act.now,
        meeting=meeting,
        number=made.number,
        name=made.name,
        comment=made.comment,
        by_name=act.by.name,
        released_at=made.released_at,
        summary=new.diff.summary(),
        snapshot=msgspec.json.encode(made).decode(),
    )


async def _rendered_files(
    act: Action, meeting: UUID, release: UUID, new: Prepared, base_url: str
) -> list[ReleaseFile]:
    """What is rendered with the release, beside the loop: other requests go on."""
    frame, current = await imported_frame(meeting), CurrentRelease(release, new.made, [])
    made_now = [each for each in RELEASE_FILES if not each.on_request]
    bodies = await asyncio.to_thread(
        lambda: [each.render(current, frame, base_url) for each in made_now]
    )
    return [
        _file(act, release, each.name, each.media_type, body)
        for each, body in zip(made_now, bodies, strict=True)
    ]


def _frozen_files(
    act: Action, release: UUID, new: Prepared, texts: Mapping[str, FrozenText]
) -> list[ReleaseFile]:
    """What is frozen beside the snapshot; only the changes are there when there is nothing."""
    frozen: dict[str, object] = {
        CHANGES: change_lines(new.diff, new.made.meeting.zone),
        TEXTS: texts,
        TITLES: new.titles,
    }
    return [
        _file(act, release, name, JSON, msgspec.json.encode(content))
        for name, content in frozen.items()
        if content or name == CHANGES
    ]


def _file(act: Action, release: UUID, name: str, media_type: str, body: bytes) -> ReleaseFile:
    return ReleaseFile(
        created_at=act.now,
        release=release,
        name=name,
        media_type=media_type,
        etag=etag_of(body),
        body=body,
    )


async def _tell(act: Action, meeting: UUID, new: Prepared, base_url: str) -> int:
    """Queues one letter for everyone concerned who has an address."""
    readers = await readers_of(meeting, new.diff, new.made)
    letters = letters_to(readers, new, meeting, base_url)
    await queue_letters(act, letters)
    return len(letters)


def letters_to(readers: Readers, new: Prepared, meeting: UUID, base_url: str) -> list[Letter]:
    """The letters as they are sent (S06): was, now, and all that their readers do."""
    page = f"{base_url}/{new.made.meeting.slug}/programme"
    duties = duties_of(new.made) if readers.all else {}
    letters = []
    for each in readers.all:
        if each.address:
            doing = duties.get(each.told.person, ())
            notice = letter_of(each.told, each.name, new.made, page, doing, new.titles)
            letters.append(
                Letter(
                    kind="programme_change",
                    to_address=each.address,
                    subject=notice.subject,
                    body=notice.body,
                    person=each.told.person,
                    meeting=meeting,
                )
            )
    return letters
