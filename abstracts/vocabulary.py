"""The words of a call for abstracts: states, kinds, wishes and decisions."""

from enum import StrEnum


class AbstractState(StrEnum):
    """Where an abstract stands; `states.TRANSITIONS` says how it gets there."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DECLINED = "declined"
    FORFEITED = "forfeited"
    WITHDRAWN = "withdrawn"


class AbstractEvent(StrEnum):
    """What moves an abstract from one state to the next."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    REJECT = "reject"
    WAITLIST = "waitlist"
    DECLINE = "decline"
    FORFEIT = "forfeit"
    WITHDRAW = "withdraw"


class CallKind(StrEnum):
    """The kinds of call; a late-breaking abstract can only become a poster (A06)."""

    REGULAR = "regular"
    LATE_BREAKING = "late_breaking"
    INVITED = "invited"


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


class Outcome(StrEnum):
    """What the committee decides; the first three are Decisions."""

    ORAL = "oral"
    LIGHTNING = "lightning"
    POSTER = "poster"
    WAITLISTED = "waitlisted"
    REJECTED = "rejected"


class Answer(StrEnum):
    """What the presenting author said to an acceptance (V08); "" is not stored as one."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN = "taken"  # silence, where silence means yes


class Silence(StrEnum):
    """What no answer means (V08): yes, or a reminder and then the slot is free."""

    ACCEPT = "accept"
    REMIND = "remind"


class Asked(StrEnum):
    """What a call asks for beside the text."""

    FUNDING = "funding"
    ETHICS = "ethics"
    TRIAL = "trial"
    JUSTIFICATION = "justification"


class DisclosureRule(StrEnum):
    """Whose interests must be disclosed before submission is complete (A10)."""

    NONE = "none"
    PRESENTING = "presenting"
    ALL = "all"


class Agreement(StrEnum):
    """What a co-author said to being named."""

    ASKED = "asked"
    AGREED = "agreed"
    OBJECTED = "objected"


class ChangeKind(StrEnum):
    """What is asked for after the deadline."""

    AUTHORS = "authors"
    PRESENTER = "presenter"


class RequestState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class RoundKind(StrEnum):
    """What a round of reviews is for."""

    ABSTRACTS = "abstracts"
    AWARD = "award"


class BlindMode(StrEnum):
    """Who is hidden from whom (V02)."""

    OPEN = "open"
    SINGLE = "single"  # reviewers do not see authors
    DOUBLE = "double"  # nor do reviewers see each other's names


class OthersSeen(StrEnum):
    """When a reviewer sees what the others said of an abstract."""

    NEVER = "never"
    AFTER = "after"  # once their own review is sent
    ALWAYS = "always"


class Counted(StrEnum):
    """Which number of a review is its score (V04)."""

    OVERALL = "overall"
    CRITERIA = "criteria"  # the mean of the criteria by their weights; no overall is asked


class ReviewerState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REMOVED = "removed"  # stopped; what they sent stays


class AssignmentState(StrEnum):
    """Open until a review is sent; a recusal is not a zero (V03)."""

    OPEN = "open"
    SENT = "sent"
    RECUSED = "recused"


class ConflictKind(StrEnum):
    """Why somebody may not judge an abstract (V03)."""

    OWN = "own"
    COAUTHOR = "coauthor"
    INSTITUTION = "institution"
    PERSON = "person"  # declared: a name or an address
    ABSTRACT = "abstract"  # declared: this one


class AwardState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INELIGIBLE = "ineligible"
    SHORTLISTED = "shortlisted"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PAID = "paid"
    FORFEITED = "forfeited"
    WITHDRAWN = "withdrawn"


class AwardMoment(StrEnum):
    """The three moments at which eligibility is evaluated (W01)."""

    DEADLINE = "deadline"
    OFFER = "offer"
    PAYMENT = "payment"


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

OUTCOME_WORDS = {
    Outcome.ORAL: "Talk",
    Outcome.LIGHTNING: "Lightning talk",
    Outcome.POSTER: "Poster",
    Outcome.WAITLISTED: "Waiting list",
    Outcome.REJECTED: "Not accepted",
}

STATE_WORDS = {
    AbstractState.DRAFT: "Draft",
    AbstractState.SUBMITTED: "Submitted",
    AbstractState.WAITLISTED: "Waiting list",
    AbstractState.ACCEPTED: "Accepted",
    AbstractState.REJECTED: "Not accepted",
    AbstractState.DECLINED: "Declined by the presenter",
    AbstractState.FORFEITED: "Place released",
    AbstractState.WITHDRAWN: "Withdrawn",
}
