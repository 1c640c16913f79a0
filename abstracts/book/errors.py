"""What a reader of abstracts may be told."""

from __future__ import annotations

from conference.web.problems import NotFound


class NotPublicYet(NotFound):
    """Nothing may be shown to this reader now (A14)."""

    title = "The abstracts are not public yet"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or "They are published once they are accepted and released.")


class NoSuchEntry(NotFound):
    """The book has no such abstract, or may not show it."""

    def __init__(self) -> None:
        super().__init__("The abstract book has no abstract with this code.")


class NotPresented(NotFound):
    """It was recorded as not shown, so it is not published (A15)."""

    status = 410
    title = "This abstract is not published"
    code = "not-presented"

    def __init__(self) -> None:
        super().__init__("It was not presented at the meeting.")
