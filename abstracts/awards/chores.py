"""What happens to awards by itself: rules applied, referees reminded, offers that end."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from abstracts.awards.answering import forfeit
from abstracts.awards.applications import ApplicationInfo, applications_where
from abstracts.awards.cycles import CycleInfo, cycles_by_id
from abstracts.awards.evaluating import evaluate
from abstracts.awards.letters import Sender
from abstracts.awards.supporting import remind_referee
from abstracts.tables.awards import AwardApplication
from abstracts.vocabulary import AbstractState, AwardState
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.registration.sweeping import sweep
from conference.registration.ticket import Issuer

CLOCK = Actor.system("the award deadline")
REMIND_DAYS = (7, 2)
_GONE = (
    AbstractState.REJECTED,
    AbstractState.DECLINED,
    AbstractState.FORFEITED,
    AbstractState.WITHDRAWN,
)
Found = tuple[MeetingInfo, CycleInfo, ApplicationInfo]


async def apply_rules(now: datetime, issuer: Issuer) -> None:
    """A chore: after the deadline the rules are applied, for latecomers when their time is over."""
    waiting = await _found(AwardApplication.state == AwardState.SUBMITTED.value)
    due: dict[UUID, tuple[MeetingInfo, CycleInfo]] = {}
    for meeting, cycle, each in waiting:
        is_due = not cycle.is_evaluated or each.letters_due(cycle.closes_at) <= now
        if cycle.is_over(now) and is_due:
            due[cycle.id] = (meeting, cycle)

    async def apply(one: tuple[MeetingInfo, CycleInfo]) -> None:
        await evaluate(Sender(one[0], issuer.base_url), one[1], by=CLOCK, now=now)

    await sweep(due.values(), apply)


async def end_unanswered(now: datetime, issuer: Issuer) -> None:
    """A chore: an offer that nobody answered in time is free again (W05)."""
    late = (AwardApplication.state == AwardState.OFFERED.value) & (
        AwardApplication.answer_by <= now
    )

    async def end(one: Found) -> None:
        meeting, cycle, each = one
        reason = "The offer was not answered in time."
        sender = Sender(meeting, issuer.base_url)
        await forfeit(sender, cycle, each, reason, by=CLOCK, now=now)

    await sweep(await _found(late), end)


async def end_without_abstract(now: datetime, issuer: Issuer) -> None:
    """A chore: an award ends with the abstract that it is for (W05, A15)."""
    open_ones = [AwardState.OFFERED.value, AwardState.ACCEPTED.value]
    gone = AwardApplication.abstract.state.is_in([each.value for each in _GONE])
    rows = await _found(AwardApplication.state.is_in(open_ones) & gone)

    async def end(one: Found) -> None:
        meeting, cycle, each = one
        reason = f"Abstract {each.abstract_code} is not presented any more."
        sender = Sender(meeting, issuer.base_url)
        await forfeit(sender, cycle, each, reason, by=CLOCK, now=now)

    await sweep([one for one in rows if one[1].rules.needs_abstract], end)


async def remind_referees(now: datetime, issuer: Issuer) -> None:
    """A chore: 7 and 2 days before the deadline, referees who have not written (N03, W04)."""
    rows = await _found(AwardApplication.state == AwardState.SUBMITTED.value)

    async def remind(one: Found) -> None:
        meeting, cycle, each = one
        for letter in _unwritten(cycle, each, now):
            sender = Sender(meeting, issuer.base_url)
            await remind_referee(sender, cycle, each, letter, by=CLOCK, now=now)

    await sweep(rows, remind)


def _unwritten(cycle: CycleInfo, each: ApplicationInfo, now: datetime) -> list[UUID]:
    """Letters to be reminded of now: not come, asked before the moment, not reminded since it."""
    due = each.letters_due(cycle.closes_at)
    passed = [
        due - timedelta(days=days) for days in REMIND_DAYS if due - timedelta(days=days) <= now
    ]
    if not passed or now >= due:
        return []
    moment = max(passed)
    return [
        letter.id
        for letter in each.letters
        if letter.received_at is None
        and letter.asked_at is not None
        and max(letter.asked_at, letter.reminded_at or letter.asked_at) < moment
        and now - max(letter.asked_at, letter.reminded_at or letter.asked_at) >= timedelta(days=1)
    ]


async def _found(wanted: object) -> list[Found]:
    """The applications for which a condition holds, with their award and meeting."""
    rows = await AwardApplication.select(AwardApplication.id, AwardApplication.cycle).where(wanted)  # type: ignore[arg-type]
    if not rows:
        return []
    known = await cycles_by_id({row["cycle"] for row in rows})
    ids = AwardApplication.id.is_in([row["id"] for row in rows])
    return [(*known[each.cycle], each) for each in await applications_where(ids)]
