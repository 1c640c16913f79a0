"""Letters to who presents and who submitted: answers, reminders, a place that is released."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from abstracts.deciding.composing import Desk, Subject
from abstracts.vocabulary import DECISION_WORDS, Decision
from conference.letters.rules import Letter
from conference.web.formats import instant
from conference.web.templating import render


def answered(
    desk: Desk, subject: Subject, decision: Decision, register_by: datetime | None, *, is_yes: bool
) -> Iterator[Letter]:
    """Says what was answered, and what is to be done now (N03, V08)."""
    until = instant(register_by, desk.meeting.zone) if register_by else ""
    return _letters(
        desk,
        subject,
        ("abstract_answered", f"Abstract {subject.code}: your answer", "answered"),
        is_accepted=is_yes,
        outcome=DECISION_WORDS[decision].lower(),
        register_by=until,
    )


def remind_answer(desk: Desk, subject: Subject, until: datetime) -> Iterator[Letter]:
    """Asks for an answer, and says until when the place is kept (V08)."""
    about = f"Please answer: abstract {subject.code}"
    kind = ("abstract_answer_reminder", about, "remind_answer")
    return _letters(desk, subject, kind, until=instant(until, desk.meeting.zone))


def remind_register(
    desk: Desk, subject: Subject, until: datetime, *, is_released: bool
) -> Iterator[Letter]:
    """Asks the presenting author to register, and says what happens otherwise (A09)."""
    about = f"Please register: abstract {subject.code}"
    kind = ("abstract_register_reminder", about, "remind_register")
    until_words = instant(until, desk.meeting.zone)
    return _letters(desk, subject, kind, until=until_words, is_released=is_released)


def place_released(desk: Desk, subject: Subject, why: str) -> Iterator[Letter]:
    """Says that the place is gone, and why (A09, V08)."""
    about = f"Abstract {subject.code}: its place is released"
    return _letters(desk, subject, ("abstract_place_released", about, "place_released"), why=why)


def _letters(
    desk: Desk, subject: Subject, kind: tuple[str, str, str], **values: Any
) -> Iterator[Letter]:
    name, about, template = kind
    for each in subject.chief:
        body = render(
            f"abstracts/deciding/letters/{template}.txt",
            meeting=desk.meeting,
            home=f"{desk.base_url}/{desk.meeting.slug}",
            dear=each.name,
            subject=subject,
            **values,
        )
        yield Letter(
            name,
            each.address,
            f"{about} · {desk.meeting.title}",
            body,
            each.person,
            desk.meeting.id,
        )
