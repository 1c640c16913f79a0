"""The outbox: letters are written with the action that causes them, and sent afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from conference.letters.message import Envelope, StoredLetter, compose, pack
from conference.letters.queries import LETTER_COLUMNS, first_due_letter, is_due, letter_of_row
from conference.letters.rules import (
    LEASE,
    Letter,
    LetterState,
    Outcome,
    judge_failure,
    one_line,
)
from conference.letters.tables import OutboxLetter
from conference.letters.transport import SendFailed, Transport
from conference.orm import Action

LETTERS_PER_INSERT = 1_000  # times 15 columns: both engines take some 32,700 parameters


async def queue_letter(act: Action, letter: Letter) -> UUID:
    """Writes the letter in the action's own transaction: sent if and only if the action holds."""
    row = _row(act, letter)
    await OutboxLetter.insert(row)
    return UUID(str(row.id))


async def queue_letters(act: Action, letters: Sequence[Letter]) -> None:
    """Writes many letters as `queue_letter` does, in one statement for each thousand."""
    for start in range(0, len(letters), LETTERS_PER_INSERT):
        part = letters[start : start + LETTERS_PER_INSERT]
        await OutboxLetter.insert(*[_row(act, each) for each in part])


def _row(act: Action, letter: Letter) -> OutboxLetter:
    return OutboxLetter(
        id=uuid4(),
        created_at=act.now,
        kind=letter.kind,
        meeting=letter.meeting,
        person=letter.person,
        to_address=letter.to_address,
        subject=one_line(letter.subject)[:250],
        body=letter.body,
        attachments=pack(letter.attachments),
        state=LetterState.QUEUED.value,
        not_before=act.now,
    )


async def send_next_letter(now: datetime, transport: Transport, envelope: Envelope) -> bool:
    """Claims one due letter by a conditional UPDATE with a lease and tries to send it; False: none.

    Of several workers one gets the claim; a claim whose worker died can be taken over when its
    lease has run out. The outcome is written only by the holder of the latest claim.
    """
    due = await first_due_letter(now)
    if due is None:
        return False
    letter = await _claim(due, now)
    if letter is not None:
        await _finish(letter, await _attempt(letter, transport, envelope, now), now)
    return True


async def retry_letter(act: Action, letter: UUID) -> bool:
    """Puts a failed letter back in the queue; False if it has not failed."""
    rows = (
        await OutboxLetter.update(
            {
                OutboxLetter.state: LetterState.QUEUED.value,
                OutboxLetter.attempts: 0,
                OutboxLetter.not_before: act.now,
            }
        )
        .where(OutboxLetter.id == letter, OutboxLetter.state == LetterState.FAILED.value)
        .returning(OutboxLetter.id)
    )
    if rows:
        act.note("letter", letter, state=[LetterState.FAILED, LetterState.QUEUED])
    return bool(rows)


async def _claim(letter: UUID, now: datetime) -> StoredLetter | None:
    rows = (
        await OutboxLetter.update(
            {
                OutboxLetter.state: LetterState.SENDING.value,
                OutboxLetter.lease_until: now + LEASE,
                OutboxLetter.attempts: OutboxLetter.attempts + 1,
            }
        )
        .where(OutboxLetter.id == letter, is_due(now))
        .returning(*LETTER_COLUMNS)
    )
    return letter_of_row(rows[0]) if rows else None


async def _attempt(
    letter: StoredLetter, transport: Transport, envelope: Envelope, now: datetime
) -> Outcome:
    try:
        await transport.send(compose(letter, envelope))
    except SendFailed as failed:
        return judge_failure(
            letter.attempts, is_permanent=failed.is_permanent, error=str(failed), now=now
        )
    except ValueError as unsendable:  # an address that no message can carry
        return judge_failure(letter.attempts, is_permanent=True, error=str(unsendable), now=now)
    return Outcome(LetterState.SENT if transport.leaves_the_house else LetterState.KEPT, now)


async def _finish(letter: StoredLetter, outcome: Outcome, now: datetime) -> None:
    is_over = outcome.state in {LetterState.SENT, LetterState.KEPT}
    await OutboxLetter.update(
        {
            OutboxLetter.state: outcome.state.value,
            OutboxLetter.lease_until: None,
            OutboxLetter.not_before: outcome.not_before,
            OutboxLetter.sent_at: now if is_over else None,
            OutboxLetter.last_error: outcome.error,
        }
    ).where(OutboxLetter.id == letter.id, OutboxLetter.attempts == letter.attempts)
