"""The API's part for the programme committee: the draft, its conflicts, and moving sessions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.people.access import Role, Scope, by_token, roles
from conference.web.problems import Invalid, Stale
from schedule.actions.moving import move_session
from schedule.api.answers import ConflictList, DraftAnswer, Move, Moved
from schedule.api.putting import draft_conflict, draft_session
from schedule.api.released_pages import MEETING, Answer, answers, sent
from schedule.errors import StaleSession
from schedule.queries.changes import last_change_of
from schedule.queries.draft_memory import current_draft
from schedule.rules.moving import Place
from schedule.rules.programme import Programme
from schedule.sessions.venue_times import YEARS

AnyRequest = Request[Any, Any, Any]
READ = by_token(Scope.PROGRAMME_READ, roles(Role.PROGRAMME))
WRITE = by_token(Scope.PROGRAMME_WRITE, roles(Role.PROGRAMME))
LOOKED_BACK = 100  # changes among which the one that was faster is looked for
_decoder = msgspec.json.Decoder(Move)


@get(
    f"{MEETING}/draft",
    opt=READ,
    **answers(DraftAnswer, "The draft programme; scope programme:read, programme committee"),
)
async def draft(request: AnyRequest, meeting: TheMeeting) -> Answer:
    programme = (await current_draft(meeting.id)).programme
    found = tuple(draft_session(each) for each in programme.sessions)
    return sent(request, DraftAnswer(programme.zone, found), private=True)


@get(
    f"{MEETING}/draft/conflicts",
    opt=READ,
    **answers(ConflictList, "Every conflict of the draft; scope programme:read"),
)
async def conflicts(request: AnyRequest, meeting: TheMeeting) -> Answer:
    now = await current_draft(meeting.id)
    found = tuple(draft_conflict(each, now.programme) for each in now.conflicts)
    return sent(request, ConflictList(found), private=True)


@post(
    f"{MEETING}/draft/sessions/{{code:str}}/move",
    opt=WRITE,
    status_code=200,
    summary="Move a session of the draft; scope programme:write; 409 if its version has moved on",
    responses=answers(Moved, "The session after the move")["responses"],
)
async def move(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]
) -> Moved:
    """Nothing is public before the next release. Raises NoSuchSession, StaleSession, Invalid."""
    wanted = _wanted(await request.body())
    programme = (await current_draft(meeting.id)).programme
    place = Place(wanted.starts_at, _room(programme, wanted.room))
    try:
        moved = await move_session(
            code, wanted.version, place, meeting=meeting.id, by=visitor.actor, now=now
        )
    except StaleSession as stale:
        raise Stale(await _faster(meeting.id, stale)) from None
    after = next((e for e in moved.sessions if e.code == code), None)
    session = after or next(e for e in programme.sessions if e.code == code)
    appeared = tuple(draft_conflict(each, programme) for each in moved.appeared)
    return Moved(draft_session(session), appeared)


async def _faster(meeting: UUID, stale: StaleSession) -> str:
    """Who was faster, with what, and which version to name now."""
    cursor = (await current_draft(meeting)).cursor
    line = await last_change_of(meeting, stale.code, max(cursor - LOOKED_BACK, 0))
    who = f"{line.by_name}: {line.words}. " if line else ""
    return f"{who}{stale.code} has version {stale.current} now, not {stale.seen}."


def _wanted(body: bytes) -> Move:
    try:
        wanted = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"The body is not what is expected: {error}.") from None
    at = wanted.starts_at
    if at is not None and at.tzinfo is None:
        raise _wrong("starts_at", "Give the instant with its offset, as …T09:00:00Z.")
    if at is not None and at.year not in YEARS:
        raise _wrong("starts_at", "Choose a day of the meeting.")
    return wanted


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid("The body asks for what cannot be done.", errors={field: sentence})


def _room(programme: Programme, name: str | None) -> Any:
    if not name:
        return None
    for room in programme.rooms:
        if room.name == name:
            return room.id
    raise _wrong("room", "The meeting has no room of this name.")


handlers = [draft, conflicts, move]
