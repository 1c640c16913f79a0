"""What can go wrong while prices are set up."""

from conference.web.problems import Invalid, NotFound, Stale


class UnknownExtra(NotFound):
    title = "There is no such extra"


class UnknownBundle(NotFound):
    title = "There is no such bundle"


class UnknownCode(NotFound):
    title = "There is no such code"


class UnknownPartner(NotFound):
    title = "This society is not a partner"


class UnknownSource(NotFound):
    title = "There is no such meeting of this society"


class SetupRefused(Invalid):
    """What cannot be saved; `errors` names the fields."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, errors={field: sentence})


class StillUsed(Invalid):
    """What was sold or is named by something else stays; the sentence says by what."""

    title = "This is in use"


class PricesMoved(Stale):
    """The prices changed since the proposal was shown; nothing was copied."""

    title = "The prices were changed meanwhile"
