"""What a call asks of an abstract, as frozen values: statements, kinds, limits, fee."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from abstracts.length import LengthPolicy
from abstracts.vocabulary import Asked, CallKind, Decision, DisclosureRule

REMINDERS = (2, 7, 14)  # days before the deadline, the most urgent first


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that the submitting author ticks (A11); its key is what an abstract keeps."""

    key: str
    text: str
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class CallRules:
    """What one call allows and asks for; `topics` are the codes that may be chosen."""

    kind: CallKind
    policy: LengthPolicy
    max_authors: int
    topics: frozenset[str]
    presentations: tuple[Decision, ...] = ()
    headings: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    asks: tuple[Asked, ...] = ()
    disclosures: DisclosureRule = DisclosureRule.NONE
    is_figure_allowed: bool = False
    has_awards: bool = False
    max_talks: int | None = None
    max_abstracts: int | None = None


class CallState(StrEnum):
    """Where a call stands on the clock."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


def call_state(opens_at: datetime, closes_at: datetime, now: datetime) -> CallState:
    """Open in [opens_at, closes_at), by the server's clock, without grace (N04)."""
    if now < opens_at:
        return CallState.COMING
    return CallState.OPEN if now < closes_at else CallState.CLOSED


def possible_presentations(
    kind: CallKind, chosen: tuple[Decision, ...] = ()
) -> tuple[Decision, ...]:
    """What may come of a call's abstracts; late-breaking is poster only whatever was chosen (A06).

    Nothing chosen means everything that the kind allows.
    """
    if kind is CallKind.LATE_BREAKING:
        return (Decision.POSTER,)
    return tuple(each for each in Decision if not chosen or each in chosen)


def fee_due(fee_member: int, fee_other: int, *, is_member: bool) -> int:
    """What submitting costs: by membership at this very moment, never given back (A07)."""
    return fee_member if is_member else fee_other


def days_before(deadline: datetime, now: datetime) -> int | None:
    """Which reminder about a deadline is due: 14, 7 or 2 days before it, the most urgent (N03)."""
    if now >= deadline:
        return None
    return next((days for days in REMINDERS if now >= deadline - timedelta(days=days)), None)
