"""What the desk sends about somebody who comes unannounced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

import msgspec

from conference.people.forms import checked_address
from conference.people.rules import NewPerson, PersonInfo, normal_address
from conference.registration.cash.forms import TakeForm
from conference.registration.cash.rules import TILL_METHODS, Handed
from conference.registration.forms import WhoForm
from conference.registration.rules import PaymentMethod
from conference.web import FormErrors

LATER = "later"
METHODS = (*(method.value for method in TILL_METHODS), LATER)


OF_THEM = {  # the desk writes of somebody else
    "family_name": "Write the family name. Somebody with one name only has it here.",
    "affiliation": "Write the university, institute or company.",
}


class WalkInForm(WhoForm):
    """Who stands there and what they want; `is_somebody_else`: none of those of the same name.

    Nothing is judged before the address was looked up: `judged` says what is wrong.
    """

    category: Annotated[str, msgspec.Meta(max_length=40)] = ""
    day: date | None = None
    bill_country: Annotated[str, msgspec.Meta(max_length=2)] = ""
    vat_number: Annotated[str, msgspec.Meta(max_length=30)] = ""
    is_somebody_else: bool = False
    is_asked: bool = False

    def __post_init__(self) -> None:
        self.email = normal_address(self.email)

    @property
    def has_address(self) -> bool:
        """Something is typed that an address can be."""
        try:
            checked_address(self.email, "email")
        except FormErrors:
            return False
        return True

    def judged(self, known: PersonInfo | None) -> WalkInForm:
        """The same form; of somebody whom the address knows, all that was left empty is known.

        Raises FormErrors beside the fields that only the person can say.
        """
        if known is None:
            if errors := self.faults():
                raise FormErrors(self, errors)
            return self
        said, typed = WhoForm.of(known), msgspec.structs.asdict(self)
        return WalkInForm(**typed | {each: typed[each] or said[each] for each in said})

    def faults(self) -> dict[str, str]:
        errors = WhoForm.faults(self)
        return errors | {name: said for name, said in OF_THEM.items() if name in errors}

    def as_new_person(self) -> NewPerson:
        return replace(WhoForm.as_person(self), email=self.email)


class SellForm(msgspec.Struct):
    """How the price is paid. `key` was made with the form and makes it count once (T05).

    `badge_name` "" is the registered name; `is_shown_only`: the badge is looked at, nothing sold.
    """

    key: Annotated[str, msgspec.Meta(max_length=60)]
    method: str = PaymentMethod.CARD_TERMINAL.value
    given: Annotated[str, msgspec.Meta(max_length=30)] = ""
    bill_to: Annotated[str, msgspec.Meta(max_length=500)] = ""
    badge_name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    is_shown_only: bool = False

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise FormErrors(self, {"method": "Choose how it is paid."})

    @property
    def is_later(self) -> bool:
        """Whether the order stays open: an institution pays it, or another desk takes it."""
        return self.method == LATER

    def as_handed(self, total: int, currency: str) -> Handed:
        """Raises FormErrors for an amount that cannot be read."""
        method = PaymentMethod(self.method)
        taken = TakeForm(self.key, "", method, self.given).as_handed(currency)
        return replace(taken, amount=total)
