"""Which card company this installation speaks to, and in whose name."""

from __future__ import annotations

from dataclasses import dataclass

from conference.registration.card.errors import CardNotOffered
from conference.registration.card.pretend_cards import PretendCards
from conference.registration.card.provider import CardProvider
from conference.registration.card.stripe_cards import StripeCards
from conference.registration.ticket import Issuer
from conference.registration.till import issuer_of
from conference.settings import Settings


@dataclass(frozen=True, slots=True)
class Cards:
    """The card company, and who issues the letters about what it tells."""

    provider: CardProvider
    issuer: Issuer


def cards_of(settings: Settings) -> Cards | None:
    """Stripe if there is a key, in a demonstration without one a pretended company, else none."""
    issuer = issuer_of(settings)
    if settings.stripe_secret_key:
        stripe = StripeCards(
            settings.stripe_secret_key, settings.stripe_webhook_secret, settings.stripe_api_base
        )
        return Cards(stripe, issuer)
    return Cards(PretendCards(settings.secret), issuer) if settings.is_demo else None


def the_cards(settings: Settings) -> Cards:
    """Raises CardNotOffered where no card company is set up."""
    cards = cards_of(settings)
    if cards is None:
        raise CardNotOffered("Pay in another way, or ask the office.")
    return cards


_told: Cards | None = None


def tell_cards(settings: Settings) -> None:
    """At the roof: the card company that housekeeping asks, which no request tells its settings."""
    global _told
    _told = cards_of(settings)


def told_cards() -> Cards | None:
    return _told
