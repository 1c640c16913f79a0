"""What comes with an award beside money: a code for registration, a year of membership (W06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from abstracts.awards.applications import ApplicationInfo
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.eligibility import months_on
from abstracts.tables.awards import AwardApplication
from conference.meetings.rules import MeetingInfo
from conference.membership.joining import end_membership_from_order, join_member
from conference.membership.queries import memberships_of
from conference.membership.rules import covered_through
from conference.orm import Action
from conference.orm.tokens import random_code
from conference.registration.catalogue import Code, CodeKind
from conference.registration.setup.code_actions import make_codes, remove_code
from conference.registration.setup.code_forms import CodeSetting
from conference.registration.setup.errors import StillUsed, UnknownCode

ALL = 10_000  # hundredths of a percent
ONCE = 1
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Granted:
    """What a winner got: the code, and through which day the membership lasts."""

    code: str = ""
    member_until: date | None = None


def source_of(application: UUID) -> str:
    """What the roll says of where the membership came from."""
    return f"award:{application.hex[:16]}"


async def grant(
    act: Action, meeting: MeetingInfo, cycle: CycleInfo, application: ApplicationInfo
) -> Granted:
    """Part of the action that accepts an offer: the code and the membership of this award.

    Who used a code before the award ended keeps that one, and gets no second one.
    """
    code = application.code
    if cycle.has_free_registration and not code:
        code = await _make_code(act, meeting, cycle, application)
    until = None
    if cycle.has_membership_year and cycle.membership_type:
        until = await _grant_year(act, meeting, cycle, application)
    return Granted(code, until)


async def _make_code(
    act: Action, meeting: MeetingInfo, cycle: CycleInfo, application: ApplicationInfo
) -> str:
    """One use, the fee only, until the meeting is over (W06)."""
    code = Code(
        code=f"AWARD-{random_code(10)}",
        title=f"Award: {cycle.title}"[:120],
        kind=CodeKind.PERCENT,
        value=ALL,
        categories=cycle.free_categories,
        ends_at=_after(meeting),
    )
    setting = CodeSetting(code, ONCE, f"For {application.name}, {cycle.title}"[:300])
    made = await make_codes(meeting, setting, 1, by=act.by, now=act.now)
    await AwardApplication.update({AwardApplication.code: made[0]}).where(
        AwardApplication.id == application.id
    )
    return made[0]


def _after(meeting: MeetingInfo) -> datetime:
    last = meeting.ends_on + DAY
    return datetime(last.year, last.month, last.day, tzinfo=ZoneInfo(meeting.zone))


async def _grant_year(
    act: Action, meeting: MeetingInfo, cycle: CycleInfo, application: ApplicationInfo
) -> date | None:
    """A whole year from today; a member's year begins when what they have ends. None: for life."""
    today = act.now.astimezone(meeting.tz).date()
    held = await memberships_of(application.person, meeting.society)
    covered = covered_through([each for each in held if each.is_in_good_standing], today)
    if covered is None:
        return None
    start = max(today, covered + DAY)
    end = months_on(start, 12) - DAY
    await join_member(
        act,
        application.person,
        meeting.society,
        cycle.membership_type,
        start,
        end,
        source_of(application.id),
    )
    return end


async def take_grants_back(act: Action, meeting: MeetingInfo, application: ApplicationInfo) -> str:
    """Part of the action that ends an accepted award: its code and its membership go with it.

    A code that was used stays with the order; the sentence says so, for the office.
    """
    await end_membership_from_order(act, source_of(application.id), person=application.person)
    if not application.code:
        return ""
    try:
        await remove_code(meeting, application.code, by=act.by, now=act.now)
    except StillUsed:
        act.note("code", application.code, stays="used before the award ended")
        return f"Code {application.code} was used already: look at that registration."
    except UnknownCode:
        pass  # somebody removed it already
    await AwardApplication.update({AwardApplication.code: ""}).where(
        AwardApplication.id == application.id
    )
    return ""
