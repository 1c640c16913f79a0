"""What can go wrong with a proof."""

from conference.web.problems import Invalid, NotFound, Stale


class UnknownProof(NotFound):
    title = "There is no such proof"


class ProofNotWanted(Stale):
    """The registration waits for no proof: none is needed, or it was judged."""

    title = "No proof is needed now"

    def __init__(self) -> None:
        super().__init__("It was judged already, or this category needs none.")


class ProofRefused(Invalid):
    """A file that cannot be taken, or a decision that lacks something; `errors` names the field."""
