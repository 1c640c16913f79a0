"""Deciding what follows when something was not shown (A15), and taking it back: the writers."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
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
from schedule.actions.not_presented import (
    Places,
    release_not_presented,
    release_presented_after_all,
)
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


@dataclass(frozen=True, slots=True)
class Done:
    """What was decided: `was` is the state of the award before, `out` the codes of what left the
    programme."""

    is_so: bool
    was: str = ""
    out: tuple[str, ...] = ()


async def confirm(consequence: Consequence, press: Press, *, by: Actor, now: datetime) -> int:
    """It follows: the abstract is not published, nor is any talk or poster of it that was missed in
    the programme; the award is forfeited; or the holder of a void certificate is told. Returns how
    many letters are queued.

    Raises AnsweredMeanwhile, and NotNow of an award that cannot be ended.
    """
    async with _deciding("confirm_not_shown", press, by, now) as act:
        before = await _close(act, consequence, press) if consequence.is_reopened else None
        done = await _do(act, consequence, press, before)
        letters = await _tell(act, consequence, press)
        await _keep(act, consequence, press, done, letters)
    forget_release(press.meeting.id)
    return letters


async def leave(consequence: Consequence, press: Press, *, by: Actor, now: datetime) -> None:
    """It does not follow, for a reason. Raises AnsweredMeanwhile."""
    async with _deciding("leave_not_shown", press, by, now) as act:
        before = await _close(act, consequence, press) if consequence.is_reopened else None
        # what left the programme before stays out of it: only the addition is left as it is
        await _keep(act, consequence, press, before or Done(is_so=False), 0)


async def take_back(consequence: Consequence, press: Press, *, by: Actor, now: datetime) -> int:
    """Everything that followed from all of it is as before, and it is open again; how many letters
    are queued. An abstract that left by itself meanwhile stays away (A13).

    Raises AnsweredMeanwhile, and NotNow where an award's money is promised to others.
    """
    async with _deciding("take_back_not_shown_answer", press, by, now) as act:
        done = await _close(act, consequence, press)
        if done.is_so:
            await _undo(act, consequence, press, done)
        letters = await _tell(act, consequence, press) if done.is_so else 0
    forget_release(press.meeting.id)
    return letters


def _deciding(
    verb: str, press: Press, by: Actor, now: datetime
) -> AbstractAsyncContextManager[Action]:
    return action(verb, by=by, now=now, meeting=press.meeting.id, reason=press.reason)


async def _do(act: Action, consequence: Consequence, press: Press, before: Done | None) -> Done:
    """Does what was not done before. Raises AnsweredMeanwhile, NotNow."""
    if consequence.kind is Kind.PUBLICATION:
        taken = await take_out_of_book(act, press.meeting.id, consequence.subject)
        was_out = before is not None and before.is_so
        if taken is None and not was_out:
            raise AnsweredMeanwhile
        places = _places(consequence, press, consequence.codes)
        out = await release_not_presented(act, places, press.base_url)
        return Done(is_so=True, out=(*(before.out if before else ()), *out))
    if consequence.kind is Kind.AWARD:
        cycle = await _cycle(consequence)
        who = UUID(consequence.subject)
        was = await end_award_in(act, press.sender, cycle, who, press.reason)
        return Done(is_so=True, was=was)
    return Done(is_so=True)


async def _undo(act: Action, consequence: Consequence, press: Press, done: Done) -> None:
    if consequence.kind is Kind.PUBLICATION:
        abstract = await put_back_into_book(act, press.meeting.id, consequence.subject)
        if abstract is not None and not consequence.gone:
            places = _places(consequence, press, done.out)
            await release_presented_after_all(act, places, press.base_url)
    if consequence.kind is Kind.AWARD:
        cycle = await _cycle(consequence)
        who = UUID(consequence.subject)
        await give_award_back_in(act, press.sender, cycle, who, AwardState(done.was))


def _places(consequence: Consequence, press: Press, slots: tuple[str, ...]) -> Places:
    return Places(press.meeting.id, consequence.subject, slots)


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
    act: Action, consequence: Consequence, press: Press, done: Done, letters: int
) -> None:
    """Which of two at once decided is said by the unique key. Raises AnsweredMeanwhile."""
    row = NotShownAnswer(
        id=uuid4(),
        created_at=act.now,
        meeting=press.meeting.id,
        items=_json(consequence.codes),
        out=_json(done.out),
        kind=consequence.kind.value,
        subject=consequence.subject,
        active_key=_key(press.meeting.id, consequence),
        is_so=done.is_so,
        reason=press.reason,
        was=done.was,
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
    act.note("not_shown", consequence.subject, kind=consequence.kind.value, follows=done.is_so)


def _json(codes: tuple[str, ...]) -> str:
    return msgspec.json.encode(codes).decode()


async def _close(act: Action, consequence: Consequence, press: Press) -> Done:
    """The decision no longer stands; what it was. Raises AnsweredMeanwhile."""
    changes: dict[Column | str, Any] = {
        NotShownAnswer.active_key: None,
        NotShownAnswer.withdrawn_at: act.now,
        NotShownAnswer.withdrawn_why: press.reason,
    }
    rows = (
        await NotShownAnswer.update(changes)
        .where(NotShownAnswer.active_key == _key(press.meeting.id, consequence))
        .returning(NotShownAnswer.is_so, NotShownAnswer.was, NotShownAnswer.out)
    )
    if not rows:
        raise AnsweredMeanwhile
    was_so = rows[0]["is_so"]
    kind = consequence.kind.value
    act.note("not_shown", consequence.subject, kind=kind, follows=[was_so, None])
    out = msgspec.json.decode(rows[0]["out"], type=tuple[str, ...])
    return Done(bool(was_so), str(rows[0]["was"]), out)
