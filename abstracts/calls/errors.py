"""What can go wrong while a call is set up, in sentences."""

from conference.web.problems import Forbidden, Invalid, NotFound, Stale


class UnknownTopic(NotFound):
    title = "There is no such topic"


class UnknownLateLink(NotFound):
    """The address is wrong, or the link was revoked or replaced."""

    title = "This link does not work"

    def __init__(self) -> None:
        super().__init__(
            "It was revoked, or a part of the address is missing. Ask the committee for a new one."
        )


class LateLinkUsed(Forbidden):
    """A late link belongs to the first person who used it."""

    title = "This link is used already"

    def __init__(self) -> None:
        super().__init__(
            "Somebody else signed in with it first. Ask the committee for a link of your own."
        )


class CallRefused(Invalid):
    """A call that cannot be; `errors` says, field by field, why."""


class CallInUse(Stale):
    """A call with abstracts stays."""

    title = "This call has abstracts"

    def __init__(self, many: int) -> None:
        held = "1 abstract" if many == 1 else f"{many} abstracts"
        super().__init__(f"It holds {held}, drafts too, so it stays. Extend or hide it instead.")


class DeadlineMoved(Stale):
    """Somebody else extended the call since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else extended this call. Is your date still right? Send it again."
        )


class TopicsRefused(Invalid):
    """Topics that cannot be; `errors` says why."""


class FeeSettled(Stale):
    """Nothing is due of the fee, or a part of it was paid."""

    def __init__(self) -> None:
        super().__init__("This fee was paid, in part or whole, or waived meanwhile.")
