"""Reminders to reviewers: by hand once a day at most, and 14, 7 and 2 days before closing (N03)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from abstracts.reviewers import letters
from abstracts.reviewers.assignment_queries import is_work
from abstracts.reviewers.inviting import Host
from abstracts.reviewers.letters import ToRead
from abstracts.reviewers.rounds import RoundInfo, rounds_of
from abstracts.tables.review import Assignment, Reviewer, ReviewReminder, ReviewRound
from abstracts.vocabulary import AssignmentState
from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.people import queries as people
from conference.registration.ticket import Issuer

DAYS = (14, 7, 2)
PAUSE = timedelta(days=1)
CLOCK = Actor.system("the review calendar")
_REVIEWER: Any = Assignment.reviewer


def reminder_due(round_: RoundInfo, now: datetime) -> int | None:
    """14, 7 or 2: the newest reminder whose day has come; None outside the last two weeks."""
    left = round_.closes_at - now
    due = [days for days in DAYS if timedelta(0) < left <= timedelta(days=days)]
    return min(due) if due and round_.is_open(now) else None


async def open_loads(
    meeting: UUID, rounds: Collection[RoundInfo], now: datetime
) -> dict[UUID, list[ToRead]]:
    """Reviewer -> what they have not sent, in rounds that are open; one statement."""
    rows = await Assignment.select(Assignment.reviewer, Assignment.round, Assignment.state).where(
        _REVIEWER.meeting == meeting,
        Assignment.state != AssignmentState.RECUSED.value,
        is_work(),
    )
    totals = Counter((row["reviewer"], row["round"]) for row in rows)
    left = Counter(
        (row["reviewer"], row["round"])
        for row in rows
        if row["state"] == AssignmentState.OPEN.value
    )
    found: dict[UUID, list[ToRead]] = defaultdict(list)
    for round_ in rounds:
        for (reviewer, id), number in left.items():
            if id == round_.id and round_.is_open(now):
                found[reviewer].append(ToRead(round_, number, totals[reviewer, id]))
    return found


async def to_remind(meeting: UUID, now: datetime) -> dict[UUID, list[ToRead]]:
    """Who would get a reminder now: something open, and none in the last day."""
    loads = await open_loads(meeting, await rounds_of(meeting), now)
    if not loads:
        return {}
    fresh = await Reviewer.select(Reviewer.id).where(
        Reviewer.id.is_in(list(loads)), Reviewer.reminded_at > now - PAUSE
    )
    for row in fresh:
        loads.pop(row["id"], None)
    return loads


async def reminders_of(
    meeting: MeetingInfo, loads: dict[UUID, list[ToRead]], base_url: str
) -> list[tuple[UUID, Letter]]:
    """The letters as they would go out, by reviewer."""
    if not loads:
        return []
    rows = await Reviewer.select(Reviewer.id, Reviewer.person).where(Reviewer.id.is_in(list(loads)))
    known = await people.people_by_ids([row["person"] for row in rows])
    return [
        (row["id"], letters.reminder(meeting, known[row["person"]], loads[row["id"]], base_url))
        for row in sorted(rows, key=lambda row: known[row["person"]].registered_name)
        if known[row["person"]].email
    ]


async def remind_all(host: Host, now: datetime) -> int:
    """Writes to everybody with open reviews who heard nothing for a day; answers how many."""
    async with action("remind_reviewers", by=host.by, now=now, meeting=host.meeting.id) as act:
        loads = await to_remind(host.meeting.id, now)
        due = await reminders_of(host.meeting, loads, host.base_url)
        await _mark([reviewer for reviewer, _ in due], now)
        for reviewer, letter in due:
            await queue_letter(act, letter)
            act.note("reviewer", reviewer, reminded=letter.subject)
    return len(due)


async def remind_before_closing(now: datetime, issuer: Issuer) -> None:
    """A chore: 14, 7 and 2 days before a round closes, once each, to who has not sent all."""
    soon = await ReviewRound.select(ReviewRound.meeting).where(
        ReviewRound.closes_at > now, ReviewRound.closes_at <= now + timedelta(days=max(DAYS))
    )
    if not soon:
        return
    known = await meetings.meetings_by_ids(list({row["meeting"] for row in soon}))
    for meeting in known.values():
        for round_ in await rounds_of(meeting.id):
            if (days := reminder_due(round_, now)) is not None:
                await _remind_round(meeting, round_, days, now, issuer)


async def _remind_round(
    meeting: MeetingInfo, round_: RoundInfo, days: int, now: datetime, issuer: Issuer
) -> None:
    loads = await open_loads(meeting.id, [round_], now)
    told = await ReviewReminder.select(ReviewReminder.reviewer).where(
        ReviewReminder.round == round_.id, ReviewReminder.days <= days
    )
    fresh = await Assignment.select(Assignment.reviewer).where(
        Assignment.round == round_.id, Assignment.created_at > now - PAUSE
    )
    for row in (*told, *fresh):  # who was given something today has just heard of it
        loads.pop(row["reviewer"], None)
    due = await reminders_of(meeting, loads, issuer.base_url)
    if not due:
        return
    async with action("remind_reviewers", by=CLOCK, now=now, meeting=meeting.id) as act:
        new = await _note_once(round_, [reviewer for reviewer, _ in due], days, now)
        await _mark(new, now)
        for reviewer, letter in due:
            if reviewer in new:
                await queue_letter(act, letter)
                act.note("reviewer", reviewer, reminded=letter.subject, days_left=days)


async def _note_once(
    round_: RoundInfo, reviewers: Iterable[UUID], days: int, now: datetime
) -> set[UUID]:
    """Who is reminded of this for the first time; the others were by another process meanwhile."""
    new = set()
    for reviewer in reviewers:
        row = ReviewReminder(
            id=uuid4(), created_at=now, round=round_.id, reviewer=reviewer, days=days
        )
        await ReviewReminder.insert(row).on_conflict(
            target=(ReviewReminder.round, ReviewReminder.reviewer, ReviewReminder.days),
            action="DO NOTHING",
        )
        if await ReviewReminder.exists().where(ReviewReminder.id == row.id):
            new.add(reviewer)
    return new


async def _mark(reviewers: Collection[UUID], now: datetime) -> None:
    if reviewers:
        await Reviewer.update({Reviewer.reminded_at: now}).where(Reviewer.id.is_in(list(reviewers)))
