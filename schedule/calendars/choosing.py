"""The page on which people choose what to subscribe to, as data for its form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conference.web.formats import day as day_name
from schedule.calendars.choices import Choice, Scope, rooms_of, tracks_of, with_options
from schedule.calendars.feeds import Only
from schedule.calendars.links import CalendarLinks
from schedule.calendars.writing import CalendarSite
from schedule.queries.programme import PublicProgramme

MINE = {
    "mine": ("My agenda: what I starred, and what I do myself", Only.BOTH),
    "stars": ("Only what I starred", Only.STARS),
    "duties": ("Only what I do myself: chairing, talks, posters to put up and show", Only.DUTIES),
}
ALL, TALKS = "all", "talks"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, as the form sends it."""

    value: str
    label: str

    @property
    def path(self) -> str:
        """The address of a public calendar under the meeting's; "" for a private one."""
        return "" if self.value in MINE else _choice(self.value, 0).path


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """The options under one heading of the list."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The calendar whose buttons the page shows; without links its address is not made yet."""

    value: str
    title: str
    links: CalendarLinks | None
    is_mine: bool = False
    is_missing: bool = False


def option_groups(
    released: PublicProgramme, shown: Shown, *, signed_in: bool
) -> tuple[OptionGroup, ...]:
    """What there is to subscribe to, a person's own first; what is shown is among it."""
    groups = list(_public_groups(released))
    if signed_in:
        own = (Option(value, label) for value, (label, _) in MINE.items())
        groups.insert(0, OptionGroup("Mine", tuple(own)))
    if shown.value.startswith("person-"):
        groups.append(OptionGroup("One person", (Option(shown.value, shown.title),)))
    return tuple(group for group in groups if group.options)


def shown_mine(address: str | None, title: str, asked: str, alarm: int) -> Shown:
    """One's own calendar, or the half of it that was asked for."""
    label, only = MINE[asked]
    words = label.split(":")[0]
    if address is None:
        return Shown(asked, words, None, is_mine=True)
    options = {"only": only.value, "alarm": alarm}
    links = CalendarLinks(f"{words}: {title}", with_options(address, options))
    return Shown(asked, words, links, is_mine=True)


def shown_part(released: PublicProgramme, site: CalendarSite, asked: str, alarm: int) -> Shown:
    """A part of the programme; the whole of it if there is no such part."""
    meeting = released.programme.meeting
    known = {option.value: option.label for g in _public_groups(released) for option in g.options}
    people = {f"person-{key}": person.name for key, person in released.people.items()}
    title = known.get(asked) or people.get(asked)
    value = asked if title else ALL
    choice = _choice(value, alarm)
    links = CalendarLinks(
        f"{meeting.title}: {title}" if title and value != ALL else meeting.title,
        site.address(meeting.slug, choice.path),
    )
    return Shown(value, title or known[ALL], links, is_missing=title is None)


def _choice(value: str, alarm: int) -> Choice:
    if value in (ALL, TALKS):
        return Choice(talks=value == TALKS, alarm=alarm)
    scope, _, key = value.partition("-")
    return Choice(_SCOPES[scope], key, alarm=alarm)


_SCOPES = {"day": Scope.DAY, "track": Scope.TRACK, "room": Scope.ROOM, "person": Scope.PERSON}


def _public_groups(released: PublicProgramme) -> Iterator[OptionGroup]:
    used_tracks, used_rooms = set(released.tracks), set(released.rooms)
    whole = (Option(ALL, "Every session"), Option(TALKS, "Every talk, one by one"))
    yield OptionGroup("The whole programme", whole)
    days = (Option(f"day-{day.isoformat()}", day_name(day)) for day in released.days)
    yield OptionGroup("One day", tuple(days))
    tracks = tracks_of(released.programme).items()
    yield OptionGroup("One track", _named("track", tracks, used_tracks))
    rooms = rooms_of(released.programme).items()
    yield OptionGroup("One room", _named("room", rooms, used_rooms))


def _named(kind: str, slugs: Iterable[tuple[str, str]], used: set[str]) -> tuple[Option, ...]:
    return tuple(Option(f"{kind}-{slug}", name) for slug, name in slugs if name in used)
