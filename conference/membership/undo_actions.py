"""Taking an applied import back: what is still as it was left, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.membership.errors import CannotUndo, RollHasChanged
from conference.membership.import_queries import roll_proposal
from conference.membership.roll_lock import lock_roll
from conference.membership.roll_record import PERSON_FIELDS
from conference.membership.roll_undo import UndoPerson, UndoPreview
from conference.membership.tables import Membership, MembershipType, RollImport
from conference.membership.undo_queries import preview_of_undo, undo_of
from conference.orm import Action, Actor, action
from conference.people.actions import amend_person
from conference.people.queries import CHUNK
from conference.people.traces import drop_address, forget_people, lock_people


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """How many people were taken back, and how many stay as they are."""

    back: int
    stay: int

    def __str__(self) -> str:
        people = "1 person is" if self.back == 1 else f"{self.back} people are"
        stay = f"; {self.stay} {'stays' if self.stay == 1 else 'stay'} untouched"
        stay = stay if self.stay else ""
        return f"The import is taken back: {people} as before it{stay}."


async def undo_roll_import(
    *, import_id: UUID, society: UUID, digest: str, by: Actor, now: datetime
) -> UndoOutcome:
    """Takes back what the preview of this `digest` showed, all of it or nothing; once.

    Raises UnknownImport, CannotUndo, and RollHasChanged if the preview would look otherwise now.
    """
    async with action("undo_roll_import", by=by, now=now) as act:
        await lock_roll(society)
        preview, types = await _claim(import_id, society, now)
        if preview.digest != digest:
            raise RollHasChanged("Somebody changed the roll after this was shown.")
        if not preview.back:
            raise CannotUndo("Nothing of this import can be taken back.")
        await _take_back(act, [each.undo for each in preview.back])
        await _remove_unused(act, types)
        outcome = UndoOutcome(len(preview.back), len(preview.stays))
        act.note("roll_import", import_id, taken_back=outcome.back, stay=outcome.stay)
    return outcome


async def _claim(
    import_id: UUID, society: UUID, now: datetime
) -> tuple[UndoPreview, Sequence[UUID]]:
    proposal = await roll_proposal(import_id, society)
    claimed = (
        await RollImport.update({RollImport.undone_at: now})
        .where(
            RollImport.id == import_id,
            RollImport.applied_at.is_not_null(),
            RollImport.undone_at.is_null(),
        )
        .returning(RollImport.applied_at)
    )
    if not claimed or proposal.applied_at is None:
        raise CannotUndo(f"{proposal.file_name} was not applied, or it was taken back before.")
    undo = await undo_of(import_id)
    await lock_people([each.person for each in undo.people if each.is_new])
    return await preview_of_undo(undo, proposal.applied_at), undo.types


async def _take_back(act: Action, people: Sequence[UndoPerson]) -> None:
    added = [each.id for person in people for each in person.added]
    for start in range(0, len(added), CHUNK):
        await Membership.delete().where(Membership.id.is_in(added[start : start + CHUNK]))
    for person in people:
        for each in person.added:
            act.note("person", person.person, membership=[each.words, None])
        await _correct_back(act, person)
        if not person.is_new:
            await _amend_back(act, person)
    await forget_people(act, [each.person for each in people if each.is_new])


async def _correct_back(act: Action, person: UndoPerson) -> None:
    for each in person.corrected:
        was = each.before
        await Membership.update(
            {
                Membership.type: was.type_id,
                Membership.valid_to: was.valid_to,
                Membership.status: was.status.value,
            }
        ).where(Membership.id == was.id)
        act.note(
            "membership", was.id, valid_to=[each.after.valid_to, was.valid_to],
            status=[each.after.status.value, was.status.value],
        )  # fmt: skip


async def _amend_back(act: Action, person: UndoPerson) -> None:
    values = {PERSON_FIELDS[each.field]: each.before for each in person.fields}
    if values:
        await amend_person(act, person.person, **values)
    if person.address:
        await drop_address(act, person.person, person.address)


async def _remove_unused(act: Action, types: Sequence[UUID]) -> None:
    """The membership types that the import made, unless something else uses them since."""
    for type_id in types:
        uses = [
            await column._meta.table.exists().where(column == type_id)
            for column in MembershipType._meta.foreign_key_references
        ]
        if not any(uses):
            await MembershipType.delete().where(MembershipType.id == type_id)
            act.note("membership_type", type_id, removed=True)
