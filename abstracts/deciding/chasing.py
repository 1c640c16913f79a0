"""Presenters who must answer and register: reminded, given more time, released (A09, V08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from abstracts.actions.storing import lock_abstract
from abstracts.deciding.chase_queries import ANSWER, REGISTER, Presenting, presenting_of
from abstracts.deciding.chasing_rules import Due, due_for_answer, due_for_registration
from abstracts.deciding.composing import Desk
from abstracts.deciding.leaving import Leaving, leave
from abstracts.deciding.letter_queries import subjects_of
from abstracts.deciding.policy import AbstractPolicyInfo, policy_of
from abstracts.deciding.presenter_letters import place_released, remind_answer, remind_register
from abstracts.errors import NotPossible
from abstracts.tables import Abstract
from abstracts.tables.deciding import PresenterReminder
from abstracts.vocabulary import AbstractEvent, AbstractState, Answer
from conference.letters.actions import queue_letters
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.web.formats import instant
from conference.web.problems import Invalid


async def remind_presenters(
    desk: Desk, codes: Sequence[str], *, by: Actor, now: datetime, is_chore: bool = False
) -> int:
    """Writes to those of these presenters who are still not registered (A09); how many letters.

    A chore reminds only whom the policy says to remind now; somebody who has registered meanwhile
    hears nothing, nor does who was reminded a moment ago (a double click, two browsers).
    """
    meeting = desk.meeting.id
    policy = await policy_of(meeting)
    async with action("remind_presenters", by=by, now=now, meeting=meeting) as act:
        wanted = set(codes)
        chosen = [
            each
            for each in await presenting_of(meeting)
            if each.code in wanted
            and not each.is_registered
            and each.registering.may_hear_again(now)
        ]
        if is_chore:
            chosen = [
                each
                for each in chosen
                if due_for_registration(each.registering, policy, now) is Due.REMIND
            ]
        return await _remind(act, desk, chosen, policy)


async def extend_presenter(
    meeting: MeetingInfo, code: str, until: datetime, *, reason: str, by: Actor, now: datetime
) -> None:
    """Gives one presenter more time to register, with a reason (N06). Raises
    NotPossible for one that is not accepted, Invalid for a moment that has passed."""
    if until <= now:
        raise Invalid("", errors={"until": "This moment has passed already."})
    async with action("extend_presenter", by=by, now=now, meeting=meeting.id, reason=reason) as act:
        each = await _presenting(meeting.id, code)
        await Abstract.update({Abstract.register_by: until}).where(Abstract.id == each.id)
        act.note("abstract", each.code, register_by=[each.registering.until, until])


async def release_place(
    desk: Desk, code: str, *, reason: str, by: Actor, now: datetime, verb: str = "release_place"
) -> AbstractState:
    """Takes the place of an accepted abstract back, with a letter and the reason in its history.

    Nobody who is registered and paid is ever released (A09). Raises NotPossible.
    """
    meeting = desk.meeting.id
    async with action(verb, by=by, now=now, meeting=meeting, reason=reason) as act:
        await lock_abstract(meeting, code)
        each = await _presenting(meeting, code)
        if each.is_registered:
            raise NotPossible(f"{each.name} is registered and has paid: the place stays theirs.")
        leaving = Leaving(each.id, each.code, AbstractState.ACCEPTED, each.decision)
        after = await leave(act, leaving, AbstractEvent.FORFEIT)
        subject = (await subjects_of([each.id]))[each.id]
        await queue_letters(act, list(place_released(desk, subject, reason)))
    return after


async def chase_presenters(desk: Desk, now: datetime) -> None:
    """All that is due at one meeting: silence, reminders, places that are released.

    Each is done once: what was done is found again as a reminder, an answer or a state.
    """
    policy = await policy_of(desk.meeting.id)
    by = Actor.system("presenters")
    for each in await presenting_of(desk.meeting.id):
        if each.answer == "":
            await _on_silence(desk, each, policy, by, now)
    found = await presenting_of(desk.meeting.id)
    late = [each for each in found if not each.is_registered]
    if codes := [
        each.code
        for each in late
        if due_for_registration(each.registering, policy, now) is Due.REMIND
    ]:
        await remind_presenters(desk, codes, by=by, now=now, is_chore=True)
    for each in late:
        if due_for_registration(each.registering, policy, now) is Due.RELEASE:
            why = f"{each.name} was not registered by {_day(desk, each.registering.until)}."
            await release_place(desk, each.code, reason=why, by=by, now=now)


async def _on_silence(
    desk: Desk, each: Presenting, policy: AbstractPolicyInfo, by: Actor, now: datetime
) -> None:
    due = due_for_answer(each.answering, policy, now)
    if due is Due.TAKEN or (due is not Due.NOTHING and each.is_registered):
        await _take_silence(desk.meeting, each, by, now)
    elif due is Due.REMIND:
        await _ask_again(desk, each, policy, by, now)
    elif due is Due.RELEASE:
        why = f"There was no answer by {_day(desk, each.answering.until)}."
        await release_place(desk, each.code, reason=why, by=by, now=now)


async def _take_silence(meeting: MeetingInfo, each: Presenting, by: Actor, now: datetime) -> None:
    """Silence is a yes where the policy says so, and for who has registered (V08)."""
    async with action("take_silence_as_yes", by=by, now=now, meeting=meeting.id) as act:
        await Abstract.update(
            {Abstract.answer: Answer.TAKEN.value, Abstract.answered_at: now}
        ).where(
            Abstract.id == each.id,
            Abstract.answer == "",
            Abstract.state == AbstractState.ACCEPTED.value,
        )
        act.note("abstract", each.code, answer=["", Answer.TAKEN])


async def _ask_again(
    desk: Desk, each: Presenting, policy: AbstractPolicyInfo, by: Actor, now: datetime
) -> None:
    until = now + timedelta(days=policy.grace_days)
    async with action("remind_to_answer", by=by, now=now, meeting=desk.meeting.id) as act:
        await _keep(act, [(each.id, ANSWER, each.answering.reminders + 1)])
        subject = (await subjects_of([each.id]))[each.id]
        await queue_letters(act, list(remind_answer(desk, subject, until)))
        act.note("abstract", each.code, reminded="to answer")


async def _remind(
    act: Action, desk: Desk, chosen: Sequence[Presenting], policy: AbstractPolicyInfo
) -> int:
    subjects = await subjects_of([each.id for each in chosen])
    letters: list[Letter] = []
    for each in chosen:
        until = each.registering.until or policy.register_by(act.now)
        letters += remind_register(
            desk, subjects[each.id], until, is_released=policy.is_slot_released
        )
        act.note("abstract", each.code, reminded="to register")
    await _keep(act, [(each.id, REGISTER, each.registering.reminders + 1) for each in chosen])
    await queue_letters(act, letters)
    return len(letters)


async def _keep(act: Action, reminders: Sequence[tuple[UUID, str, int]]) -> None:
    rows = [
        PresenterReminder(id=uuid4(), created_at=act.now, abstract=id, kind=kind, number=number)
        for id, kind, number in reminders
    ]
    if rows:
        await PresenterReminder.insert(*rows)


async def _presenting(meeting: UUID, code: str) -> Presenting:
    found = await presenting_of(meeting, code)
    if not found:
        raise NotPossible(f"{code.upper()} has no place now: not accepted, or given back already.")
    return found[0]


def _day(desk: Desk, value: datetime | None) -> str:
    return instant(value, desk.meeting.zone) if value else "the day that was given"
