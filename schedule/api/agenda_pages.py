"""The API's personal part: one's own stars and duties, by a token of theirs."""

from __future__ import annotations

from typing import Any

from litestar import Request, delete, get, put
from litestar.params import FromPath

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.people.access import Scope, by_token, signed_in
from schedule.actions.starring import star_items, unstar_items
from schedule.api.answers import AgendaAnswer
from schedule.api.released_pages import MEETING, Answer, answers, sent
from schedule.errors import NoSuchSession
from schedule.public.door import released_or_404
from schedule.queries.stars import stars_of
from schedule.rules.agenda import person_parts

AnyRequest = Request[Any, Any, Any]
AGENDA = f"{MEETING}/agenda"


@get(
    AGENDA,
    opt=by_token(Scope.AGENDA_READ, signed_in),
    **answers(AgendaAnswer, "My stars and duties; scope agenda:read"),
)
async def agenda(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Answer:
    assert visitor.person is not None
    released = await released_or_404(meeting)
    duties = person_parts(released.programme, visitor.person)
    answer = AgendaAnswer(
        release=released.programme.number,
        stars=tuple(sorted(await stars_of(visitor.person, meeting.id))),
        duties=tuple(each.item.code for each in duties),
    )
    return sent(request, answer, private=True)


@put(
    f"{AGENDA}/stars/{{code:str}}",
    opt=by_token(Scope.AGENDA_WRITE, signed_in),
    status_code=204,
    summary="Star a session or an item; scope agenda:write",
)
async def add_star(meeting: TheMeeting, visitor: TheVisitor, now: Now, code: FromPath[str]) -> None:
    """Twice is as good as once. Raises NoSuchSession for a code that was never released."""
    assert visitor.person is not None
    released = await released_or_404(meeting)
    if code not in released.items:
        raise NoSuchSession(code)
    await star_items(visitor.person, meeting.id, [code], now=now)


@delete(
    f"{AGENDA}/stars/{{code:str}}",
    opt=by_token(Scope.AGENDA_WRITE, signed_in),
    summary="Take a star away; scope agenda:write",
)
async def remove_star(meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str]) -> None:
    assert visitor.person is not None
    await unstar_items(visitor.person, meeting.id, [code])


handlers = [agenda, add_star, remove_star]
