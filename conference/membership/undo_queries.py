"""Reading what taking an import back would do today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from conference.membership.roll_record import PERSON_FIELDS
from conference.membership.roll_undo import (
    HeldMembership,
    PersonNow,
    Undo,
    UndoPreview,
    preview_undo,
)
from conference.membership.rules import MembershipStatus
from conference.membership.tables import Membership, RollImport
from conference.people.queries import CHUNK
from conference.people.tables import EmailAddress, Person, RoleGrant, SignIn
from conference.people.traces import traces_of

_HELD = (
    Membership.id,
    Membership.society,
    Membership.type,
    Membership.number,
    Membership.valid_from,
    Membership.valid_to,
    Membership.status,
    Membership.person,
)
NOTHING = "[]"  # what the column holds before an import is applied


async def undo_of(import_id: UUID) -> Undo:
    """What applying an import changed; nothing if it was not applied."""
    row = await RollImport.select(RollImport.undo).where(RollImport.id == import_id).first()
    if row is None or row["undo"] in (NOTHING, None):
        return Undo()
    return msgspec.json.decode(row["undo"], type=Undo)


async def preview_of_undo(undo: Undo, applied_at: datetime) -> UndoPreview:
    """Who would be taken back now and who stays, with the reasons.

    A fixed number of statements per 5,000 people.
    """
    wanted = [each.person for each in undo.people]
    now: dict[UUID, PersonNow] = {}
    for start in range(0, len(wanted), CHUNK):
        now |= await _people_now(wanted[start : start + CHUNK], undo, applied_at)
    return preview_undo(undo, now)


async def _people_now(ids: list[UUID], undo: Undo, applied_at: datetime) -> dict[UUID, PersonNow]:
    columns = {field: getattr(Person, name) for field, name in PERSON_FIELDS.items()}
    rows = await Person.select(Person.id, *columns.values()).where(Person.id.is_in(ids))
    held = await _memberships_of(ids)
    addresses = await _addresses_of(ids)
    traces = await _traces_of(ids, undo, applied_at)
    return {
        row["id"]: PersonNow(
            {field: row[name] for field, name in PERSON_FIELDS.items()},
            addresses[row["id"]],
            held[row["id"]],
            traces.get(row["id"], ()),
        )
        for row in rows
    }


async def _traces_of(
    ids: list[UUID], undo: Undo, applied_at: datetime
) -> Mapping[UUID, tuple[str, ...]]:
    """Of somebody whom the import brought in, anything; of others, what is more than a visit."""
    new = {each.person for each in undo.people if each.is_new}
    known = [each for each in ids if each not in new]
    visits = (Membership, SignIn, RoleGrant)
    since = await traces_of(known, besides=visits, since=applied_at)
    return since | await traces_of([each for each in ids if each in new], besides=(Membership,))


async def held_memberships(ids: Collection[UUID]) -> dict[UUID, HeldMembership]:
    """Memberships by id, as they stand in the roll."""
    found: dict[UUID, HeldMembership] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        chosen = Membership.id.is_in(wanted[start : start + CHUNK])
        for row in await Membership.select(*_HELD).where(chosen):
            found[row["id"]] = _held(row)
    return found


async def memberships_of_person(person: UUID) -> list[HeldMembership]:
    """All that a person holds, on every roll."""
    return list((await _memberships_of([person]))[person].values())


async def _memberships_of(ids: list[UUID]) -> Mapping[UUID, dict[UUID, HeldMembership]]:
    """Of every society: who is on another roll too is not taken away."""
    rows = await Membership.select(*_HELD).where(Membership.person.is_in(ids))
    found: dict[UUID, dict[UUID, HeldMembership]] = defaultdict(dict)
    for row in rows:
        found[row["person"]][row["id"]] = _held(row)
    return found


async def _addresses_of(ids: list[UUID]) -> Mapping[UUID, dict[str, tuple[bool, bool]]]:
    rows = await EmailAddress.select().where(EmailAddress.person.is_in(ids))
    found: dict[UUID, dict[str, tuple[bool, bool]]] = defaultdict(dict)
    for row in rows:
        in_use = row["verified_at"] is not None
        found[row["person"]][row["address"]] = row["is_primary"], in_use
    return found


def _held(row: dict[str, Any]) -> HeldMembership:
    return HeldMembership(
        row["id"], row["society"], row["type"], row["number"], row["valid_from"],
        row["valid_to"], MembershipStatus(row["status"]),
    )  # fmt: skip
