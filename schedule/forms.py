"""What the committee and readers send, as values or as a sentence beside the field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar.datastructures import UploadFile

from conference.people.forms import checked_address
from conference.people.rules import NewPerson, clean
from conference.web import FormErrors
from conference.web.forms import MISSING
from schedule.rules.editing import Parts, SessionEdit, SlotEdit
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind
from schedule.rules.wall_clock import NoSuchTime, TwiceThatDay, instant_at, is_doubled

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_PARTS = frozenset(part.value for part in Part)
YEARS = range(1900, 2201)  # a slip of the finger beyond them would break every page of times

Title = Annotated[str, msgspec.Meta(max_length=300)]
Short = Annotated[str, msgspec.Meta(max_length=120)]
Minutes = Annotated[int, msgspec.Meta(ge=0, le=1440)]


class PeopleForm(msgspec.Struct, kw_only=True):
    """What the pages of sessions and talks share: who has a part, and finding or adding somebody.

    `people` are "<person id>:<part>+<part>"; `version` is that of the session; `do` is the button:
    save, find or add.
    """

    people: list[str] = []
    find: Short = ""
    searched: Short = ""
    new_given: Short = ""
    new_family: Short = ""
    new_affiliation: Annotated[str, msgspec.Meta(max_length=250)] = ""
    new_email: Annotated[str, msgspec.Meta(max_length=254)] = ""
    do: str = "save"
    version: int = 0

    @property
    def is_search(self) -> bool:
        """Whether "Find" was pressed, or Enter with a name typed that was not looked for yet."""
        return self.do == "find" or (self.do == "save" and self.find not in ("", self.searched))

    def new_person(self) -> NewPerson:
        """The person to add. Raises FormErrors without a name or for what is no address."""
        if not (self.new_given or self.new_family):
            raise self.wrong(new_family="Give at least one name.")
        try:
            email = checked_address(self.new_email, "new_email") if self.new_email else None
        except FormErrors as wrong:
            raise self.wrong(**wrong.errors) from None
        return NewPerson(
            self.new_given, self.new_family, affiliation=self.new_affiliation, email=email
        )

    def need_title(self, title: str) -> None:
        """A session may be half typed while people are looked for, but not be saved so."""
        if not clean(title):
            raise self.wrong(title=MISSING)

    def with_person(self, person: UUID, part: Part) -> dict[str, Any]:
        """The form's values with somebody more in it, and the fields for adding empty again."""
        empty = dict.fromkeys(("new_given", "new_family", "new_affiliation", "new_email"), "")
        values = {**msgspec.structs.asdict(self), **empty}
        return {**values, "people": [*self.people, f"{person}:{part.value}"]}

    def wrong(self, **errors: str) -> FormErrors:
        """This form again with a sentence beside each named field."""
        return FormErrors(msgspec.structs.asdict(self), errors)


class SessionForm(PeopleForm, kw_only=True):
    """A session as its edit page sends it."""

    title: Title = ""
    duration_minutes: Minutes = 0
    kind: SessionKind = SessionKind.OTHER
    subtitle: Title = ""
    track: Short = ""
    room: UUID | None = None
    day: date | None = None
    start: str = ""
    which: str = ""
    summary: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    is_draft: bool = False

    def edit(self, zone: ZoneInfo) -> SessionEdit:
        """The edit that is meant. Raises FormErrors without a title, for a time that cannot be."""
        self.need_title(self.title)
        return SessionEdit(
            title=clean(self.title),
            kind=self.kind,
            subtitle=clean(self.subtitle),
            track=clean(self.track),
            room=self.room,
            starts_at=self._starts_at(zone),
            duration_minutes=self.duration_minutes,
            summary=self.summary,
            is_draft=self.is_draft,
            people=read_parts(self.people),
        )

    def _starts_at(self, zone: ZoneInfo) -> datetime | None:
        if self.day is None and not self.start:
            return None
        if self.day is None:
            raise self.wrong(day="Choose the day as well, or leave day and time empty.")
        if not self.start:
            raise self.wrong(start="Give the time as well, or leave day and time empty.")
        if self.day.year not in YEARS:
            raise self.wrong(day=f"The year {self.day.year} is no year of a meeting. Check it.")
        clock = self._clock()
        found = instant_at(self.day, clock, zone, self.which)
        if isinstance(found, NoSuchTime):
            raise self.wrong(start=str(found))
        if isinstance(found, TwiceThatDay):
            raise self.wrong(which=str(found))
        return self._with_length(found)

    def _clock(self) -> time:
        try:
            return time.fromisoformat(self.start).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise self.wrong(start="Write the time as 09:30.") from None

    def _with_length(self, starts_at: datetime) -> datetime:
        if not self.duration_minutes:
            raise self.wrong(duration_minutes="Say how many minutes it lasts.")
        return starts_at


