"""The society's own words for an outcome, and back to the default ones."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from abstracts.deciding.errors import LetterRefused
from abstracts.deciding.placeholders import PLACEHOLDERS
from abstracts.tables.deciding import DecisionLetter
from abstracts.vocabulary import Outcome
from conference.letters.placeholders import unknown_placeholders
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action


async def save_letter(
    meeting: MeetingInfo, outcome: Outcome, subject: str, body: str, *, by: Actor, now: datetime
) -> None:
    """Keeps the letter of an outcome; both texts empty: the default again.

    Raises LetterRefused with a sentence for a word in braces that nobody knows.
    """
    if errors := letter_problems(subject, body):
        raise LetterRefused("The letter was not saved.", errors=errors)
    async with action("save_decision_letter", by=by, now=now, meeting=meeting.id) as act:
        await DecisionLetter.delete().where(
            DecisionLetter.meeting == meeting.id, DecisionLetter.outcome == outcome.value
        )
        if subject or body:
            await DecisionLetter.insert(
                DecisionLetter(
                    id=uuid4(),
                    created_at=now,
                    meeting=meeting.id,
                    outcome=outcome.value,
                    subject=subject,
                    body=body,
                )
            )
        act.note("decision_letter", outcome.value, title=subject)


def letter_problems(subject: str, body: str) -> dict[str, str]:
    """Field -> what is wrong with it."""
    found = {}
    for field, text in (("subject", subject), ("body", body)):
        if unknown := unknown_placeholders(text, PLACEHOLDERS):
            words = ", ".join(f"{{{each}}}" for each in unknown)
            found[field] = f"Nobody knows {words}. The words in braces are listed below."
        elif not text.strip() and (subject or body):
            found[field] = "Please fill this in, or empty both for the default letter."
    return found
