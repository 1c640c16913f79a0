"""What can go wrong with releases, each with a sentence for a person."""

from __future__ import annotations

from collections.abc import Sequence

from conference.web.problems import Invalid, NotFound, Stale

SHOWN = 5


class OpenConflicts(Invalid):
    """Blocking conflicts are neither mended nor acknowledged (S01, N06)."""

    def __init__(self, sentences: Sequence[str]) -> None:
        shown = " ".join(sentences[:SHOWN])
        more = f" And {len(sentences) - SHOWN} more." if len(sentences) > SHOWN else ""
        text = f"Mend these first, or write why the release goes out with them: {shown}{more}"
        super().__init__(text, errors={"reason": "Mend the conflicts, or write why they may stay."})


class DraftMovedOn(Stale):
    """The draft is not what the preview showed any more."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody changed the draft after this page was shown. Look at what the release would "
            "change now, and press again."
        )


class ReleasedMeanwhile(Stale):
    """Another release went out after the preview was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Another release went out after this page was shown. Look at the preview again."
        )


class NoSuchRelease(NotFound):
    def __init__(self, number: object) -> None:
        super().__init__(f"There is no release {number} of this programme.")


class NothingReleased(Invalid):
    """An emergency change needs something public to change."""

    def __init__(self) -> None:
        super().__init__("Nothing has been released yet. Release the programme first.")


class NotPossible(Invalid):
    """The change cannot be made to this session."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, errors={field: sentence})
