"""What a new abstract starts from: the call that is open, and the visitor as its first author."""

from datetime import datetime
from uuid import UUID

from abstracts.calls.queries import call_for, calls_for
from abstracts.errors import CallClosed
from abstracts.manuscript import Affiliation, AuthorEntry, Manuscript
from abstracts.queries import CallInfo
from conference.people import queries as people
from conference.people.access import Visitor


async def blank_text(visitor: Visitor) -> Manuscript:
    """A new abstract starts with the visitor as its first author: nobody types that twice."""
    assert visitor.person is not None
    me = await people.person_by_id(visitor.person)
    if me is None:
        return Manuscript()
    place = Affiliation(me.affiliation, me.city, me.country)
    given, family = me.given_name, me.family_name or ("" if me.given_name else me.registered_name)
    places = (place,) if me.affiliation else ()
    author = AuthorEntry(given, family, me.email, True, True, places, is_submitting=True)
    return Manuscript(authors=(author,))


async def open_call_of(meeting: UUID, chosen: str, person: UUID, now: datetime) -> CallInfo:
    """The open call of this key or id; without one the first that is open. Raises CallClosed."""
    calls = await calls_for(meeting, person)
    fitting = [call for call in calls if call.is_open(now)]
    named = [call for call in fitting if chosen in ("", call.key, call.kind.value)]
    if not named and chosen:
        named = [call for call in fitting if str(call.id) == chosen]
        hidden = None if named else await _by_id(meeting, chosen, person)
        named += [hidden] if hidden and hidden.is_open(now) else []
    if not named:
        raise CallClosed(
            "No call for abstracts is open now. The deadlines are on the meeting’s home."
        )
    return named[0]


async def call_of_form(meeting: UUID, call_id: str, person: UUID) -> CallInfo:
    """The call that a form was made for, open or not. Raises CallClosed for none."""
    if found := await _by_id(meeting, call_id, person):
        return found
    raise CallClosed("This call for abstracts does not exist any more.")


async def _by_id(meeting: UUID, call_id: str, person: UUID) -> CallInfo | None:
    try:
        return await call_for(meeting, UUID(call_id), person)
    except ValueError:
        return None
