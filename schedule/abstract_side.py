"""The programme as the abstracts below it know it: told to them at the roof."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from abstracts.changes.programme import PlannedPlace, PublicPlace
from conference.orm import Action
from schedule.actions import abstract_places as actions
from schedule.queries import abstract_places as queries


class AbstractSide:
    """Answers `abstracts.changes.programme.ProgrammeSide`."""

    async def place(self, abstract: UUID) -> PlannedPlace | None:
        """Where the draft has it."""
        return await queries.planned_place(abstract)

    async def released(self, meeting: UUID, codes: Collection[str]) -> dict[str, PublicPlace]:
        """Where the newest release has them."""
        return await queries.released_places(meeting, codes)

    async def vacate(self, act: Action, abstract: UUID, why: str) -> PlannedPlace | None:
        """Marks its place."""
        return await actions.vacate_place(act, abstract, why)

    async def restore(self, act: Action, abstract: UUID) -> PlannedPlace | None:
        """Takes the mark away."""
        return await actions.restore_place(act, abstract)

    async def clashes(self, meeting: UUID, abstract: UUID, person: UUID) -> tuple[str, ...]:
        """What a presenter would clash with."""
        return await queries.clashes_of_presenter(meeting, abstract, person)

    async def present(
        self, act: Action, abstract: UUID, before: UUID | None, after: UUID | None
    ) -> PlannedPlace | None:
        """Puts another presenter into its place."""
        return await actions.put_presenter(act, abstract, before, after)


ABSTRACT_SIDE = AbstractSide()
