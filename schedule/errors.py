"""What can go wrong with the programme, each with a sentence for a person."""

from __future__ import annotations

from conference.web.problems import Invalid, NotFound, Stale


class NoSuchSession(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(f"No session of this meeting has the code {code}.")


class NoSuchSlot(NotFound):
    def __init__(self, code: str) -> None:
        super().__init__(f"No talk or poster of this session has the code {code}.")


class StaleSession(Stale):
    """Someone changed the session after it was shown; `current` is the version it has now."""

    def __init__(self, code: str, seen: int, current: int) -> None:
        super().__init__("Load the page again, look at what changed, and repeat your change.")
        self.code = code
        self.seen = seen
        self.current = current


class WouldClash(Invalid):
    """The edit would put a person or a room in two places at once (S01)."""


class NotPlaceable(Invalid):
    """The abstract is not accepted, or already has its place."""


class NoSuchMeeting(NotFound):
    def __init__(self, meeting: str) -> None:
        super().__init__(f"There is no meeting {meeting}.")


class NotReleased(NotFound):
    title = "The programme is not out yet"

    def __init__(self) -> None:
        super().__init__("This programme has not been released yet. Please come back later.")


class NoSuchFeed(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "This calendar address is not in use. Its owner can make a new one on the agenda page."
        )


class NoSuchImport(NotFound):
    def __init__(self) -> None:
        super().__init__("This programme file is not here any more. Please upload it again.")


class UnreadableFile(Invalid):
    """The uploaded file is not a programme; the detail says what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, errors={"file": sentence})


class SlugTaken(Invalid):
    """The file would make a meeting whose address another one has."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"There is a meeting called {slug} already. "
            f"Import into it by naming it (--meeting {slug})."
        )
