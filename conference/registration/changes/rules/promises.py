"""What somebody who gives up a place had promised, and what they say becomes of it (C09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from conference.registration.commitments import Commitment

ASK = "Say what becomes of this: nobody is to wait for you in vain."


class Answer(StrEnum):
    """Keeps: it takes place all the same. Gives up: the committee finds somebody else."""

    KEEPS = "keeps"
    GIVES_UP = "gives_up"


ANSWER_WORDS: Mapping[Answer, str] = {
    Answer.KEEPS: "I will still do it",
    Answer.GIVES_UP: "I cannot; tell the committee",
}
OFFICE_ANSWER_WORDS: Mapping[Answer, str] = {
    Answer.KEEPS: "They will still do it",
    Answer.GIVES_UP: "They cannot; tell the committee",
}
TOLD_WORDS: Mapping[Answer, str] = {
    Answer.KEEPS: "will still do it",
    Answer.GIVES_UP: "cannot do it",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One promise and what becomes of it."""

    commitment: Commitment
    answer: Answer

    @property
    def words(self) -> str:
        return f"{self.commitment.words}: {TOLD_WORDS[self.answer]}"


def field_of(commitment: Commitment) -> str:
    """The name of the field in which it is asked about."""
    return f"promise-{commitment.key}"


def answer_all(
    commitments: Sequence[Commitment], said: Mapping[str, str]
) -> tuple[Answered, ...] | dict[str, str]:
    """The answer to each promise, or field -> what is missing; none may be left open (C09)."""
    missing = {
        field_of(each): ASK
        for each in commitments
        if said.get(field_of(each), "") not in set(Answer)
    }
    if missing:
        return missing
    return tuple(Answered(each, Answer(said[field_of(each)])) for each in commitments)
