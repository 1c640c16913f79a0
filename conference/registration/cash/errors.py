"""What can go wrong at a till."""

from conference.web.problems import Invalid, NotFound, Stale


class TillRefused(Invalid):
    """An amount that cannot be taken, or a count without the note it needs; `errors` says why."""


class UnknownTillPayment(NotFound):
    title = "There is no such payment of a desk"


class UnknownCashUp(NotFound):
    title = "There is no such cash-up"


class CountedAlready(Stale):
    """The payment is part of a cash-up: the drawer was counted with it."""

    title = "This payment was counted already"

    def __init__(self) -> None:
        super().__init__("The drawer was counted with it. Ask the office to correct the order.")
