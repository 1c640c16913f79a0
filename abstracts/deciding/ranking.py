"""Every abstract that may be decided, with its standing and all that bears on the decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import msgspec

from abstracts.changes.objections import open_objections
from abstracts.deciding.barring import barred_decisions
from abstracts.deciding.fees import unpaid_fees
from abstracts.deciding.held import Held, held_of
from abstracts.deciding.proposing import Candidate
from abstracts.deciding.scope import Scope
from abstracts.reviews.standings import Standing, standings_of
from abstracts.tables import Abstract, Author
from abstracts.vocabulary import AbstractState, CallKind, Decision, Outcome, Preference

RANKED = (
    AbstractState.SUBMITTED,
    AbstractState.WAITLISTED,
    AbstractState.ACCEPTED,
    AbstractState.REJECTED,
)
OBJECTED = "A co-author objects: settle it, or decide by hand."
_ABSTRACT: Any = Author.abstract


@dataclass(frozen=True, slots=True)
class RankedRow:
    """An abstract in the ranking. For who has a conflict, `standing` and `held` are None."""

    id: UUID
    code: str
    title: str
    topic: str
    topic_title: str
    call: str
    kind: CallKind
    preference: Preference
    barred: Mapping[Decision, str]
    state: AbstractState
    decision: Decision | None
    waiting_rank: int | None
    presenter: str
    speaker: str
    others: tuple[str, ...]
    is_fee_due: bool
    standing: Standing | None
    held: Held | None
    is_conflicted: bool
    has_objection: bool = False

    @property
    def is_released(self) -> bool:
        """The authors know already."""
        return self.state is not AbstractState.SUBMITTED

    @property
    def released_outcome(self) -> Outcome | None:
        """What was told to the authors."""
        if self.state is AbstractState.ACCEPTED and self.decision:
            return Outcome(self.decision.value)
        told = (AbstractState.WAITLISTED, AbstractState.REJECTED)
        return Outcome(self.state.value) if self.state in told else None

    @property
    def outcome(self) -> Outcome | None:
        """What is held for it, else what was released."""
        return self.held.outcome if self.held else self.released_outcome


async def ranking_of(meeting: UUID, scope: Scope) -> list[RankedRow]:
    """The abstracts that may be decided, best first; what is hidden by a conflict comes last.

    Every topic is there, since a person's one talk may be in another (V06): whoever shows them
    leaves out the topics outside of the scope. A fixed number of statements.
    """
    held = await held_of(meeting)
    standings = await standings_of(meeting)
    unpaid = await unpaid_fees(meeting)
    speakers = await speakers_of(meeting)
    rows = [
        _row(row, speakers.get(row["id"], ("", "")), unpaid, scope, held, standings)
        for row in await _abstracts(meeting)
    ]
    objected = await open_objections([row.id for row in rows])
    return _in_order(replace(row, has_objection=row.id in objected) for row in _with_others(rows))


def candidates_of(rows: Iterable[RankedRow], scope: Scope) -> list[Candidate]:
    """The rows as `propose` takes them.

    What is told, decided by hand or outside keeps what it is; what a conflict hides, or nobody has
    decided outside, is left out: a proposal never tells of it.
    """
    found = []
    for row in rows:
        is_open = is_proposable(row, scope)
        if is_open or row.outcome:
            found.append(_candidate(row, None if is_open else row.outcome))
    return found


def is_proposable(row: RankedRow, scope: Scope) -> bool:
    """Whether a proposal of this person may decide it: in scope, not told, not chosen by hand."""
    is_by_hand = row.held is not None and row.held.is_by_hand
    return scope.may_decide(row.id, row.topic) and not row.is_released and not is_by_hand


def _candidate(row: RankedRow, fixed: Outcome | None) -> Candidate:
    return Candidate(
        code=row.code,
        topic=row.topic,
        score=row.standing.normalised if row.standing else None,
        mean=row.standing.mean if row.standing else 0.0,
        speaker=row.speaker,
        speaker_name=row.presenter,
        barred=row.barred,
        fixed=fixed,
        doubt=OBJECTED if row.has_objection else "",
    )


async def _abstracts(meeting: UUID) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await Abstract.select(
        Abstract.id,
        Abstract.code,
        Abstract.title,
        Abstract.state,
        Abstract.decision,
        Abstract.waiting_rank,
        Abstract.preference,
        Abstract.is_for_lightning,
        Abstract.fee_order,
        Abstract.topic.code.as_alias("topic"),
        Abstract.topic.title.as_alias("topic_title"),
        Abstract.call.title.as_alias("call"),
        Abstract.call.kind.as_alias("kind"),
        Abstract.call.presentations.as_alias("presentations"),
    ).where(Abstract.meeting == meeting, Abstract.state.is_in([each.value for each in RANKED]))
    return rows


async def speakers_of(meeting: UUID) -> dict[UUID, tuple[str, str]]:
    """Abstract -> (who presents, as a key that is the same for the same person; their name)."""
    rows = await Author.select(
        Author.abstract,
        Author.person,
        Author.email,
        Author.given_name,
        Author.family_name,
        _ABSTRACT.presented_by.as_alias("stand_in"),
        _ABSTRACT.presented_by_name.as_alias("stand_in_name"),
    ).where(_ABSTRACT.meeting == meeting, Author.is_presenting.eq(True))
    by_email = {row["email"].lower(): row["person"] for row in rows if row["person"]}
    return {row["abstract"]: _speaker(row, by_email) for row in rows}


def _speaker(row: dict[str, Any], by_email: Mapping[str, UUID]) -> tuple[str, str]:
    """Somebody may present for the authors (A12); else who is known by the author's address."""
    address = row["email"].lower()
    person = row["stand_in"] or row["person"] or by_email.get(address)
    name = f"{row['given_name']} {row['family_name']}".strip()
    return str(person or address), row["stand_in_name"] or name


