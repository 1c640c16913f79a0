"""What can go wrong with orders that nobody pays."""

from conference.web.problems import Invalid, Stale


class NotUnpaid(Stale):
    """The order was paid, cancelled or given up meanwhile."""

    title = "This order has changed"

    def __init__(self) -> None:
        super().__init__("It was paid, cancelled or given up meanwhile. Look at it again.")


class NothingLate(Stale):
    title = "Nothing was charged for lateness"

    def __init__(self) -> None:
        super().__init__("This order carries no such difference, or it was taken back already.")


class NotGivenUp(Stale):
    title = "This order was not given up"


class UnpaidRefused(Invalid):
    """A reason or a date that is missing; `errors` names the field."""
