"""What can go wrong between us and the card company, as sentences for a person."""

from __future__ import annotations

from conference.web.problems import Invalid, NotFound, Problem


class CardsDown(Problem):
    """The card company does not answer, or not clearly: nothing is recorded, asking again is
    safe because it is asked under the same key (T05)."""

    status = 503
    title = "The card company does not answer"
    code = "cards-down"

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            detail
            or "Nothing was charged and your order stands. Please try again in a few minutes."
        )


class CardsBroken(CardsDown):
    """The card company answered that it failed: under the same key it would say so again."""


class CardRefused(Invalid):
    """The card company has refused clearly; the sentence says why."""

    title = "The card company refused"


class BadEvent(Problem):
    """A message that did not come from the card company, or that cannot be read."""

    status = 400
    title = "This message is not from the card company"
    code = "bad-event"


class CardNotOffered(NotFound):
    title = "This meeting does not take cards here"


class UnknownCheckout(NotFound):
    title = "There is no such card payment"


class NothingDue(Problem):
    """The order is paid, or has ended: there is nothing to charge."""

    status = 409
    title = "Nothing is due"
    code = "nothing-due"


class MoneyOnItsWay(Problem):
    """A payment of the same order is being worked on; a second one would pay twice (T05)."""

    status = 409
    title = "A payment is on its way"
    code = "money-on-its-way"
