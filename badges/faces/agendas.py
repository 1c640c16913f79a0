"""What people carry on the back of the badge: what they do, and what they starred."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from badges.faces.rules import AgendaLine
from conference.meetings.rules import MeetingInfo
from conference.web import formats
from schedule.queries.programme import public_programme
from schedule.queries.stars import stars_of_people
from schedule.rules.agenda import AgendaItem, agenda_items, duties_by_person


async def agendas_of(
    meeting: MeetingInfo, persons: Collection[UUID]
) -> dict[UUID, tuple[AgendaLine, ...]]:
    """Each person's agenda from the newest release, in order of time; two statements.

    Empty before the first release. What is cancelled is left out.
    """
    public = await public_programme(meeting.id)
    if public is None:
        return {}
    stars = await stars_of_people(meeting.id, persons)
    duties = duties_by_person(public.programme)
    nobody: frozenset[str] = frozenset()
    return {
        person: _lines(
            meeting,
            agenda_items(public.programme, stars.get(person, nobody), duties.get(person, {})),
        )
        for person in persons
    }


def _lines(meeting: MeetingInfo, items: Iterable[AgendaItem]) -> tuple[AgendaLine, ...]:
    return tuple(_line(meeting, each) for each in items if not each.is_cancelled)


def _line(meeting: MeetingInfo, each: AgendaItem) -> AgendaLine:
    starts_at, ends_at = each.busy
    title = f"{each.parts[0]}: {each.item.title}" if each.parts else each.item.title
    return AgendaLine(
        formats.local_day(starts_at, meeting.zone),
        formats.hours(starts_at, ends_at, meeting.zone),
        title,
        each.session.room,
    )
