"""What the committee sends about a session and its talks, as values or sentences beside fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from conference.people.forms import checked_address
from conference.people.rules import NewPerson, clean
from conference.web import FormErrors
from conference.web.forms import MISSING
from schedule.rules.editing import Parts, SessionEdit, SlotEdit
from schedule.rules.usual import BOARD_SIZE, PosterTimes, usual_poster_times
from schedule.rules.vocabulary import Part, SessionKind, SlotKind
from schedule.sessions.venue_times import instant_typed, typed_instant, when_of

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PARTS = frozenset(part.value for part in Part)
POSTER_TIMES = ("set_up_from", "set_up_until", "tear_down_from", "tear_down_until")

Title = Annotated[str, msgspec.Meta(max_length=300)]
Short = Annotated[str, msgspec.Meta(max_length=120)]
Long = Annotated[str, msgspec.Meta(max_length=4000)]
Minutes = Annotated[int, msgspec.Meta(ge=0, le=1440)]


class PeopleForm(msgspec.Struct, kw_only=True):
    """What the pages of sessions and talks share: who has a part, and finding or adding somebody.

    `people` are "<person id>:<part>+<part>"; `version` is that of the session; `do` is the button:
    save, find or add; `conflicts_ok` saves into a conflict that was pointed out.
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
    conflicts_ok: bool = False

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
        return FormErrors(self, errors)


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
    summary: Long = ""
    description: Annotated[str, msgspec.Meta(max_length=20_000)] = ""
    language: Annotated[str, msgspec.Meta(max_length=10)] = ""
    sponsor: Short = ""
    is_streamed: bool = False
    stream_url: Annotated[str, msgspec.Meta(max_length=300)] = ""
    set_up_from: str = ""
    set_up_until: str = ""
    tear_down_from: str = ""
    tear_down_until: str = ""
    board_size: Annotated[str, msgspec.Meta(max_length=60)] = ""
    is_draft: bool = False

    def edit(self, zone: ZoneInfo) -> SessionEdit:
        """The edit that is meant. Raises FormErrors with the sentence beside each wrong field."""
        self.need_title(self.title)
        starts_at = when_of(self, zone)
        if starts_at and not self.duration_minutes:
            raise self.wrong(duration_minutes="Say how many minutes it lasts.")
        times, wrong = self._poster_times(starts_at, zone)
        if wrong := wrong | self._stream_errors():
            raise self.wrong(**wrong)
        return SessionEdit(
            title=clean(self.title),
            kind=self.kind,
            subtitle=clean(self.subtitle),
            track=clean(self.track),
            room=self.room,
            starts_at=starts_at,
            duration_minutes=self.duration_minutes,
            summary=self.summary,
            description=self.description,
            language=clean(self.language),
            is_draft=self.is_draft,
            people=read_parts(self.people),
            sponsor=clean(self.sponsor),
            is_streamed=self.is_streamed,
            stream_url=self.stream_url,
            board_size=clean(self.board_size),
            **times,
        )

    def usual_times(self, zone: ZoneInfo) -> dict[str, Any]:
        """The form's values with the usual times of its day and size of boards (B04).

        Raises FormErrors as long as the session has no time.
        """
        starts_at = when_of(self, zone)
        if starts_at is None:
            raise self.wrong(day="Give the session its day and time first.")
        usual = usual_poster_times(starts_at, self.duration_minutes, zone)
        size = self.board_size or BOARD_SIZE
        return {**msgspec.structs.asdict(self), **typed_times(usual, zone), "board_size": size}

    def _stream_errors(self) -> dict[str, str]:
        if not self.stream_url or _is_web_address(self.stream_url):
            return {}
        return {"stream_url": "Write the whole address, beginning with https:// or http://."}

    def _poster_times(
        self, starts_at: datetime | None, zone: ZoneInfo
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """The four instants, and what is wrong with them."""
        read: dict[str, datetime | None] = {}
        wrong: dict[str, str] = {}
        for name in POSTER_TIMES:
            try:
                which = "first" if name.endswith("_from") else "second"
                read[name] = instant_typed(getattr(self, name), zone, which)
            except ValueError as impossible:
                wrong[name] = str(impossible)
        if wrong:
            return read, wrong
        for phase, words in (("set_up", "Set-up"), ("tear_down", "Tear-down")):
            wrong |= _span_errors(phase, words, read[f"{phase}_from"], read[f"{phase}_until"])
        if starts_at is not None and not wrong:
            wrong = self._outside(starts_at, read)
        return read, wrong

    def _outside(self, starts_at: datetime, read: dict[str, datetime | None]) -> dict[str, str]:
        found: dict[str, str] = {}
        until, again = read["set_up_until"], read["tear_down_from"]
        if until and until > starts_at:
            found["set_up_until"] = (
                "The posters have to hang when the session begins. Choose its start or earlier."
            )
        minutes = (again - starts_at).total_seconds() / 60 if again else self.duration_minutes
        if minutes < self.duration_minutes:
            found["tear_down_from"] = (
                "Posters stay up until the session ends. Choose its end or later."
            )
        return found


class SlotForm(PeopleForm, kw_only=True):
    """A talk or poster as its edit page sends it."""

    title: Title = ""
    kind: SlotKind = SlotKind.TALK
    duration_minutes: Minutes = 0
    questions_minutes: Minutes = 0
    starts_after_minutes: Minutes | None = None
    board: Annotated[str, msgspec.Meta(max_length=20)] = ""

    def edit(self) -> SlotEdit:
        """The edit that is meant. Raises FormErrors without a title or, for a talk, a length."""
        self.need_title(self.title)
        is_poster = self.kind is SlotKind.POSTER
        if not is_poster and not self.duration_minutes:
            raise self.wrong(duration_minutes="Say how many minutes it lasts.")
        if not is_poster and self.questions_minutes >= self.duration_minutes:
            raise self.wrong(
                questions_minutes="Questions are part of the minutes: fewer than the talk has."
            )
        return SlotEdit(
            title=clean(self.title),
            kind=self.kind,
            duration_minutes=self.duration_minutes,
            questions_minutes=0 if is_poster else self.questions_minutes,
            starts_after_minutes=self.starts_after_minutes,
            board=clean(self.board),
            people=read_parts(self.people),
        )


class VersionForm(msgspec.Struct):
    """A button on a session: the version that was seen, and which way or why."""

    version: int
    direction: str = ""
    reason: Short = ""
    conflicts_ok: bool = False


class PlaceForm(msgspec.Struct):
    """Which accepted abstract goes into the session."""

    version: int
    abstract: str
    conflicts_ok: bool = False


def read_parts(texts: Iterable[str]) -> Parts:
    """The people chosen, each with their parts; what is not of the form's making is left out."""
    parts: list[tuple[UUID, Part]] = []
    for text in texts:
        person, _, held = text.partition(":")
        if _UUID.fullmatch(person):
            parts += [(UUID(person), Part(part)) for part in held.split("+") if part in _PARTS]
    return tuple(parts)


def typed_times(times: PosterTimes, zone: ZoneInfo) -> dict[str, str]:
    """Set-up and tear-down as their fields show them."""
    return {name: typed_instant(getattr(times, name), zone) for name in POSTER_TIMES}


def _span_errors(
    phase: str, words: str, start: datetime | None, end: datetime | None
) -> dict[str, str]:
    if (start is None) == (end is None):
        is_backwards = start is not None and end is not None and end <= start
        return {f"{phase}_until": f"{words} ends before it begins."} if is_backwards else {}
    missing = f"{phase}_from" if start is None else f"{phase}_until"
    return {missing: f"{words} needs both its beginning and its end, or neither."}


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