class SlotForm(PeopleForm, kw_only=True):
    """A talk or poster as its edit page sends it."""

    title: Title = ""
    kind: SlotKind = SlotKind.TALK
    duration_minutes: Minutes = 0
    starts_after_minutes: Minutes | None = None
    board: Annotated[str, msgspec.Meta(max_length=20)] = ""

    def edit(self) -> SlotEdit:
        """The edit that is meant. Raises FormErrors without a title or, for a talk, a length."""
        self.need_title(self.title)
        if self.kind is not SlotKind.POSTER and not self.duration_minutes:
            raise self.wrong(duration_minutes="Say how many minutes it lasts.")
        return SlotEdit(
            title=clean(self.title),
            kind=self.kind,
            duration_minutes=self.duration_minutes,
            starts_after_minutes=self.starts_after_minutes,
            board=clean(self.board),
            people=read_parts(self.people),
        )


class VersionForm(msgspec.Struct):
    """A button on a session: the version that was seen, and which way or why."""

    version: int
    direction: str = ""
    reason: Short = ""


class PlaceForm(msgspec.Struct):
    """Which accepted abstract goes into the session."""

    version: int
    abstract: str


class StarForm(msgspec.Struct):
    """Which items to star or unstar; `merged` when a browser hands over what it kept."""

    star: list[str] = []
    unstar: list[str] = []
    merged: bool = False
    back: str = ""


class UploadForm(msgspec.Struct):
    """A programme file."""

    file: UploadFile


class ReleaseForm(msgspec.Struct):
    """A release: its name, a word to the public, and whether known clashes may go out."""

    name: Annotated[str, msgspec.Meta(max_length=80)]
    comment: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    with_clashes: bool = False

    def check(self, clashes: int) -> None:
        """Raises FormErrors if clashes would go out that nobody said may go out (2.2)."""
        if clashes and not self.with_clashes:
            sentence = "Mend the clashes first, or tick that they may go out as they are."
            raise FormErrors(msgspec.structs.asdict(self), {"with_clashes": sentence})


def read_parts(texts: Iterable[str]) -> Parts:
    """The people chosen, each with their parts; what is not of the form's making is left out."""
    parts: list[tuple[UUID, Part]] = []
    for text in texts:
        person, _, held = text.partition(":")
        if _UUID.fullmatch(person):
            parts += [(UUID(person), Part(part)) for part in held.split("+") if part in _PARTS]
    return tuple(parts)


def session_values(session: PlannedSession, zone: ZoneInfo) -> dict[str, Any]:
    """What the edit page of a session shows before anything is typed."""
    local = session.starts_at.astimezone(zone) if session.starts_at else None
    return {
        "title": session.title,
        "subtitle": session.subtitle,
        "kind": session.kind.value,
        "track": session.track,
        "room": session.room,
        "day": local.date() if local else None,
        "start": f"{local:%H:%M}" if local else "",
        "which": is_doubled(session.starts_at, zone) if session.starts_at else "",
        "duration_minutes": session.duration_minutes,
        "summary": session.summary,
        "is_draft": session.status is ItemStatus.DRAFT,
        "people": written_parts(session.people),
        "version": session.version,
    }


def slot_values(slot: PlannedSlot, session_version: int) -> dict[str, Any]:
    """What the edit page of a talk or poster shows before anything is typed."""
    return {
        "title": slot.title,
        "kind": slot.kind.value,
        "duration_minutes": slot.duration_minutes,
        "starts_after_minutes": slot.starts_after_minutes,
        "board": slot.board,
        "people": written_parts(slot.people),
        "version": session_version,
    }


def written_parts(people: Iterable[Involved]) -> list[str]:
    """The people of a session or slot as the form names them."""
    held: dict[UUID, list[str]] = {}
    for each in people:
        held.setdefault(each.person, []).append(each.part.value)
    return [f"{person}:{'+'.join(parts)}" for person, parts in held.items()]
