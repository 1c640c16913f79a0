"""Who writes where: the author's desk, and the abstract that is their own."""

from abstracts.actions import Desk
from abstracts.errors import UnknownAbstract
from abstracts.queries.one import AbstractDetail, abstract_for_author
from conference.meetings.rules import MeetingInfo
from conference.people.access import Visitor
from conference.settings import Settings


def desk_of(meeting: MeetingInfo, visitor: Visitor, settings: Settings) -> Desk:
    """Where this visitor writes."""
    assert visitor.person is not None
    return Desk(meeting, visitor.person, visitor.actor, settings.base_url)


async def own_abstract(meeting: MeetingInfo, visitor: Visitor, code: str) -> AbstractDetail:
    """The visitor's own submission. Raises UnknownAbstract, also for somebody else's."""
    assert visitor.person is not None
    abstract = await abstract_for_author(meeting.id, code, visitor.person)
    if abstract is None or abstract.submitter != visitor.person:
        raise UnknownAbstract
    return abstract
