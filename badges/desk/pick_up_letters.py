"""A week before the meeting: the pick-up code, and the name as it will stand on the badge (G04)."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta

from conference.letters.actions import queue_letter
from conference.letters.rules import Attachment, Letter
from conference.meetings import queries as meetings
from conference.meetings.rules import AttendanceMode, MeetingInfo
from conference.orm import Actor, action
from conference.registration import queries as registration
from conference.registration.notices import NoticeKind, note_once
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import RegistrationState
from conference.registration.sweeping import sweep
from conference.registration.tables import Registration
from conference.registration.ticket import Issuer, spaced, ticket_png, ticket_token
from conference.web.templating import render

BEFORE = timedelta(days=7)
AT_ONCE = 100  # letters in one turn of the chore, each with a picture; the rest a minute later
CLOCK = Actor.system("the clock")
_UNTOLD = (
    "SELECT r.id FROM conference_registration r"
    " WHERE r.meeting = {} AND r.state = {} AND r.mode <> {} AND r.confirmed_at < {}"
    " AND NOT EXISTS (SELECT 1 FROM conference_notice n WHERE n.subject = r.code AND n.kind = {})"
    " LIMIT {}"
)


async def send_pick_up_letters(now: datetime, issuer: Issuer) -> None:
    """A chore: writes once to everybody who comes and was confirmed before the last week.

    Who registers later has just had the same code in their confirmation.
    """
    for meeting in await meetings.current_meetings(now.date() - timedelta(days=1)):
        if opening(meeting) - BEFORE <= now and not meeting.is_over(now):
            await _send(meeting, issuer, now)


def opening(meeting: MeetingInfo) -> datetime:
    """The first midnight of the meeting, where it is."""
    return datetime.combine(meeting.starts_on, time(), meeting.tz)


async def _send(meeting: MeetingInfo, issuer: Issuer, now: datetime) -> None:
    rows = await Registration.raw(
        _UNTOLD, meeting.id, RegistrationState.CONFIRMED.value, AttendanceMode.VIRTUAL.value,
        opening(meeting) - BEFORE, NoticeKind.PICK_UP.value, AT_ONCE,
    )  # fmt: skip
    infos = await registration.registrations_info([row["id"] for row in rows])

    async def tell(info: RegistrationInfo) -> None:
        await _tell(meeting, info, issuer, now)

    await sweep(infos.values(), tell)


async def _tell(
    meeting: MeetingInfo, info: RegistrationInfo, issuer: Issuer, now: datetime
) -> None:
    picture = await asyncio.to_thread(ticket_png, ticket_token(issuer.secret, info.id))
    async with action("pick_up_letter", by=CLOCK, now=now, meeting=meeting.id) as act:
        is_first = await note_once(act, info.code, NoticeKind.PICK_UP, opening(meeting))
        if is_first and info.person.email:
            await queue_letter(act, pick_up_letter(meeting, info, issuer, picture))


def pick_up_letter(
    meeting: MeetingInfo, info: RegistrationInfo, issuer: Issuer, picture: bytes
) -> Letter:
    """The ticket as a picture and as text, and where to correct the name."""
    body = render(
        "badges/letters/pick_up.txt",
        meeting=meeting,
        info=info,
        ticket=spaced(ticket_token(issuer.secret, info.id)),
        base_url=issuer.base_url,
    )
    return Letter(
        "pick_up", info.person.email, f"Your badge for {meeting.title}", body, info.person.id,
        meeting.id, (Attachment("ticket.png", "image/png", picture),),
    )  # fmt: skip
