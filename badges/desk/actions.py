"""Coming in and going back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from badges.desk.queries import active_check_ins, standing_of
from badges.desk.rules import AlreadyIn, CheckInAnswer, ComeIn, refuse
from badges.tables import CheckIn
from conference.orm import Action, Actor, action
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo


async def check_in(info: RegistrationInfo, *, desk: str, by: Actor, now: datetime) -> CheckInAnswer:
    """Yes, already (when and where), or no (why): once only, decided by one write (G07, G09).

    However many desks try at once, exactly one gets yes.
    """
    async with action("check_in", by=by, now=now, meeting=info.meeting) as act:
        current = await registration.registration_info(info.id)
        assert current is not None
        refused = refuse(standing_of(current))
        if refused:
            return refused
        if await _come_in(info.id, desk, act):
            act.note("registration", info.code, checked_in=[None, now], desk=desk)
            return ComeIn(now)
    came = await active_check_ins([info.id])
    return came.get(info.id) or AlreadyIn(now, desk, by.name)


async def _come_in(registration_id: UUID, desk: str, act: Action) -> bool:
    row = CheckIn(
        registration=registration_id,
        active_key=str(registration_id),
        at=act.now,
        by_name=act.by.name[:200],
        desk=desk[:40],
        created_at=act.now,
    )
    written = (
        await CheckIn.insert(row)
        .on_conflict(target=CheckIn.active_key, action="DO NOTHING")
        .returning(CheckIn.id)
    )
    return bool(written)


async def undo_check_in(info: RegistrationInfo, *, by: Actor, now: datetime) -> bool:
    """Takes a check-in back; its row stays, marked. False when the person was not in."""
    async with action("undo_check_in", by=by, now=now, meeting=info.meeting) as act:
        undone = (
            await CheckIn.update({CheckIn.active_key: None, CheckIn.undone_at: now})
            .where(CheckIn.active_key == str(info.id))
            .returning(CheckIn.at)
        )
        for row in undone:
            act.note("registration", info.code, checked_in=[row["at"], None])
    return bool(undone)
