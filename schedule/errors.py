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


class WouldConflict(Invalid):
    """The edit would put a person or a room in two places at once (S01)."""


class NotPlaceable(Invalid):
    """The abstract is not accepted, or already has its place."""


class DoesNotFit(Invalid):
    """What is asked for inside a session has no room there."""

    @classmethod
    def earlier(cls, free: int) -> DoesNotFit:
        """Talks would overlap the one before them."""
        sentence = f"Only {free} minutes are free before them. Choose at most -{free}."
        if not free:
            sentence = "Nothing is free before them. Move them later, or shorten a talk first."
        return cls(sentence, errors={"shift_minutes": sentence})

    @classmethod
    def too_many(cls, talks: int, minutes: int, step: int) -> DoesNotFit:
        """Less than one step for each talk."""
        sentence = (
            f"{talks} talks do not fit into {minutes} minutes in steps of {step}. "
            "Take some out, lengthen the session, or choose whole minutes."
        )
        return cls(sentence, errors={"step": sentence})

    @classmethod
    def none_of_kind(cls, kind: str) -> DoesNotFit:
        """Nothing is there that could get another length."""
        sentence = f"There is no {kind.lower()} in this session. Choose another kind."
        return cls(sentence, errors={"each_kind": sentence})


class NotMovable(Invalid):
    """The session or talk cannot go there; the detail says why."""


class ChangedSince(Stale):
    """What is to be taken back was changed since by somebody; the detail says by whom and when."""

    title = "This cannot be taken back any more"
    code = "changed-since"


class NothingToTakeBack(Invalid):
    """The editor has no step left to take back, or to do again."""

    title = "Nothing is left to take back"


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


class NoSuchPart(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "The released programme has no such day, track, room or person. "
            "The page “In your calendar” lists those it has."
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


class UnknownFormat(Invalid):
    """The programme is not written in that format; the detail names those it is written in."""

    def __init__(self, ending: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no format “{ending}” of it. There are: {', '.join(known)}.")
