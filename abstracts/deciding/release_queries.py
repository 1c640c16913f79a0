"""What a release would do: which held decisions, which letters, and what is in doubt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from abstracts.deciding.held import Held, held_of
from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.deciding.proposing import PLURALS
from abstracts.deciding.ranking import speakers_of
from abstracts.tables import Abstract
from abstracts.tables.deciding import DecisionRelease
from abstracts.vocabulary import OUTCOME_WORDS, AbstractState, Decision, Outcome


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """One moment at which decisions became known."""

    number: int
    released_at: datetime
    by_name: str
    counts: Mapping[str, int]
    answer_by: datetime | None
    register_by: datetime | None


@dataclass(frozen=True, slots=True)
class ReleaseFilter:
    """Which held decisions are released: of a call, of a topic; empty: of all."""

    call: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class ToRelease:
    """A held decision with where its abstract belongs and stands."""

    held: Held
    title: str
    call: str
    topic: str
    state: AbstractState
    presenter: str
    speaker: str
    decision: Decision | None = None


async def releases_of(meeting: UUID) -> list[ReleaseInfo]:
    """The releases of a meeting, newest first; one statement."""
    rows = (
        await DecisionRelease.select()
        .where(DecisionRelease.meeting == meeting)
        .order_by(DecisionRelease.number, ascending=False)
    )
    return [
        ReleaseInfo(
            row["number"],
            row["released_at"],
            row["by_name"],
            msgspec.json.decode(row["counts"], type=dict[str, int]),
            row["answer_by"],
            row["register_by"],
        )
        for row in rows
    ]


async def to_release(meeting: UUID, wanted: ReleaseFilter) -> list[ToRelease]:
    """The held decisions that the filter takes, by reference; three statements."""
    held = await held_of(meeting)
    rows = await Abstract.select(
        Abstract.id,
        Abstract.title,
        Abstract.state,
        Abstract.decision,
        Abstract.call.key.as_alias("call"),
        Abstract.topic.code.as_alias("topic"),
    ).where(Abstract.meeting == meeting, Abstract.submitted_at.is_not_null())
    speakers = await speakers_of(meeting)
    found = [
        ToRelease(
            held[row["id"]],
            row["title"],
            row["call"],
            row["topic"] or "",
            AbstractState(row["state"]),
            *speakers.get(row["id"], ("", ""))[::-1],
            Decision(row["decision"]) if row["decision"] else None,
        )
        for row in rows
        if row["id"] in held
    ]
    mine = [
        each
        for each in found
        if wanted.call in ("", each.call) and wanted.topic in ("", each.topic)
    ]
    return sorted(mine, key=lambda each: each.held.code)


async def talks_given(meeting: UUID, policy: AbstractPolicyInfo) -> dict[str, frozenset[str]]:
    """Who presents -> the abstracts with which they have a talk already; two statements."""
    rows = await Abstract.select(Abstract.id, Abstract.code).where(
        Abstract.meeting == meeting,
        Abstract.state == AbstractState.ACCEPTED.value,
        Abstract.decision.is_in([each.value for each in _talks(policy)]),
    )
    speakers = await speakers_of(meeting)
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        speaker, _ = speakers.get(row["id"], ("", ""))
        found[speaker] = found.get(speaker, frozenset()) | {row["code"]}
    return found


def doubts_of(
    chosen: Sequence[ToRelease],
    policy: AbstractPolicyInfo,
    given: Mapping[str, frozenset[str]],
) -> list[str]:
    """What somebody should look at before it is told: two talks of one person (V06).

    `given`: the talks that people have already, as `talks_given` says.
    """
    if not policy.has_one_talk:
        return []
    talks: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    changing = {each.held.code for each in chosen}
    for each in chosen:
        if each.speaker and each.held.outcome in _talks(policy):
            talks[each.speaker] |= {each.held.code, *given.get(each.speaker, ())} - (
                changing - {each.held.code}
            )
            names[each.speaker] = each.presenter
    return [
        f"{names[speaker]} would give {len(codes)} talks: {', '.join(sorted(codes))}."
        for speaker, codes in talks.items()
        if len(codes) > 1
    ]


def _talks(policy: AbstractPolicyInfo) -> set[Outcome]:
    return {Outcome.ORAL, Outcome.LIGHTNING} if policy.is_lightning_a_talk else {Outcome.ORAL}


def counts_of(chosen: Iterable[ToRelease]) -> dict[Outcome, int]:
    """How many of each outcome, in the order of outcomes."""
    found = Counter(each.held.outcome for each in chosen)
    return {outcome: found[outcome] for outcome in Outcome if found[outcome]}


def counted(counts: Mapping[str, int]) -> str:
    """ "48 talks, 1 poster, 3 waiting list"."""
    plurals = {each.value: PLURALS[each] for each in Decision}
    words = {each.value: OUTCOME_WORDS[each].lower() for each in Outcome}
    return ", ".join(
        f"{number} {words[key] if number == 1 else plurals.get(key, words[key])}"
        for key, number in counts.items()
    )


async def undecided(meeting: UUID) -> int:
    """How many submitted abstracts nothing is held for; two statements."""
    held = await held_of(meeting)
    rows = await Abstract.select(Abstract.id).where(
        Abstract.meeting == meeting, Abstract.state == AbstractState.SUBMITTED.value
    )
    return sum(1 for row in rows if row["id"] not in held)


def is_accepting(outcome: Outcome) -> bool:
    """Whether the outcome is a talk, a lightning talk or a poster."""
    return outcome.value in {each.value for each in Decision}