def _row(
    row: dict[str, Any],
    speaker: tuple[str, str],
    unpaid: frozenset[str],
    scope: Scope,
    held: Mapping[UUID, Held],
    standings: Mapping[UUID, Standing],
) -> RankedRow:
    kind, preference = CallKind(row["kind"]), Preference(row["preference"])
    presentations = msgspec.json.decode(row["presentations"], type=tuple[Decision, ...])
    is_hidden = row["id"] in scope.conflicted
    return RankedRow(
        id=row["id"],
        code=row["code"],
        title=row["title"],
        topic=row["topic"] or "",
        topic_title=row["topic_title"] or "No topic",
        call=row["call"],
        kind=kind,
        preference=preference,
        barred=barred_decisions(
            kind, preference, presentations, is_for_lightning=row["is_for_lightning"]
        ),
        state=AbstractState(row["state"]),
        decision=Decision(row["decision"]) if row["decision"] else None,
        waiting_rank=row["waiting_rank"],
        presenter=speaker[1],
        speaker=speaker[0],
        others=(),
        is_fee_due=bool(row["fee_order"]) and row["fee_order"] in unpaid,
        standing=None if is_hidden else standings.get(row["id"]),
        held=None if is_hidden else held.get(row["id"]),
        is_conflicted=is_hidden,
    )


def _with_others(rows: list[RankedRow]) -> list[RankedRow]:
    by_speaker: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.speaker:
            by_speaker[row.speaker].append(row.code)
    return [
        replace(row, others=tuple(code for code in by_speaker[row.speaker] if code != row.code))
        if len(by_speaker.get(row.speaker, ())) > 1
        else row
        for row in rows
    ]


def _in_order(rows: Iterable[RankedRow]) -> list[RankedRow]:
    def place(row: RankedRow) -> tuple[bool, bool, float, float, str]:
        if row.standing is None:
            return (row.is_conflicted, True, 0.0, 0.0, row.code)
        return (False, False, -row.standing.normalised, -row.standing.mean, row.code)

    return sorted(rows, key=place)
