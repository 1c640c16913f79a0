"""The letters of decisions where a society has written none of its own (V07)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from abstracts.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class LetterText:
    """Subject and body with their placeholders; `is_own`: the society wrote it."""

    subject: str
    body: str
    is_own: bool = False


_END = """
{society}
{meeting}, {dates}, {city}
"""
_ACCEPTED = (
    """Dear {name},

we are glad to tell you that abstract {reference} is accepted as a {outcome}:

{title}
{authors}

Presented by: {presenter}
Topic: {topic}
Session: {session}
Number in the programme: {number}

{duties}

From the committee: {note}

What is to be done now:

- {presenter} accepts or declines by {answer_by}: {answer_link}
- {presenter} is registered and has paid by {register_by}: {register_link}
  After that day the place may go to the waiting list.

The abstract’s page: {abstract_link}

{comments}
"""
    + _END
)
_WAITING = (
    """Dear {name},

abstract {reference} is on the waiting list:

{title}
{authors}

Its place on the list: {waiting_rank}
Places that become free are offered in this order; we write to you at once.

From the committee: {note}

The abstract’s page: {abstract_link}

{comments}
"""
    + _END
)
_REJECTED = (
    """Dear {name},

thank you for sending abstract {reference}:

{title}
{authors}

The programme committee could not accept it for this meeting.

From the committee: {note}

{comments}

We hope to see you at the meeting all the same.
"""
    + _END
)
DEFAULT_LETTERS: Mapping[Outcome, LetterText] = {
    **{
        outcome: LetterText("Abstract {reference} accepted as a {outcome} · {meeting}", _ACCEPTED)
        for outcome in (Outcome.ORAL, Outcome.LIGHTNING, Outcome.POSTER)
    },
    Outcome.WAITLISTED: LetterText(
        "Abstract {reference} is on the waiting list · {meeting}", _WAITING
    ),
    Outcome.REJECTED: LetterText(
        "Abstract {reference}: the committee’s decision · {meeting}", _REJECTED
    ),
}
DUTIES: Mapping[Outcome, str] = {
    Outcome.ORAL: "Please be in the room ten minutes before the session and meet its chairs.",
    Outcome.LIGHTNING: (
        "A lightning talk is short: please keep to your time, and be in the room ten minutes "
        "before the session."
    ),
    Outcome.POSTER: "Please put up your poster before the session and stand by it while it lasts.",
}
