"""The words of a call for abstracts: states, kinds, wishes and decisions."""

from enum import StrEnum


class AbstractState(StrEnum):
    """Where an abstract stands; `states.TRANSITIONS` says how it gets there."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class AbstractEvent(StrEnum):
    """What moves an abstract from one state to the next."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class CallKind(StrEnum):
    """The kinds of call; a late-breaking abstract can only become a poster (A06)."""

    REGULAR = "regular"
    LATE_BREAKING = "late_breaking"


class Preference(StrEnum):
    """How the authors would like to present."""

    ORAL_OR_POSTER = "oral_or_poster"
    ORAL_ONLY = "oral_only"
    POSTER_ONLY = "poster_only"


class Decision(StrEnum):
    """What an accepted abstract becomes."""

    ORAL = "oral"
    LIGHTNING = "lightning"
    POSTER = "poster"


class LengthUnit(StrEnum):
    """What a length policy counts."""

    CHARACTERS = "characters"
    WORDS = "words"


PREFERENCE_WORDS = {
    Preference.ORAL_OR_POSTER: "Talk or poster",
    Preference.ORAL_ONLY: "Talk only",
    Preference.POSTER_ONLY: "Poster only",
}

DECISION_WORDS = {
    Decision.ORAL: "Talk",
    Decision.LIGHTNING: "Lightning talk",
    Decision.POSTER: "Poster",
}

STATE_WORDS = {
    AbstractState.DRAFT: "Draft",
    AbstractState.SUBMITTED: "Submitted",
    AbstractState.ACCEPTED: "Accepted",
    AbstractState.REJECTED: "Not accepted",
    AbstractState.WITHDRAWN: "Withdrawn",
}
