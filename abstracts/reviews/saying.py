"""What a reviewer says of an abstract, and what of it is not yet right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from abstracts.reviewers.rounds import RoundInfo
from abstracts.reviews.scoring_rules import weighted_mean
from abstracts.reviews.words import RECOMMENDATIONS
from abstracts.vocabulary import Counted, RoundKind

LONGEST_COMMENT = 5_000


@dataclass(frozen=True, slots=True)
class Said:
    """Scores, a recommendation and two comments: one for the committee, one for the authors."""

    overall: int | None = None
    scores: Mapping[str, int] = field(default_factory=dict)
    recommendation: str = ""
    to_committee: str = ""
    to_authors: str = ""


NOTHING_SAID = Said()


def does_ask_overall(round_: RoundInfo) -> bool:
    """An overall score is asked for unless the criteria are the score."""
    return counted_of(round_) is Counted.OVERALL


def does_ask_recommendation(round_: RoundInfo) -> bool:
    """Award rounds judge applicants, not what becomes of their abstracts."""
    return round_.kind is RoundKind.ABSTRACTS


def counted_of(round_: RoundInfo) -> Counted:
    """Which number is the score; without criteria there is only the overall one."""
    return round_.counted if round_.criteria else Counted.OVERALL


def criteria_mean(said: Said, round_: RoundInfo) -> float | None:
    """The weighted mean of the criteria; None where none is scored."""
    return weighted_mean(said.scores, {each.key: each.weight for each in round_.criteria})


def find_wrong(said: Said, round_: RoundInfo) -> dict[str, str]:
    """What cannot be saved even as a draft: sentences by field."""
    wrong = {}
    scale = f"Give a score from {round_.lowest} to {round_.highest}."
    if said.overall is not None and said.overall not in round_.scores:
        wrong["overall"] = scale
    for each in round_.criteria:
        if each.key in said.scores and said.scores[each.key] not in round_.scores:
            wrong[f"score_{each.key}"] = scale
    if said.recommendation and said.recommendation not in RECOMMENDATIONS:
        wrong["recommendation"] = "Choose one from the list."
    for name, text in (("to_committee", said.to_committee), ("to_authors", said.to_authors)):
        if len(text) > LONGEST_COMMENT:
            wrong[name] = f"This is too long; at most {LONGEST_COMMENT:,} characters."
    return wrong


def find_missing(said: Said, round_: RoundInfo) -> dict[str, str]:
    """What must still be said before the review can be sent: the scores that count (V04)."""
    if does_ask_overall(round_):
        return {} if said.overall is not None else {"overall": "Give an overall score."}
    return {
        f"score_{each.key}": f"Give a score for “{each.title}”."
        for each in round_.criteria
        if each.weight and each.key not in said.scores
    }
