"""What can go wrong in deciding, in sentences."""

from conference.web.problems import Forbidden, Invalid, Stale


class NotYours(Forbidden):
    """A conflict of interest, or a topic that somebody else looks after (V03)."""

    title = "Somebody else decides this"


class SeenOtherwise(Stale):
    """The decisions changed since they were shown."""

    def __init__(self) -> None:
        super().__init__(
            "Decisions were changed since you opened this page. Nothing was saved: look at them "
            "as they are now, and decide again."
        )


class LetterRefused(Invalid):
    """`errors` says which placeholder nobody knows, by field."""
