"""What comes round by itself: presenters are reminded, silence and absence are acted upon."""

from __future__ import annotations

from datetime import datetime

from abstracts.deciding.chasing import chase_presenters
from abstracts.deciding.composing import Desk
from abstracts.tables import Abstract
from abstracts.vocabulary import AbstractState
from conference.meetings import queries as meetings
from conference.registration.ticket import Issuer


async def chase_all_presenters(now: datetime, issuer: Issuer) -> None:
    """A chore: every meeting that has accepted abstracts and is not over (A09, V08)."""
    rows = await Abstract.select(Abstract.meeting).distinct().where(
        Abstract.state == AbstractState.ACCEPTED.value
    )  # fmt: skip
    known = await meetings.meetings_by_ids([row["meeting"] for row in rows])
    for meeting in known.values():
        if not meeting.is_over(now):
            await chase_presenters(Desk(meeting, issuer.base_url), now)
