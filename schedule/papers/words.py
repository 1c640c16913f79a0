"""How a released programme is said on paper: times, people, what was cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from conference.web import formats
from schedule.rules.listing import programme_day
from schedule.rules.released import (
    ReleasedPerson,
    ReleasedProgramme,
    ReleasedSession,
    ReleasedSlot,
)

CANCELLED = "Cancelled"
FOOT = 44  # letters of a release's name in the foot of a page


def hours_of(item: ReleasedSession | ReleasedSlot, zone: str) -> str:
    """ "09:30–10:00" on the venue's clock."""
    return formats.hours(item.starts_at, item.ends_at, zone)


def window_of(slot: ReleasedSlot, zone: str) -> str:
    """When the presenter stands at the board; "" if the release does not say (B02)."""
    if slot.presents_from is None or slot.presents_until is None:
        return ""
    return formats.hours(slot.presents_from, slot.presents_until, zone)


def names_of(people: Iterable[ReleasedPerson]) -> str:
    """ "Ada Lovelace (London), Grace Hopper"."""
    return ", ".join(
        f"{each.name} ({each.affiliation})" if each.affiliation else each.name for each in people
    )


def heading_of(session: ReleasedSession) -> str:
    """The kind and what else marks it: streamed, a sponsor's (S10), cancelled."""
    words = [
        CANCELLED if session.is_cancelled else "",
        session.kind_label,
        session.track,
        f"Sponsored by {session.sponsor}" if session.sponsor else "",
        "Streamed" if session.is_streamed else "",
    ]
    return " · ".join(filter(None, words))


def hanging_of(session: ReleasedSession, zone: str) -> str:
    """When posters go up and come down, and the size of a board (B04)."""
    words = []
    for word, start, end in (
        ("Set up", session.set_up_from, session.set_up_until),
        ("Take down", session.tear_down_from, session.tear_down_until),
    ):
        if start and end:
            day = "" if _same_day(session, start, zone) else f"{formats.local_day(start, zone)}, "
            words.append(f"{word} {day}{formats.hours(start, end, zone)}")
    if session.board_size:
        words.append(f"Boards {session.board_size}")
    return ". ".join(words) + ("." if words else "")


def state_of(programme: ReleasedProgramme) -> str:
    """Which release a sheet is from: it stands on every page (25)."""
    return _state(programme, programme.name)


def foot_of(programme: ReleasedProgramme) -> str:
    """The same beside a page's number: a long name is cut, so that both can be read."""
    name = programme.name
    return _state(programme, name if len(name) <= FOOT else f"{name[: FOOT - 1].rstrip()}…")


def _state(programme: ReleasedProgramme, name: str) -> str:
    made = formats.instant(programme.released_at, programme.meeting.zone)
    named = f" “{name}”" if name else ""
    return f"Release {programme.number}{named}, {made}"


def sessions_by_day(
    programme: ReleasedProgramme,
) -> list[tuple[date, list[ReleasedSession]]]:
    """The sessions of each day of the programme, in order."""
    days: dict[date, list[ReleasedSession]] = {}
    for session in programme.sessions:
        days.setdefault(programme_day(session.starts_at, programme), []).append(session)
    return sorted(days.items())


def _same_day(session: ReleasedSession, start: object, zone: str) -> bool:
    return formats.local_day(session.starts_at, zone) == formats.local_day(start, zone)  # type: ignore[arg-type]
