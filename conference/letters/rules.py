"""What a letter is, the states it passes, and when a failed one is tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=5)
SEND_TIMEOUT_SECONDS = 60  # well inside LEASE: a slow server never lets two workers send one letter
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)


class LetterState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"


LETTER_WORDS: Mapping[LetterState, tuple[str, str]] = {
    LetterState.QUEUED: ("Waiting", "info"),
    LetterState.SENDING: ("Being sent", "info"),
    LetterState.SENT: ("Sent", "good"),
    LetterState.KEPT: ("Kept here, not mailed", "warn"),
    LetterState.FAILED: ("Failed", "bad"),
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter. One that is inline is shown where the body stands."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail to one address, in plain text."""

    kind: str
    to_address: str
    subject: str
    body: str
    person: UUID | None = None
    meeting: UUID | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to, and when the next one is due if there is one."""

    state: LetterState
    not_before: datetime
    error: str = ""


def judge_failure(attempts: int, *, is_permanent: bool, error: str, now: datetime) -> Outcome:
    """After a failed attempt: tried again with a doubling pause, or given up for good.

    Given up at once when the server refused for good (5xx), else after MAX_ATTEMPTS; the error is
    kept either way (N03).
    """
    if is_permanent or attempts >= MAX_ATTEMPTS:
        return Outcome(LetterState.FAILED, now, error)
    return Outcome(LetterState.QUEUED, now + retry_pause(attempts), error)


def retry_pause(attempts: int) -> timedelta:
    """1, 2, 4, 8 ... minutes after the first, second ... attempt; never more than six hours."""
    doublings = min(max(0, attempts - 1), 20)
    return min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)


def one_line(text: str) -> str:
    """A header's text on one line, so that nothing typed by a person can add a header."""
    return " ".join(text.split())
