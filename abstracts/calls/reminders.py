"""Reminders to who holds a draft, 14, 7 and 2 days before the deadline, once each (N03)."""

from datetime import datetime, timedelta
from uuid import uuid4

from abstracts.calls import letters
from abstracts.calls.letters import Sender
from abstracts.calls.rules import days_before
from abstracts.queries.calls import CallInfo, calls
from abstracts.tables import Abstract, CallReminder
from abstracts.vocabulary import AbstractState
from conference.letters.actions import queue_letter
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, IntegrityConflict, action, integrity
from conference.people import queries as people
from conference.registration.sweeping import sweep
from conference.registration.ticket import Issuer

CLOCK = Actor.system("the abstract deadline")


async def remind_drafts(now: datetime, issuer: Issuer) -> None:
    """A chore: reminds holders of drafts of the next deadline; the most urgent letter that is due,
    each of them once, and none about a draft that was begun after its moment."""
    rows = await Abstract.select(Abstract.meeting).where(
        Abstract.state == AbstractState.DRAFT.value, Abstract.meeting.ends_on >= now.date()
    )
    known = await meetings.meetings_by_ids(list({row["meeting"] for row in rows}))

    async def remind(meeting: MeetingInfo) -> None:
        for call in await calls(meeting.id):
            days = days_before(call.closes_at, now)
            if days is not None and call.opens_at <= now:
                await _remind_call(Sender(meeting, issuer.base_url), call, days, now)

    await sweep(known.values(), remind)


async def _remind_call(sender: Sender, call: CallInfo, days: int, now: datetime) -> None:
    moment = call.closes_at - timedelta(days=days)
    said = CallReminder.select(CallReminder.draft).where(
        CallReminder.deadline == call.closes_at, CallReminder.days <= days
    )
    rows = await Abstract.select(Abstract.code, Abstract.title, Abstract.submitter).where(
        Abstract.call == call.id,
        Abstract.state == AbstractState.DRAFT.value,
        Abstract.created_at <= moment,
        Abstract.code.not_in(said),
    )
    holders = await people.people_by_ids({row["submitter"] for row in rows})
    for row in rows:
        async with action("remind_draft", by=CLOCK, now=now, meeting=sender.meeting.id) as act:
            person = holders[row["submitter"]]
            if person.email and await _note_once(row["code"], days, call.closes_at, now):
                letter = letters.reminder(sender, call, person, row["code"], row["title"], days)
                await queue_letter(act, letter)
                act.note("abstract", row["code"], reminded=days)


async def _note_once(code: str, days: int, deadline: datetime, now: datetime) -> bool:
    """False: another process reminded of it at the same moment."""
    row = CallReminder(id=uuid4(), created_at=now, draft=code, days=days, deadline=deadline)
    try:
        async with integrity():
            await CallReminder.insert(row)
    except IntegrityConflict:
        return False
    return True
