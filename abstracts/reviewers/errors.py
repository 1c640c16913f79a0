"""What can go wrong with rounds, reviewers and assignments, in sentences."""

from conference.web.problems import Forbidden, Invalid, NotFound, Stale


class UnknownRound(NotFound):
    title = "There is no such round of reviews"

    def __init__(self) -> None:
        super().__init__("Choose one of the rounds on the committee's page.")


class UnknownReviewer(NotFound):
    title = "There is no such reviewer"

    def __init__(self) -> None:
        super().__init__("Choose one from the list of reviewers.")


class UnknownInvitation(NotFound):
    title = "This invitation is not valid"

    def __init__(self) -> None:
        super().__init__("Use the link in the newest letter, or ask the committee for another one.")


class NotAReviewer(NotFound):
    title = "You are not a reviewer of this meeting"

    def __init__(self) -> None:
        super().__init__("The committee invites reviewers; ask them if you would like to help.")


class RoundInUse(Forbidden):
    """Somebody has abstracts to read in it."""

    title = "This round is in use"


class NotAssignable(Invalid):
    """A conflict, a cap or an earlier recusal is in the way; `errors` says which."""

    title = "This cannot be assigned"


class NotTakenBack(Invalid):
    """A review that was sent stays."""

    title = "This assignment stays"


class ProposalChanged(Stale):
    """Something changed since the proposal was shown."""

    title = "The proposal is out of date"

    def __init__(self) -> None:
        super().__init__("Nothing was assigned. Look at the new proposal and apply that one.")
