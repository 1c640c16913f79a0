"""How the board answers: its script with what changed, a browser without one with a page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from litestar import Request, Response
from litestar.response import Redirect, Template

from conference.meetings.rules import MeetingInfo
from conference.web import FormErrors, flash, redirect
from schedule.actions.board_moves import Moved
from schedule.board.answers import (
    RefusedAnswer,
    StaleAnswer,
    answer_of,
    as_json,
    base_of,
    card_html,
    wants_data,
)
from schedule.board.parts import Part, part_html, show_part
from schedule.board.seen import Seen, by_code, seen_after
from schedule.errors import StaleSession
from schedule.queries.changes import ChangeLine, last_change_of
from schedule.rules.programme import PlannedSession
from schedule.rules.trail import when_in_words

AnyRequest = Request[Any, Any, Any]
AnyResponse = Response[Any] | Template | Redirect
LOOKED_BACK = 100  # changes among which the one that was faster is looked for


async def done(
    request: AnyRequest,
    meeting: MeetingInfo,
    moved: Moved,
    *,
    tray: bool = False,
    offer: str = "undo",
) -> AnyResponse:
    """It is done: what changed, or the board again where it changed."""
    if wants_data(request):
        return as_json(answer_of(await seen_after(meeting, moved), moved, tray=tray, offer=offer))
    flash(request, f"{moved.words}." if moved.words else "Nothing changed.")
    return redirect(_where(meeting, moved))


def refused(request: AnyRequest, part: Part, wrong: FormErrors) -> AnyResponse:
    """It is not done, and why beside the field; everything typed is kept."""
    part = part.with_errors(wrong.errors)
    if wants_data(request):
        return as_json(RefusedAnswer(dict(wrong.errors), part_html(request, part)), 422)
    return show_part(request, part, 422)


async def too_late(
    request: AnyRequest, seen: Seen, part: Part | None, stale: StaleSession, now: datetime
) -> AnyResponse:
    """Somebody was faster: who, what and when; one keeps theirs or puts one's own again.

    `part` is the page that is shown again to a browser without a script.
    """
    session = by_code(seen.programme, stale.code)
    sentence = await faster(seen, session, stale, now)
    if part is not None:
        return show_part(request, part.with_stale(sentence), 409)
    card = seen.cards({stale.code})[stale.code]
    answer = StaleAnswer(
        code=stale.code,
        version=stale.current,
        said=sentence,
        cards=[card_html(card, seen.meeting.slug)],
        cursor=seen.draft.cursor,
    )
    return as_json(answer, 409)


async def faster(
    seen: Seen, session: PlannedSession | None, stale: StaleSession, now: datetime
) -> str:
    """ "Maria Rossi moved this to Tue 19 Oct 2027 10:30, Hall B, 12 s ago." """
    after = max(seen.draft.cursor - LOOKED_BACK, 0)
    line = await last_change_of(seen.meeting.id, stale.code, after)
    if line is None:
        return "Somebody else changed this since."
    return in_words(line, session.title if session else "", now, seen.meeting)


def in_words(line: ChangeLine, title: str, now: datetime, meeting: MeetingInfo) -> str:
    """Who did what to this session, and how long ago."""
    subject, said = f"“{title}” moved", f"{line.by_name}: {line.words}"
    if line.words.startswith(subject):
        said = f"{line.by_name} moved this{line.words.removeprefix(subject)}"
    return f"{said}, {ago(line.at, now, meeting)}."


def ago(at: datetime, now: datetime, meeting: MeetingInfo) -> str:
    """ "12 s ago", "4 min ago", or when it was."""
    seconds = max(int((now - at) / timedelta(seconds=1)), 0)
    if seconds < 90:
        return f"{seconds} s ago"
    return f"{seconds // 60} min ago" if seconds < 3600 else when_in_words(at, meeting.tz)


def _where(meeting: MeetingInfo, moved: Moved) -> str:
    session = next(iter(moved.sessions), None)
    if session is None or session.starts_at is None:
        return base_of(meeting.slug)
    day = meeting.local(session.starts_at).date()
    return f"{base_of(meeting.slug)}?day={day}#{session.code}"
