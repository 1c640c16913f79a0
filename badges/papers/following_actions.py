"""Deciding what follows when something was not shown (A15), and taking it back: the writers."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from abstracts.awards.answering import end_award_in, give_award_back_in
from abstracts.awards.cycles import CycleInfo, cycles_by_id
from abstracts.awards.letters import Sender
from abstracts.book.publishing import put_back_into_book, take_out_of_book
from abstracts.vocabulary import AwardState
from badges.papers.errors import AnsweredMeanwhile
from badges.papers.following import Consequence, Kind
from badges.papers.following_letters import LetterDraft, letters_of
from badges.tables import NotShownAnswer
from conference.letters.actions import queue_letters
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from schedule.actions.not_presented import release_not_presented, release_presented_after_all
from schedule.queries.releases import forget_release


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button: at which meeting, why, and the letter; None: nobody is written to."""

    meeting: MeetingInfo
    base_url: str
    reason: str
    draft: LetterDraft | None = None

    @property
    def sender(self) -> Sender:
        return Sender(self.meeting, self.base_url)


async def confirm(consequence: Consequence, press: Press, *, by: Actor, now: datetime) -> int:
    """It follows: the abstract is not published in book and programme, the award is forfeited, or
    the holder of a void certificate is told. Returns how many letters are queued.

    Raises AnsweredMeanwhile, and NotNow of an award that cannot be ended.
    """
    async with _deciding("confirm_not_shown", press, by, now) as act:
        was = await _do(act, consequence, press)
        letters = await _tell(act, consequence, press)
        await _keep(act, consequence, press, is_so=True, was=was, letters=letters)
    forget_release(press.meeting.id)
    return letters


async def leave(consequence: Consequence, press: Press, *, by: Actor, now: datetime) -> None:
    """It does not follow, for a reason. Raises AnsweredMeanwhile."""
    async with _deciding("leave_not_shown", press, by, now) as act:
        await _keep(act, consequence, press, is_so=False)


async def take_back(consequence: Consequence, press: Press, *, by: Actor, now: datetime) -> int:
    """Everything is as before, and it is open again; how many letters are queued.

    Raises AnsweredMeanwhile, and NotNow where an award's money is promised to others.
    """
    async with _deciding("take_back_not_shown_answer", press, by, now) as act:
        was = await _reopen(act, consequence, press)
        if was is not None:
            await _undo(act, consequence, press, was)
        letters = await _tell(act, consequence, press) if was is not None else 0
    forget_release(press.meeting.id)
    return letters


def _deciding(
    verb: str, press: Press, by: Actor, now: datetime
) -> AbstractAsyncContextManager[Action]:
    return action(verb, by=by, now=now, meeting=press.meeting.id, reason=press.reason)


async def _do(act: Action, consequence: Consequence, press: Press) -> str:
    meeting = press.meeting.id
    if consequence.kind is Kind.PUBLICATION:
        abstract = await take_out_of_book(act, meeting, consequence.subject)
        if abstract is None:
            raise AnsweredMeanwhile
        slot = consequence.item.code
        await release_not_presented(act, meeting, slot, abstract, press.base_url)
    if consequence.kind is Kind.AWARD:
        cycle = await _cycle(consequence)
        who = UUID(consequence.subject)
        return await end_award_in(act, press.sender, cycle, who, press.reason)
    return ""


async def _undo(act: Action, consequence: Consequence, press: Press, was: str) -> None:
    meeting = press.meeting.id
    if consequence.kind is Kind.PUBLICATION:
        abstract = await put_back_into_book(act, meeting, consequence.subject)
        if abstract is not None:
            slot = consequence.item.code
            await release_presented_after_all(act, meeting, slot, abstract, press.base_url)
    if consequence.kind is Kind.AWARD:
        cycle = await _cycle(consequence)
        who = UUID(consequence.subject)
        await give_award_back_in(act, press.sender, cycle, who, AwardState(was))


async def _cycle(consequence: Consequence) -> CycleInfo:
    assert consequence.about is not None
    found = await cycles_by_id([consequence.about])
    return found[consequence.about][1]


async def _tell(act: Action, consequence: Consequence, press: Press) -> int:
    if press.draft is None:
        return 0
    letters = letters_of(press.meeting, consequence, press.draft)
    await queue_letters(act, letters)
    return len(letters)


def _key(meeting: UUID, consequence: Consequence) -> str:
    return f"{meeting}:{consequence.kind}:{consequence.subject}"


async def _keep(
    act: Action, consequence: Consequence, press: Press, *, is_so: bool, was: str = "",
    letters: int = 0,
) -> None:  # fmt: skip
    """Which of two at once decided is said by the unique key. Raises AnsweredMeanwhile."""
    row = NotShownAnswer(
        id=uuid4(),
        created_at=act.now,
        meeting=press.meeting.id,
        item=consequence.item.code,
        kind=consequence.kind.value,
        subject=consequence.subject,
        active_key=_key(press.meeting.id, consequence),
        is_so=is_so,
        reason=press.reason,
        was=was,
        letters=letters,
        by_name=act.by.name[:200],
    )
    written = (
        await NotShownAnswer.insert(row)
        .on_conflict(target=NotShownAnswer.active_key, action="DO NOTHING")
        .returning(NotShownAnswer.id)
    )
    if not written:
        raise AnsweredMeanwhile
    act.note("not_shown", consequence.subject, kind=consequence.kind.value, follows=is_so)


async def _reopen(act: Action, consequence: Consequence, press: Press) -> str | None:
    """What the award was; None where it had been left as it is. Raises AnsweredMeanwhile."""
    changes: dict[Column | str, Any] = {
        NotShownAnswer.active_key: None,
        NotShownAnswer.withdrawn_at: act.now,
        NotShownAnswer.withdrawn_why: press.reason,
    }
    rows = (
        await NotShownAnswer.update(changes)
        .where(NotShownAnswer.active_key == _key(press.meeting.id, consequence))
        .returning(NotShownAnswer.is_so, NotShownAnswer.was)
    )
    if not rows:
        raise AnsweredMeanwhile
    act.note("not_shown", consequence.subject, kind=consequence.kind.value, follows=[True, None])
    return str(rows[0]["was"]) if rows[0]["is_so"] else None
