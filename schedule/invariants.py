"""What must hold of every programme in the database; `plenary check` tells where it does not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec

from conference.meetings.tables import Meeting
from conference.orm import invariant
from conference.web.conditional import etag_of
from schedule.conflicts import invariants as _conflicts  # noqa: F401 -- registers its own
from schedule.queries.release_files import CHANGES
from schedule.releasing.files import RELEASE_FILES
from schedule.rules.abstract_places import GONE_WORDS
from schedule.rules.released import ReleasedProgramme
from schedule.rules.vocabulary import ItemStatus
from schedule.tables import Participation, Release, ReleaseFile, Session, Slot

FILES = frozenset(each.name for each in RELEASE_FILES if not each.on_request) | {CHANGES}


@invariant(
    "codes-name-one-thing",
    "A code names one session or one talk of a meeting, so that calendars never mix them up.",
)
async def codes_name_one_thing() -> list[str]:
    slugs = {meeting["id"]: meeting["slug"] for meeting in await _meetings()}
    sessions = await Session.select(Session.code, Session.meeting)
    slots = await Slot.select(Slot.code, Slot.session.meeting.as_alias("meeting"))
    counts = Counter((row["meeting"], row["code"]) for row in (*sessions, *slots))
    return [
        f"{slugs[meeting]}: {count} sessions or talks are called {code}."
        for (meeting, code), count in counts.items()
        if count > 1
    ]


@invariant(
    "parts-lie-in-their-session",
    "A part in a talk belongs to the session that the talk is in.",
)
async def parts_lie_in_their_session() -> list[str]:
    rows = await Participation.select(
        Participation.session,
        Participation.slot.code.as_alias("code"),
        Participation.slot.session.as_alias("home"),
    ).where(Participation.slot.is_not_null())
    astray = sorted({row["code"] for row in rows if row["session"] != row["home"]})
    return [f"Somebody's part in talk {code} is filed under another session." for code in astray]


@invariant(
    "release-has-its-bytes",
    "Every release has its calendar, XML, JSON and changes as they were made.",
)
async def release_has_its_bytes() -> list[str]:
    rows = await Release.select(Release.id, Release.number, Release.meeting.slug.as_alias("slug"))
    files = await ReleaseFile.select(
        ReleaseFile.release, ReleaseFile.name, ReleaseFile.etag, ReleaseFile.body
    )
    sound: defaultdict[UUID, set[str]] = defaultdict(set)
    for file in files:
        if etag_of(bytes(file["body"])) == file["etag"]:
            sound[file["release"]].add(file["name"])
    return [
        f"{row['slug']}: release {row['number']} lacks {', '.join(sorted(lacking))}."
        for row in rows
        if (lacking := FILES - sound[row["id"]])
    ]


@invariant(
    "releases-only-add",
    "Releases count up from 1; no item ever leaves them, and no SEQUENCE ever falls.",
)
async def releases_only_add() -> list[str]:
    found = []
    for meeting in await _meetings():
        rows = (
            await Release.select(Release.number, Release.snapshot)
            .where(Release.meeting == meeting["id"])
            .order_by(Release.number)
        )
        if [row["number"] for row in rows] != list(range(1, len(rows) + 1)):
            found.append(f"{meeting['slug']}: the releases do not count up from 1.")
        snapshots = (msgspec.json.decode(row["snapshot"], type=ReleasedProgramme) for row in rows)
        for before, after in pairwise(map(_sequences, snapshots)):
            found += [f"{meeting['slug']}: {text}" for text in _losses(before, after)]
    return found


@invariant(
    "gone-abstracts-do-not-take-place",
    "A talk or poster whose abstract was withdrawn or given up does not take place.",
)
async def gone_abstracts_do_not_take_place() -> list[str]:
    rows = await Slot.select(Slot.code, Slot.title, Slot.abstract.code.as_alias("abstract")).where(
        Slot.abstract.state.is_in(list(GONE_WORDS)), Slot.status != ItemStatus.CANCELLED.value
    )
    return [
        f"{row['code']} “{row['title']}” takes place, but its abstract {row['abstract']} is gone."
        for row in rows
    ]


async def _meetings() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Meeting.select(Meeting.id, Meeting.slug)
    return rows


def _sequences(programme: ReleasedProgramme) -> dict[str, int]:
    return {
        (slot or session).code: (slot or session).sequence for session, slot in programme.items()
    }


def _losses(before: dict[str, int], after: dict[str, int]) -> Iterator[str]:
    for code, sequence in before.items():
        if code not in after:
            yield f"{code} left the releases without a tombstone."
        elif after[code] < sequence:
            yield f"the SEQUENCE of {code} fell from {sequence} to {after[code]}."
