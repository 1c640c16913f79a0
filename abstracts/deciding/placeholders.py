"""The words in braces that a society may use in its letters, and how they are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDERS: Mapping[str, str] = {
    "name": "whom the letter is to",
    "reference": "the abstract’s reference",
    "title": "its title",
    "authors": "its authors in order",
    "presenter": "who presents it",
    "topic": "its topic",
    "outcome": "what it becomes, as “talk” or “poster”",
    "session": "the session it is in, once it is placed",
    "number": "its number in the programme, once it has one",
    "duties": "what a presenter of that kind has to do",
    "waiting_rank": "its place on the waiting list",
    "answer_by": "until when the presenter answers, with the time zone",
    "answer_link": "where the presenter answers",
    "register_by": "until when the presenter must be registered and have paid",
    "register_link": "where to register",
    "abstract_link": "the abstract’s page",
    "note": "the committee’s word on this abstract",
    "comments": "the reviewers’ comments to the authors, if they are sent",
    "meeting": "the meeting",
    "dates": "its days",
    "city": "its city",
    "society": "the society",
}
_WORD = re.compile(r"\{([^{}\n]*)\}")
_GAPS = re.compile(r"\n{3,}")


def unknown_placeholders(text: str) -> list[str]:
    """The words in braces that nobody knows, in order, each once."""
    return list(
        dict.fromkeys(
            name for each in _WORD.finditer(text) if (name := each[1].strip()) not in PLACEHOLDERS
        )
    )


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in.

    A line whose placeholders all have nothing to say is left out, so that "Session: {session}"
    goes while no session is known. What is filled in is never read as a placeholder again.
    """
    lines = [_filled(line, values) for line in text.replace("\r\n", "\n").split("\n")]
    return _GAPS.sub("\n\n", "\n".join(line for line in lines if line is not None)).strip() + "\n"


def _filled(line: str, values: Mapping[str, str]) -> str | None:
    names = [each[1].strip() for each in _WORD.finditer(line)]
    if names and not any(values.get(name) for name in names):
        return None
    return _WORD.sub(lambda each: values.get(each[1].strip(), each[0]), line)
