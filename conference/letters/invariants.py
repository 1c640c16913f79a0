"""What must hold in every outbox; `plenary check` runs these."""

from __future__ import annotations

from conference.letters.rules import LetterState
from conference.letters.tables import OutboxLetter
from conference.orm import invariant


@invariant("sent-once", "A letter is marked as sent with its time, and never waits again.")
async def sent_once() -> list[str]:
    waiting = [LetterState.QUEUED.value, LetterState.SENDING.value]
    rows = await OutboxLetter.select(OutboxLetter.id, OutboxLetter.state).where(
        OutboxLetter.sent_at.is_not_null(), OutboxLetter.state.is_in(waiting)
    )
    return [f"Letter {row['id']} was sent, yet is {row['state']}." for row in rows]


@invariant("failure-said", "A letter that was given up says why.")
async def failure_said() -> list[str]:
    rows = await OutboxLetter.select(OutboxLetter.id).where(
        OutboxLetter.state == LetterState.FAILED.value, OutboxLetter.last_error == ""
    )
    return [f"Letter {row['id']} failed without a reason." for row in rows]
