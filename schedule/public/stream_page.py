"""The way to a stream, for those who are registered: its address stands nowhere else."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from conference.meetings.given import TheMeeting, TheVisitor
from conference.people.access import Role, signed_in
from conference.registration.queries import active_registration
from conference.web import page
from conference.web.problems import NotFound
from schedule.public.door import AnyRequest, released_or_404
from schedule.queries.streams import stream_of


@get("/{slug:str}/programme/sessions/{code:str}/stream", opt=signed_in)
async def stream(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, code: FromPath[str]
) -> Template:
    """Whoever holds a place at the meeting, and the committee, gets the address; everybody else
    is told how to register. Raises NotFound for what is not streamed."""
    assert visitor.person is not None
    released = await released_or_404(meeting)
    session, _slot = released.items.get(code, (None, None))
    if session is None or not session.is_streamed or session.is_cancelled:
        raise NotFound("The released programme has no streamed session with this code.")
    may_watch = visitor.may(Role.PROGRAMME)
    may_watch = may_watch or bool(await active_registration(meeting.id, visitor.person))
    return page(
        request,
        "schedule/stream.html",
        programme=released.programme,
        session=session,
        may_watch=may_watch,
        address=await stream_of(meeting.id, session.code) if may_watch else "",
    )


handlers = [stream]
