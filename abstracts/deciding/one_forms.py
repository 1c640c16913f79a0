"""What the committee sends about one abstract."""

from __future__ import annotations

from typing import Annotated

import msgspec

from abstracts.vocabulary import Outcome
from conference.people.forms import checked_address
from conference.web import FormErrors

NOTHING = "nothing"


class DecideForm(msgspec.Struct):
    """A decision on one abstract; `do` is the button: hold it, or decide and tell now.

    `was`: what was held when the page was made, NOTHING for nothing.
    """

    outcome: Outcome
    note: Annotated[str, msgspec.Meta(max_length=4_000)] = ""
    why: Annotated[str, msgspec.Meta(max_length=200)] = ""
    objection: bool = False
    do: str = "hold"
    was: str | None = None

    def __post_init__(self) -> None:
        if self.do not in ("hold", "tell"):
            raise ValueError("Choose one of the two buttons.")
        if not self.why:
            sentence = "Say why in a few words: the committee reads it later."
            raise FormErrors(self, {"why": sentence})


class KnownByForm(msgspec.Struct):
    """By which address a presenting author is known."""

    email: str

    def __post_init__(self) -> None:
        self.email = checked_address(self.email, "email")
