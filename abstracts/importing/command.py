"""Importing abstracts and reviews from the terminal: the preview, then the import itself."""

from collections.abc import Callable
from datetime import datetime

from abstracts.importing import actions
from abstracts.importing.queries import Choices, Preview, preview_of
from abstracts.importing.rules import FATE_WORDS, Fate, ImportKind
from abstracts.queries.calls import calls
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor

SHOWN = 20


async def import_from_command(
    *,
    meeting: MeetingInfo,
    kind: ImportKind,
    target: str,
    file_name: str,
    data: bytes,
    by: Actor,
    now: datetime,
    applies: bool,
    say: Callable[[str], None],
) -> None:
    """Says what every row would do, then does it if asked to. `target`: key of a call or round."""
    choices = await _choices(meeting, kind, target)
    id = await actions.keep_file(meeting, kind, choices, file_name, data, by=by, now=now)
    preview = await preview_of(meeting.id, id)
    say(preview_text(file_name, preview))
    if applies:
        made = await actions.apply_import(meeting, id, seen=preview.seen, by=by, now=now)
        say(f"{made:,} taken over.")


def preview_text(file_name: str, preview: Preview) -> str:
    """Counts, then the rows that are left out, with their reasons."""
    lines = [f"{file_name} for {preview.target}: {len(preview.proposed):,} rows"]
    for fate, (title, _) in FATE_WORDS.items():
        lines.append(f"{title + ':':<25}{len(preview.of(fate)):>6,}")
    lines += [
        f"  row {each.row.number}: {each.row.reference}: {' '.join(each.reasons)}"
        for each in preview.of(Fate.REFUSED)[:SHOWN]
    ]
    return "\n".join(lines)


async def _choices(meeting: MeetingInfo, kind: ImportKind, target: str) -> Choices:
    if kind is ImportKind.REVIEWS:
        return Choices(round=target)
    found = next((each for each in await calls(meeting.id) if each.key == target), None)
    return Choices(call=str(found.id) if found else "")
