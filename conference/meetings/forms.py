"""What the office types about a meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from conference.meetings.actions import MeetingDetails, NewMilestone
from conference.meetings.rules import (
    FIRST_YEAR,
    LAST_YEAR,
    LocalTimeError,
    MeetingInfo,
    MilestoneKey,
    Mode,
    instant_of,
    zone_names,
)
from conference.people.access import GRANTED_ROLES, Role
from conference.people.forms import checked_address
from conference.web import FormErrors

Title = Annotated[str, msgspec.Meta(max_length=200)]
City = Annotated[str, msgspec.Meta(max_length=120)]
LONGEST_MEETING = timedelta(days=31)
BAD_INSTANT = "Write the date and time as 2027-03-09T23:59."

MODES = [
    (Mode.IN_PERSON.value, "In person"),
    (Mode.HYBRID.value, "In person and online"),
    (Mode.VIRTUAL.value, "Online only"),
]
MILESTONES = {
    MilestoneKey.ABSTRACT_OPEN: "Abstract submission opens",
    MilestoneKey.ABSTRACT_CLOSE: "Abstract submission closes",
    MilestoneKey.LATE_BREAKING_CLOSE: "Late-breaking abstracts close",
    MilestoneKey.DECISIONS: "Authors hear the decision",
    MilestoneKey.EARLY_END: "Early prices end",
    MilestoneKey.STANDARD_END: "Standard prices end",
    MilestoneKey.PRESENTER_REGISTERED: "Presenters must be registered",
    MilestoneKey.PROGRAMME_OUT: "The programme is released",
}
ROLE_WORDS = {
    Role.REVIEWER: ("Reviewer", "reads and scores the abstracts they are given"),
    Role.PROGRAMME: ("Programme chair", "decides on abstracts, builds and releases the programme"),
    Role.DESK: ("Desk", "finds people, prints badges, checks in"),
    Role.SUPERVISOR: ("Desk supervisor", "lets in whom a rule stops, and watches the desks"),
    Role.OFFICE: ("Office", "sets up the meeting, keeps roll, prices, orders and letters"),
    Role.TREASURER: ("Treasurer", "records payments and refunds"),
    Role.ADMIN: ("Administrator", "may do everything"),
}


def read_local(text: str, zone: str, field: str) -> datetime:
    """The instant of a wall-clock time typed for a zone. Raises FormErrors on the field."""
    try:
        local = datetime.fromisoformat(text)
        return instant_of(local, zone)
    except LocalTimeError as error:
        raise FormErrors({}, {field: str(error)}) from None
    except ValueError:
        raise FormErrors({}, {field: BAD_INSTANT}) from None


def shown_local(instant: datetime, zone: str) -> str:
    """An instant as a datetime-local field shows it in the zone."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def _check_zone(zone: str, field: str = "zone") -> None:
    if zone not in zone_names():
        raise FormErrors({}, {field: "Choose a zone from the list, for example Europe/London."})


class MeetingForm(msgspec.Struct):
    title: Title
    mode: Mode
    zone: str
    starts_on: date
    ends_on: date
    city: City = ""
    venue: Title = ""
    address: Annotated[str, msgspec.Meta(max_length=300)] = ""
    welcome: Annotated[str, msgspec.Meta(max_length=5000)] = ""

    def __post_init__(self) -> None:
        _check_zone(self.zone)
        if self.ends_on < self.starts_on:
            raise FormErrors({}, {"ends_on": "The last day is before the first day."})
        if not FIRST_YEAR <= self.starts_on.year <= LAST_YEAR:
            raise FormErrors({}, {"starts_on": f"Is the year {self.starts_on.year} right?"})
        if self.ends_on - self.starts_on > LONGEST_MEETING:
            raise FormErrors({}, {"ends_on": "This is more than a month after the first day."})

    @classmethod
    def of(cls, meeting: MeetingInfo) -> MeetingForm:
        names = (field.name for field in msgspec.structs.fields(cls))
        return cls(**{name: getattr(meeting, name) for name in names})

    def as_details(self) -> MeetingDetails:
        return MeetingDetails(**msgspec.structs.asdict(self))


class RoomForm(msgspec.Struct):
    name: City
    capacity: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None
    floor: Annotated[str, msgspec.Meta(max_length=60)] = ""


class RemoveRoomForm(msgspec.Struct):
    room: UUID


class MilestoneForm(msgspec.Struct):
    key: MilestoneKey
    at: str
    deadline_zone: str

    def __post_init__(self) -> None:
        _check_zone(self.deadline_zone, "deadline_zone")
        read_local(self.at, self.deadline_zone, "at")

    def as_new(self) -> NewMilestone:
        at = read_local(self.at, self.deadline_zone, "at")
        return NewMilestone(self.key.value, MILESTONES[self.key], at, self.deadline_zone)


class ExtendForm(msgspec.Struct):
    """`shown_at` is the deadline as the person saw it, so that two extensions do not mix."""

    at: str
    reason: Annotated[str, msgspec.Meta(max_length=500)]
    shown_at: str


class GrantForm(msgspec.Struct):
    email: Annotated[str, msgspec.Meta(max_length=254)]
    role: Role

    def __post_init__(self) -> None:
        self.email = checked_address(self.email, "email")
        if self.role not in GRANTED_ROLES or self.role is Role.ADMIN:
            raise FormErrors({}, {"role": "Choose one from the list."})


class RevokeForm(msgspec.Struct):
    grant: UUID
