"""The questions about what a person has promised, as the fields of a form (C09)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.registration.changes.doors import Door
from conference.registration.changes.rules.promises import (
    ANSWER_WORDS,
    OFFICE_ANSWER_WORDS,
    Answered,
    answer_all,
    field_of,
)
from conference.registration.commitments import commitments_of


async def promise_questions(door: Door) -> dict[str, Any]:
    """What a template asks: (field, promise) each, and the answers to choose from."""
    found = await commitments_of(door.found.meeting, door.found.info.person.id)
    words = ANSWER_WORDS if door.is_own else OFFICE_ANSWER_WORDS
    return {
        "promises": [(field_of(each), each) for each in found],
        "answers": [(answer.value, text) for answer, text in words.items()],
    }


async def promise_answers(
    door: Door, values: Mapping[str, str]
) -> tuple[tuple[Answered, ...], dict[str, str]]:
    """The answers, and field -> what is missing; none may be left open (C09)."""
    found = await commitments_of(door.found.meeting, door.found.info.person.id)
    answers = answer_all(found, values)
    return (answers, {}) if isinstance(answers, tuple) else ((), answers)
