"""What a ranking, cut-offs and targets make of each abstract: pure, with the reason of each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from abstracts.vocabulary import DECISION_WORDS, Decision, Outcome

LEVELS = (Decision.ORAL, Decision.LIGHTNING, Decision.POSTER)
PLURALS = {
    Decision.ORAL: "talks",
    Decision.LIGHTNING: "lightning talks",
    Decision.POSTER: "posters",
}
DEFAULT_SHARES = {Decision.ORAL: 0.12, Decision.LIGHTNING: 0.06}  # V05: Athens 2023
ALL = ""  # the topic of what holds for the whole meeting


@dataclass(frozen=True, slots=True)
class Candidate:
    """One abstract to decide. `score` is the normalised mean; None: nobody has reviewed it.

    `barred` says why it cannot become something. `fixed` is what it is already, by hand or by an
    earlier release: it takes its place and its person's talk, and is not proposed anew. `doubt`
    says why somebody has to look at it first.
    """

    code: str
    topic: str
    score: float | None
    mean: float = 0.0
    speaker: str = ""
    speaker_name: str = ""
    barred: Mapping[Decision, str] = field(default_factory=dict)
    fixed: Outcome | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class CutOffs:
    """The lowest score for each; None: no lowest score."""

    oral: float | None = None
    lightning: float | None = None
    poster: float | None = None
    waiting: float | None = None

    def wanted(self, score: float) -> Outcome:
        """The best that a score reaches; below all of them it is not accepted.

        Whoever reaches something reaches what is less: an empty cut-off never lies below the next.
        """
        steps = (
            (Outcome.ORAL, self.oral),
            (Outcome.LIGHTNING, self.lightning),
            (Outcome.POSTER, self.poster),
            (Outcome.WAITLISTED, self.waiting),
        )
        best = Outcome.REJECTED
        for step, low in reversed(steps):
            if low is not None and score < low:
                break
            best = step
        return best


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds whatever the scores: cut-offs and targets by topic (ALL: everywhere), V06."""

    cutoffs: Mapping[str, CutOffs] = field(default_factory=dict)
    targets: Mapping[tuple[str, Decision], int] = field(default_factory=dict)
    has_one_talk: bool = True
    is_lightning_a_talk: bool = True

    def cutoffs_of(self, topic: str) -> CutOffs:
        """The topic's own cut-offs, else those for all."""
        return self.cutoffs.get(topic) or self.cutoffs.get(ALL) or CutOffs()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for one abstract; `outcome` None: not proposed (no review, or a doubt)."""

    code: str
    outcome: Outcome | None
    reason: str
    rank: int = 0
    waiting_rank: int | None = None
    is_displaced: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row for every candidate that is not fixed, best first, and the counts of all."""

    rows: tuple[Proposed, ...]
    counts: Mapping[tuple[str, Outcome], int]

    def count(self, outcome: Outcome, topic: str = ALL) -> int:
        """How many become this, those that were fixed before among them."""
        return self.counts.get((topic, outcome), 0)


