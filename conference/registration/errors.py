"""What can go wrong when somebody registers, pays or cancels."""

from datetime import datetime

from conference.registration.quoted import NotForSale
from conference.web.problems import Invalid, NotFound, Problem, Stale


class NotOnSale(Invalid):
    """There is no price for this person, category, mode and instant; `refused` says why."""

    title = "Not for sale now"

    def __init__(self, refused: NotForSale) -> None:
        super().__init__(refused.sentence, errors={refused.field: refused.sentence})
        self.refused = refused


class MeetingFull(Problem):
    """Every place is taken; nothing was written."""

    status = 409
    title = "The meeting is full"
    code = "meeting-full"

    def __init__(self) -> None:
        super().__init__("Every place is taken. Nothing was ordered and nothing will be charged.")


class SoldOut(Problem):
    """A limited extra, category or code has no place left; nothing was written."""

    status = 409
    title = "Sold out"
    code = "sold-out"

    def __init__(self, pool: str) -> None:
        self.pool = pool
        self.kind, _, self.key = pool.partition(":")
        super().__init__(_SOLD_OUT.get(self.kind, _SOLD_OUT["extra"]).format(self.key))


_SOLD_OUT = {
    "extra": "The last place of “{}” has just been taken. Nothing was ordered.",
    "category": "The places of the category “{}” are all given. Nothing was ordered.",
    "code": "Code {} has been used as often as it may be. Nothing was ordered.",
}


class AlreadyRegistered(Problem):
    """One active registration per person and meeting (R01)."""

    status = 409
    title = "You are registered already"
    code = "already-registered"

    def __init__(self) -> None:
        super().__init__("You hold a place at this meeting. Look under “My registrations”.")


class QuoteExpired(Stale):
    """The price that was said holds no more; a new one must be shown and agreed to."""

    title = "This price has run out"

    def __init__(self, expired_at: datetime) -> None:
        super().__init__("Look at the price of today and confirm again.")
        self.expired_at = expired_at


class UnknownQuote(NotFound):
    title = "There is no such quote"


class UnknownOrder(NotFound):
    title = "There is no such order"


class UnknownRegistration(NotFound):
    title = "There is no such registration"


class AlreadyCancelled(Stale):
    title = "This registration is cancelled already"


class PaymentRefused(Invalid):
    """An amount, date or reference that cannot be recorded; the sentence says why."""


class PriceListRefused(Invalid):
    """Prices or periods that cannot be saved; `errors` names the fields."""


class UnknownCategory(NotFound):
    title = "There is no such category"
