"""What the release form sends: which decisions, by when to answer and to register."""

from __future__ import annotations

from datetime import datetime

import msgspec

from abstracts.deciding.policy import AbstractPolicyInfo
from abstracts.deciding.release_queries import ReleaseFilter
from conference.meetings.rules import MeetingInfo, instant_of
from conference.web import FormErrors


class ReleaseForm(msgspec.Struct):
    """A release as prepared; the two days are wall-clock times at the meeting."""

    answer_by: str
    register_by: str
    number: int = 0
    seen: str = ""
    call: str = ""
    topic: str = ""
    comments: bool = False

    @property
    def wanted(self) -> ReleaseFilter:
        """Which held decisions are released."""
        return ReleaseFilter(self.call, self.topic)


def days_of(form: ReleaseForm, meeting: MeetingInfo, now: datetime) -> tuple[datetime, datetime]:
    """The instants of both days. Raises FormErrors for one that has passed or no clock shows."""
    errors = {}
    found = []
    for name in ("answer_by", "register_by"):
        try:
            instant = moment_of(getattr(form, name), meeting)
        except ValueError as wrong:
            errors[name] = str(wrong)
            continue
        if instant <= now:
            errors[name] = "This moment has passed already."
        found.append(instant)
    if errors:
        raise FormErrors(form, errors)
    return found[0], found[1]


def moment_of(text: str, meeting: MeetingInfo) -> datetime:
    """The instant of a wall-clock time at the meeting; raises ValueError with a sentence."""
    try:
        local = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise ValueError("Write the date and time as 2027-03-09T14:30.") from None
    return instant_of(local, meeting.zone)


def suggested_days(
    policy: AbstractPolicyInfo, meeting: MeetingInfo, now: datetime
) -> dict[str, str]:
    """Both days by the rules of the meeting, at the end of a local day, as the form shows them."""
    days = {"answer_by": policy.answer_by(now), "register_by": policy.register_by(now)}
    return {name: f"{meeting.local(day):%Y-%m-%d}T23:59" for name, day in days.items()}
