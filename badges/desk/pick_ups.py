"""Somebody else collects a badge: named beforehand, with an ID, and written down (G06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column
from piccolo.custom_types import Combinable

from badges.desk.errors import CollectorMissing, NobodyMayCollect, NoIdSeen, NoteMissing
from badges.tables import PickUp
from conference.orm import Action, Actor, action
from conference.people.rules import clean
from conference.registration.queries import RegistrationInfo


@dataclass(frozen=True, slots=True)
class PickUpInfo:
    """Who may collect, or has collected, somebody's badge; by whose word."""

    id: UUID
    collector: str
    note: str
    authorised_by: str
    is_by_attendee: bool
    at: datetime
    withdrawn_at: datetime | None
    collected_at: datetime | None
    handed_out_by: str

    @property
    def is_open(self) -> bool:
        """The collector may still come."""
        return self.withdrawn_at is None and self.collected_at is None


async def pick_ups_of(registration: UUID) -> tuple[PickUpInfo, ...]:
    """Everybody who was ever named for this badge, the newest first; one statement."""
    rows = (
        await PickUp.select(
            PickUp.id, PickUp.collector, PickUp.note, PickUp.authorised_by, PickUp.is_by_attendee,
            PickUp.created_at.as_alias("at"), PickUp.withdrawn_at, PickUp.collected_at,
            PickUp.handed_out_by,
        )
        .where(PickUp.registration == registration)
        .order_by(PickUp.created_at, ascending=False)
    )  # fmt: skip
    return tuple(PickUpInfo(**row) for row in rows)


async def name_collector(
    info: RegistrationInfo, collector: str, *, by: Actor, now: datetime
) -> None:
    """The attendee says who collects the badge. Raises CollectorMissing."""
    async with action("name_collector", by=by, now=now, meeting=info.meeting) as act:
        await _insert(act, info, collector, "", is_by_attendee=True)


async def note_collector(
    info: RegistrationInfo, collector: str, note: str, *, by: Actor, now: datetime
) -> None:
    """The desk was told by phone or mail who collects; the note says how.

    Raises CollectorMissing, NoteMissing.
    """
    if not clean(note):
        raise NoteMissing
    async with action("note_collector", by=by, now=now, meeting=info.meeting) as act:
        await _insert(act, info, collector, clean(note), is_by_attendee=False)


async def _insert(
    act: Action, info: RegistrationInfo, collector: str, note: str, *, is_by_attendee: bool
) -> None:
    name = clean(collector)
    if not name:
        raise CollectorMissing
    row = PickUp(
        id=uuid4(), created_at=act.now, registration=info.id, collector=name[:200], note=note,
        authorised_by=act.by.name[:200], is_by_attendee=is_by_attendee,
    )  # fmt: skip
    await PickUp.insert(row)
    act.note("registration", info.code, may_collect=[None, name])


async def withdraw_collector(
    info: RegistrationInfo, which: UUID, *, by: Actor, now: datetime
) -> bool:
    """This person may no longer collect; False if they have, or if it was taken back before."""
    async with action("withdraw_collector", by=by, now=now, meeting=info.meeting) as act:
        rows = (
            await PickUp.update({PickUp.withdrawn_at: now})
            .where(_open(info, which))
            .returning(PickUp.collector)
        )
        for row in rows:
            act.note("registration", info.code, may_collect=[row["collector"], None])
    return bool(rows)


async def hand_out(
    info: RegistrationInfo, which: UUID, *, id_was_seen: bool, by: Actor, now: datetime
) -> str:
    """The collector has the badge, and showed an ID; their name. The person is not in by that.

    Raises NoIdSeen, and NobodyMayCollect without an authorisation that still stands.
    """
    if not id_was_seen:
        raise NoIdSeen
    async with action("hand_out_badge", by=by, now=now, meeting=info.meeting) as act:
        handed: dict[Column | str, Any] = {
            PickUp.collected_at: now,
            PickUp.handed_out_by: by.name[:200],
            PickUp.id_was_seen: True,
        }
        rows = await PickUp.update(handed).where(_open(info, which)).returning(PickUp.collector)
        if not rows:
            raise NobodyMayCollect(info.person.registered_name)
        act.note("registration", info.code, collected_by=rows[0]["collector"], id_was_seen=True)
    collector: str = rows[0]["collector"]
    return collector


def _open(info: RegistrationInfo, which: UUID) -> Combinable:
    return (
        (PickUp.id == which)
        & (PickUp.registration == info.id)
        & PickUp.withdrawn_at.is_null()
        & PickUp.collected_at.is_null()
    )
