"""What can go wrong with certificates, as sentences for a person."""

from __future__ import annotations

from conference.web.problems import NotFound, Problem, Stale


class UnknownCertificate(NotFound):
    """No certificate of this meeting has the code."""

    title = "No certificate has this code"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            detail
            or "Please compare it with the paper, sign by sign. It has twelve of them; there is "
            "no letter I, L, O or U in it."
        )


class NotEntitled(Problem):
    """The certificate may not be given, or not yet."""

    status = 409
    title = "This certificate cannot be given"
    code = "not-entitled"


class AlreadyRevoked(Stale):
    """Somebody revoked it since the page was shown."""

    def __init__(self) -> None:
        super().__init__("This certificate was revoked already.")


class AnsweredMeanwhile(Stale):
    """Somebody decided it since the page was shown."""

    def __init__(self) -> None:
        super().__init__("Somebody decided this meanwhile. Look at it again.")


class StillFollows(Stale):
    """What followed from it stands: it is taken back first."""

    title = "Something follows from it"

    def __init__(self) -> None:
        super().__init__("Take back first what followed from it; the committee’s list has it.")
