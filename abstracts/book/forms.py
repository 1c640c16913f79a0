"""What the committee sends about the book."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec

from abstracts.book.setup import Setup
from conference.web import FormErrors

Short = Annotated[str, msgspec.Meta(max_length=200)]
Word = Annotated[str, msgspec.Meta(max_length=40)]
Prose = Annotated[str, msgspec.Meta(max_length=20_000)]
_ISSN = re.compile(r"\d{4}-\d{3}[\dX]")
_PREFIX = re.compile(r"10\.\d{4,9}(/[\w.()/:-]+)?")


class SetupForm(msgspec.Struct, kw_only=True):
    """How the book is made."""

    title: Short = ""
    order: Literal["session", "topic"] = "session"
    opening: Prose = ""
    closing: Prose = ""
    has_emails: bool = False
    journal: Short = ""
    issn: Annotated[str, msgspec.Meta(max_length=9)] = ""
    volume: Word = ""
    issue: Word = ""
    doi_prefix: Annotated[str, msgspec.Meta(max_length=80)] = ""

    def __post_init__(self) -> None:
        """Raises FormErrors for what is no ISSN and no DOI prefix."""
        errors = {}
        if self.issn and not is_issn(self.issn):
            errors["issn"] = "Write the ISSN as 1234-5679; its last digit checks the others."
        if self.doi_prefix and not _PREFIX.fullmatch(self.doi_prefix):
            errors["doi_prefix"] = "Write the prefix as 10.1234 or 10.1234/signals2027."
        if errors:
            raise FormErrors({}, errors)

    def setup(self) -> Setup:
        """The set-up that it asks for."""
        return Setup(**msgspec.structs.asdict(self))


def is_issn(text: str) -> bool:
    """Whether its last digit is right (ISO 3297)."""
    if not _ISSN.fullmatch(text):
        return False
    digits = text.replace("-", "")
    total = sum(int(digit) * (8 - place) for place, digit in enumerate(digits[:7]))
    return "0123456789X"[-total % 11] == digits[7]
