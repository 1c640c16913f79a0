"""Coming in and going back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from badges.admission.entrants import Named, entrant
from badges.admission.rules import refuse
from badges.desk.arriving import Arriving, come_in, hold, make_next_count, settle
from badges.desk.errors import NobodyHere
from badges.desk.rules import CheckInAnswer, ComeIn
from badges.tables import CheckIn
from conference.orm import Actor, action
from conference.registration.queries import RegistrationInfo


async def check_in(
    who: Named,
    *,
    desk: str,
    by: Actor,
    now: datetime,
    client_id: UUID | None = None,
    at: datetime | None = None,
    as_fact: bool = False,
) -> CheckInAnswer:
    """Yes, already (when and where), or no (why): once only, decided by one write (G07, G09).

    However many desks try at once, exactly one gets yes. `client_id` is of a device's event: sent
    twice, it is answered twice and written once. `at` is when the person stood there: an earlier
    one that reaches us later wins, and the one that we had is kept as its duplicate. `as_fact`: a
    device has let the person in, so what would stop them now loses no row. Three statements for a
    yes. Raises NobodyHere for a code of nobody.
    """
    async with action("check_in", by=by, now=now, meeting=who.meeting) as act:
        known = await entrant(who)
        if known is None:
            raise NobodyHere
        refused = refuse(known.standing)
        if refused and not as_fact:
            return refused
        against = {"against": refused.why} if refused else {}
        arriving = Arriving(uuid4(), known.id, known.code, desk[:40], client_id, at or now)
        if await come_in(arriving, act):
            moment = [None, arriving.at]
            act.note("registration", known.code, checked_in=moment, desk=desk, **against)
            return ComeIn(arriving.at)
        return await settle(arriving, act)


async def undo_check_in(
    info: RegistrationInfo, *, by: Actor, now: datetime, client_id: UUID | None = None
) -> bool:
    """Takes a check-in back; its row stays, marked. False when there was nothing to take back.

    With the `client_id` of a device's event only that check-in is, whether it counts or is a
    duplicate. Where a duplicate stands beside the one that counted, it counts from then on.
    """
    async with action("undo_check_in", by=by, now=now, meeting=info.meeting) as act:
        await hold(info.id)
        mine = CheckIn.client_id == client_id if client_id else CheckIn.active_key == str(info.id)
        undone = (
            await CheckIn.update({CheckIn.active_key: None, CheckIn.undone_at: now})
            .where(mine, CheckIn.registration == info.id, CheckIn.undone_at.is_null())
            .returning(CheckIn.at)
        )
        for row in undone:
            act.note("registration", info.code, checked_in=[row["at"], None])
        if undone:
            await make_next_count(info.id)
    return bool(undone)
