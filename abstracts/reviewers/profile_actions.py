"""What a reviewer says of themselves: topics, institutions, whom they may not judge, how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from abstracts.reviewers.conflict_actions import free_conflicted
from abstracts.reviewers.reviewer_queries import profile_of
from abstracts.tables.review import DeclaredConflict, Interest, Reviewer
from abstracts.vocabulary import ConflictKind
from conference.orm import Action, Actor, action


@dataclass(frozen=True, slots=True)
class NewProfile:
    """As typed: topic -> 1 can read or 2 expert; texts a line each; None: no cap of their own."""

    levels: Mapping[UUID, int] = field(default_factory=dict)
    institutions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    barred_institutions: tuple[str, ...] = ()
    load_cap: int | None = None


async def save_profile(
    *, meeting: UUID, person: UUID, profile: NewProfile, by: Actor, now: datetime
) -> None:
    """Takes the place of what was said before; what the committee declared stays.

    What is open and a conflict now goes to somebody else.

    Raises NotAReviewer.
    """
    reviewer = (await profile_of(meeting, person)).reviewer
    async with action("save_reviewer_profile", by=by, now=now, meeting=meeting) as act:
        await Reviewer.update(
            {
                Reviewer.institutions: "\n".join(profile.institutions),
                Reviewer.load_cap: profile.load_cap,
            }
        ).where(Reviewer.id == reviewer)
        await _write_interests(act, reviewer, profile.levels)
        await _write_declared(act, reviewer, profile)
        await free_conflicted(act, meeting, reviewer)
        act.note(
            "reviewer", person, topics=len(profile.levels), load_cap=profile.load_cap,
            declared=len(profile.people) + len(profile.barred_institutions),
        )  # fmt: skip


async def _write_interests(act: Action, reviewer: UUID, levels: Mapping[UUID, int]) -> None:
    await Interest.delete().where(Interest.reviewer == reviewer)
    rows = [
        Interest(created_at=act.now, reviewer=reviewer, topic=topic, level=level)
        for topic, level in levels.items()
        if level
    ]
    if rows:
        await Interest.insert(*rows)


async def _write_declared(act: Action, reviewer: UUID, profile: NewProfile) -> None:
    kinds = [ConflictKind.PERSON.value, ConflictKind.INSTITUTION.value]
    await DeclaredConflict.delete().where(
        DeclaredConflict.reviewer == reviewer,
        DeclaredConflict.is_by_committee.eq(False),
        DeclaredConflict.kind.is_in(kinds),
    )
    rows = [
        *_declared(act, reviewer, ConflictKind.PERSON, profile.people),
        *_declared(act, reviewer, ConflictKind.INSTITUTION, profile.barred_institutions),
    ]
    if rows:
        await DeclaredConflict.insert(*rows)


def _declared(
    act: Action, reviewer: UUID, kind: ConflictKind, texts: Sequence[str]
) -> list[DeclaredConflict]:
    return [
        DeclaredConflict(
            created_at=act.now, reviewer=reviewer, kind=kind.value, text=text, by_name=act.by.name
        )
        for text in texts
    ]
