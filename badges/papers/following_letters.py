"""The letters about what was not shown: a draft that is edited, then one to each who is told."""

from __future__ import annotations

from dataclasses import dataclass

from badges.papers.following import Consequence
from conference.letters.placeholders import fill_in, placeholders_named, unknown_placeholders
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.web.marks import unmarked
from conference.web.templating import render

KNOWN = placeholders_named("name")
LONGEST, LONGEST_SUBJECT = 4_000, 200


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """What is to be written; {name} is whoever reads it."""

    subject: str
    body: str

    def problems(self) -> dict[str, str]:
        """What is wrong with it, by field; nothing: it can be sent."""
        errors = {}
        if not self.subject.strip():
            errors["subject"] = "Write a subject, or send no letter."
        if not self.body.strip():
            errors["body"] = "Write the letter, or send none."
        elif unknown := unknown_placeholders(self.body, KNOWN):
            errors["body"] = f"Nobody knows {{{unknown[0]}}} here; only {{name}} is filled in."
        return errors


def draft_of(meeting: MeetingInfo, consequence: Consequence, *, is_back: bool) -> LetterDraft:
    """What the committee starts from; of what is taken back, with `is_back`."""
    text = render(
        "badges/letters/not_shown.txt",
        meeting=meeting,
        item=consequence.items[0],
        items=consequence.items,
        title=unmarked(consequence.items[0].title),
        gone=consequence.gone,
        what=unmarked(consequence.title),
        kind=consequence.kind,
        is_back=is_back,
        is_offer=bool(consequence.answer and consequence.answer.was == "offered"),
    )
    subject, _, body = text.partition("\n")
    return LetterDraft(subject.strip()[:LONGEST_SUBJECT], body.strip())


def letters_of(meeting: MeetingInfo, consequence: Consequence, draft: LetterDraft) -> list[Letter]:
    """One to each who is told."""
    return [
        Letter(
            kind="not_shown",
            to_address=each.address,
            subject=draft.subject,
            body=fill_in(draft.body, {"name": each.name}),
            person=each.person,
            meeting=meeting.id,
        )
        for each in consequence.readers
    ]
