"""What can go wrong when a registration is changed."""

from conference.registration.changes.rules.change import Refusal
from conference.web.problems import Invalid, NotFound, Stale


class ChangeRefused(Invalid):
    """A change that the rules do not allow; `refusal` says why, beside which field."""

    title = "This cannot be changed"

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence, errors={refusal.field: refusal.sentence})
        self.refusal = refusal


class ChangedMeanwhile(Stale):
    """What was shown does not hold any more; nothing was changed."""

    title = "Something has changed meanwhile"

    def __init__(self) -> None:
        super().__init__("Nothing was done. Look at it again and confirm what it says now.")


class UnknownBulkChange(NotFound):
    title = "There is no such change"


class UnknownVisaRefusal(NotFound):
    title = "Nobody told of a refused visa here"
