"""Extending a call: a new deadline with its reason, told to who writes for it (A16, N04)."""

from dataclasses import dataclass
from datetime import datetime

from abstracts.calls import letters
from abstracts.calls.actions import extend_own
from abstracts.calls.errors import CallRefused, DeadlineMoved
from abstracts.calls.letters import Sender
from abstracts.calls.queries import Holder, holders
from abstracts.queries.calls import CallInfo
from conference.letters.actions import queue_letter
from conference.letters.rules import Letter
from conference.meetings.actions import extend_milestone
from conference.meetings.errors import MilestoneMoved
from conference.orm import Actor, action

NOT_LATER = "The new deadline must be later than the old one."
NOT_PAST = "This moment is over already; choose one that is still to come."


@dataclass(frozen=True, slots=True)
class Extended:
    """The new deadline of a call and why; what the letters say."""

    to: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ExtensionPreview:
    """Who would be told of an extension, and the first of the letters."""

    drafts: int
    submitted: int
    told: int
    sample: Letter | None


def judge_extension(call: CallInfo, to: datetime, now: datetime) -> None:
    """An extension goes forward, and into the future. Raises CallRefused."""
    sentence = NOT_LATER if to <= call.closes_at else NOT_PAST if to <= now else ""
    if sentence:
        raise CallRefused(sentence, errors={"at": sentence})


async def preview_extension(
    sender: Sender, call: CallInfo, new: Extended, now: datetime
) -> ExtensionPreview:
    """How many would get a letter, and what it would say; changes nothing. Raises CallRefused."""
    judge_extension(call, new.to, now)
    found = await holders(call.id)
    told = [each for each in found if each.person.email]
    sample = letters.extension(sender, call, told[0], new.to, new.reason) if told else None
    drafts = sum(each.has_draft for each in found)
    return ExtensionPreview(drafts, len(found) - drafts, len(told), sample)


async def extend_call(
    sender: Sender, call: CallInfo, new: Extended, *, by: Actor, now: datetime
) -> int:
    """Moves a call's deadline and tells everybody with a draft or an abstract in it (A16).

    A deadline of the meeting that closes the call moves with it; any other call keeps its own
    history. Returns how many letters went out. Raises CallRefused, and DeadlineMoved when somebody
    else extended it since `call` was read.
    """
    judge_extension(call, new.to, now)
    meeting = sender.meeting.id
    async with action("extend_call", by=by, now=now, meeting=meeting, reason=new.reason) as act:
        if call.milestone:
            try:
                await extend_milestone(
                    meeting=meeting, milestone=call.milestone, to=new.to, reason=new.reason,
                    by=by, now=now,
                )  # fmt: skip
            except MilestoneMoved:
                raise DeadlineMoved from None
        else:
            await extend_own(act, call, new.to, new.reason)
        told: list[Holder] = [each for each in await holders(call.id) if each.person.email]
        for each in told:
            await queue_letter(act, letters.extension(sender, call, each, new.to, new.reason))
        act.note("call", call.key, letters=len(told))
    return len(told)
