"""Who gets a place that became free: the next on the waiting list whom it fits. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from abstracts.vocabulary import DECISION_WORDS, Decision


@dataclass(frozen=True, slots=True)
class Waiting:
    """An abstract on the waiting list; `barred` says what it cannot become, and why."""

    code: str
    rank: int
    topic: str = ""
    speaker: str = ""
    name: str = ""
    barred: Mapping[Decision, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FreePlace:
    """What an abstract that left was going to be, and its topic."""

    code: str
    decision: Decision
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Promotion:
    """Who is next for a place, why, and who was passed over for which reason."""

    code: str
    place: FreePlace
    reason: str
    passed: tuple[str, ...] = ()


def next_for(
    place: FreePlace, waiting: Sequence[Waiting], talks: Mapping[str, str]
) -> Promotion | None:
    """The best rank of the same topic whom the place fits, else the best of all; None: nobody.

    `talks`: a person -> the abstract with which they have a talk already (V06). A place is never
    filled against a wish or a call (V05, A06).
    """
    in_order = sorted(waiting, key=lambda each: (each.rank, each.code))
    passed: list[str] = []
    for group, where in (
        ([each for each in in_order if each.topic == place.topic], f"topic {place.topic}"),
        ([each for each in in_order if each.topic != place.topic], "all topics"),
    ):
        for each in group:
            if refusal := _refusal(each, place.decision, talks):
                passed.append(f"{each.code} (rank {each.rank}): {refusal}")
                continue
            word = DECISION_WORDS[place.decision].lower()
            reason = f"Rank {each.rank}, the first of {where} that can be a {word}."
            return Promotion(each.code, place, reason, tuple(passed))
    return None


def _refusal(each: Waiting, decision: Decision, talks: Mapping[str, str]) -> str:
    if why := each.barred.get(decision):
        return why
    if decision is not Decision.POSTER and (other := talks.get(each.speaker, "")):
        return f"{each.name} has a talk already ({other})"
    return ""