def rank(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Best first by normalised score, ties by plain mean, then by reference; unscored last."""
    return sorted(
        candidates,
        key=lambda each: (each.score is None, -(each.score or 0.0), -each.mean, each.code),
    )


def propose(ranked: Sequence[Candidate], rules: Rules) -> Proposal:
    """Goes down the ranking and gives each abstract the best that is left for it (V05, V06).

    Never gives what is barred, never more than a target, never a second talk to a person; what an
    abstract loses to these rules is said in its row. With the same cut-offs everywhere, lowering
    one takes what it leads to from nobody who had it.
    """
    room = _Room(rules)
    in_order = rank(ranked)
    for each in in_order:
        if each.fixed:
            room.take(each, each.fixed)
    rows = []
    for place, each in enumerate(in_order, start=1):
        if each.fixed is None:
            rows.append(_row(each, place, room, rules))
    return Proposal(tuple(rows), dict(room.counts))


def default_targets(counts: Mapping[str, int]) -> dict[tuple[str, Decision], int]:
    """12 % talks and 6 % lightning talks of each topic and of all (V05), rounded; no fewer posters.

    `counts`: topic -> how many abstracts may be accepted.
    """
    numbers = {**counts, ALL: sum(counts.values())}
    return {
        (topic, decision): round(number * share)
        for topic, number in numbers.items()
        for decision, share in DEFAULT_SHARES.items()
    }


def fitting_cutoffs(ranked: Sequence[Candidate], rules: Rules, topic: str) -> CutOffs:
    """The cut-offs that the targets come to in a topic: the score of the last that gets in."""
    found = propose(ranked, Rules({}, rules.targets, rules.has_one_talk, rules.is_lightning_a_talk))
    scores = {each.code: each.score for each in ranked if topic in (ALL, each.topic)}
    lowest: dict[Outcome, float] = {}
    for row in found.rows:
        score = scores.get(row.code)
        if row.outcome and score is not None:
            lowest[row.outcome] = score
    oral = lowest.get(Outcome.ORAL)
    lightning = lowest.get(Outcome.LIGHTNING)
    if oral is not None and lightning is not None:
        lightning = min(oral, lightning)
    return CutOffs(oral, lightning)


class _Room:
    """What is taken so far."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.counts: Counter[tuple[str, Outcome]] = Counter()
        self.talks: dict[str, str] = {}
        self.lightnings: dict[str, str] = {}

    def take(self, candidate: Candidate, outcome: Outcome) -> None:
        for topic in {ALL, candidate.topic}:
            self.counts[topic, outcome] += 1
        if candidate.speaker and outcome is Outcome.ORAL:
            self.talks.setdefault(candidate.speaker, candidate.code)
        if candidate.speaker and outcome is Outcome.LIGHTNING:
            self.lightnings.setdefault(candidate.speaker, candidate.code)

    def refusal(self, candidate: Candidate, decision: Decision) -> str:
        """Why it does not become this; "" if it can."""
        return (
            candidate.barred.get(decision, "")
            or self._other_talk(candidate, decision)
            or self._is_full(candidate.topic, decision)
        )

    def _other_talk(self, candidate: Candidate, decision: Decision) -> str:
        if not self.rules.has_one_talk or decision is Decision.POSTER or not candidate.speaker:
            return ""
        same = self.talks if decision is Decision.ORAL else self.lightnings
        other = same.get(candidate.speaker)
        if other is None and self.rules.is_lightning_a_talk:
            both = {**self.lightnings, **self.talks}
            other = both.get(candidate.speaker)
        return f"{candidate.speaker_name} has a talk already ({other})" if other else ""

    def _is_full(self, topic: str, decision: Decision) -> str:
        for where in dict.fromkeys((topic, ALL)):
            target = self.rules.targets.get((where, decision))
            if target is not None and self.counts[where, Outcome(decision.value)] >= target:
                of_topic = f" of {topic}" if where else ""
                return f"all {target} {PLURALS[decision]}{of_topic} are given"
        return ""


def _row(each: Candidate, place: int, room: _Room, rules: Rules) -> Proposed:
    if each.score is None:
        return Proposed(each.code, None, "Nobody has reviewed it: decide it by hand.", place)
    if each.doubt:
        return Proposed(each.code, None, each.doubt, place)
    wanted = rules.cutoffs_of(each.topic).wanted(each.score)
    outcome, refusals = _best(each, wanted, room)
    room.take(each, outcome)
    waits = outcome is Outcome.WAITLISTED
    waiting = room.counts[ALL, outcome] if waits else None
    reason = f"{each.score:.2f}, rank {place}"
    if refusals:
        reason = f"{reason}. {' '.join(refusals)}"
    return Proposed(each.code, outcome, reason, place, waiting, bool(refusals))


def _best(each: Candidate, wanted: Outcome, room: _Room) -> tuple[Outcome, list[str]]:
    """The best from `wanted` down that nothing refuses, and what was refused on the way."""
    refusals: list[str] = []
    if wanted in (Outcome.WAITLISTED, Outcome.REJECTED):
        return wanted, refusals
    for level in LEVELS[LEVELS.index(Decision(wanted.value)) :]:
        refusal = room.refusal(each, level)
        if not refusal:
            return Outcome(level.value), refusals
        refusals.append(f"No {DECISION_WORDS[level].lower()}: {refusal}.")
    return Outcome.WAITLISTED, refusals
