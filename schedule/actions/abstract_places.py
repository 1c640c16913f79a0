"""What becomes of the place of an abstract: marked, restored, presented by somebody else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from abstracts.changes.programme import PlannedPlace
from conference.orm import Action
from conference.people import queries as people
from schedule.actions.editing import OpenedSession, hold_draft, involved
from schedule.actions.keeping import Telling, keep_steps
from schedule.queries.abstract_places import as_place
from schedule.rules.abstract_places import part_of, places_of_abstract, presented_by, with_slot
from schedule.rules.changes import DraftStep
from schedule.rules.editing import same_people
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot
from schedule.rules.trail import people_in_words
from schedule.rules.vocabulary import ItemStatus
from schedule.tables import Slot

_SESSION: Any = Slot.session


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """The talk or poster of an abstract, held for an edit."""

    opened: OpenedSession
    slot: PlannedSlot


async def vacate_place(act: Action, abstract: UUID, why: str) -> PlannedPlace | None:
    """Inside an action: the talk stays where it is and no longer takes place (A13).

    The next release shows it as cancelled; the committee takes it out or fills the gap.
    """
    held = await _hold(abstract)
    if held is None or held.slot.status is ItemStatus.CANCELLED:
        return None
    return await _set_status(act, held, ItemStatus.CANCELLED, why)


async def restore_place(act: Action, abstract: UUID) -> PlannedPlace | None:
    """Inside an action: a talk that was marked takes place again."""
    held = await _hold(abstract)
    if held is None or held.slot.status is not ItemStatus.CANCELLED:
        return None
    return await _set_status(act, held, ItemStatus.CONFIRMED, "takes place again")


async def vacate_slot(act: Action, meeting: UUID, code: str, why: str) -> bool:
    """Inside an action: this talk or poster no longer takes place; False where the draft has it no
    more, or it is marked already."""
    held = await _hold_slot(meeting, code)
    if held is None or held.slot.status is ItemStatus.CANCELLED:
        return False
    await _set_status(act, held, ItemStatus.CANCELLED, why)
    return True


async def restore_slot(act: Action, meeting: UUID, code: str) -> bool:
    """Inside an action: this talk or poster takes place again; False where it does, or the draft
    has it no more."""
    held = await _hold_slot(meeting, code)
    if held is None or held.slot.status is not ItemStatus.CANCELLED:
        return False
    await _set_status(act, held, ItemStatus.CONFIRMED, "takes place again")
    return True


async def put_presenter(
    act: Action, abstract: UUID, before: UUID | None, after: UUID | None
) -> PlannedPlace | None:
    """Inside an action: somebody else presents it (A12); the others of the talk stay."""
    held = await _hold(abstract)
    if held is None:
        return None
    slot, session = held.slot, held.opened.session
    new = await _involved(slot, after)
    changed = replace(slot, people=presented_by(slot.people, before, new))
    if same_people(changed.people, slot.people):
        return as_place(session)
    notes = {"presenter": [people_in_words(slot.people), people_in_words(changed.people)]}
    words = f"“{slot.title}” is presented by {people_in_words(changed.people) or 'nobody'}"
    await _keep(act, held, with_slot(session, changed), words, notes)
    return as_place(session)


async def _hold(abstract: UUID) -> HeldPlace | None:
    row = (
        await Slot.select(_SESSION.meeting.as_alias("meeting"))
        .where(Slot.abstract == abstract)
        .first()
    )
    if row is None:
        return None
    draft = await hold_draft(row["meeting"])
    session, slot = next(places_of_abstract(draft, abstract))
    return HeldPlace(OpenedSession(draft, session, row["meeting"]), slot)


async def _hold_slot(meeting: UUID, code: str) -> HeldPlace | None:
    draft = await hold_draft(meeting)
    places = ((each, slot) for each in draft.sessions for slot in each.slots if slot.code == code)
    found = next(places, None)
    return HeldPlace(OpenedSession(draft, found[0], meeting), found[1]) if found else None


async def _set_status(act: Action, held: HeldPlace, status: ItemStatus, why: str) -> PlannedPlace:
    session, slot = held.opened.session, held.slot
    after = with_slot(session, replace(slot, status=status))
    notes = {"talk": [f"“{slot.title}”", why]}
    await _keep(act, held, after, f"“{slot.title}” {why}", notes)
    return as_place(session)


async def _keep(
    act: Action, held: HeldPlace, after: PlannedSession, words: str, notes: dict[str, Any]
) -> None:
    """What follows from an abstract can't be taken back on the board: the abstract stays gone."""
    opened = held.opened
    telling = Telling(words, can_undo=False, zone=opened.programme.tz, notes=notes)
    await keep_steps(act, opened.meeting, [DraftStep(opened.session, after)], telling)


async def _involved(slot: PlannedSlot, person: UUID | None) -> Involved | None:
    known = await people.person_by_id(person) if person else None
    if known is None:
        return None
    return involved(known, part_of(slot))
