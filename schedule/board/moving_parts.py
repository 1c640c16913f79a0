"""The fragments with which one moves: a session, what is inside it, an abstract from the tray."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec

from conference.web import FormErrors, FormState
from conference.web.formats import day as day_words
from conference.web.templating import render
from schedule.board.cards import Chip, badness, chip_of, clock_words
from schedule.board.errors import NothingToPlace
from schedule.board.forms import PlacedForm, What, place_values
from schedule.board.parts import Part
from schedule.board.seen import Seen, by_code
from schedule.board.tray import waiting_abstracts
from schedule.errors import NoSuchSession
from schedule.rules.abstract_places import GONE_WORDS
from schedule.rules.conflicts import Severity
from schedule.rules.editing import end_of_talks
from schedule.rules.moving import Place, check_place, place_in_words
from schedule.rules.programme import PlannedSession, PlannedSlot
from schedule.rules.vocabulary import ItemStatus, SlotKind

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A talk or poster in a short list."""

    code: str
    title: str
    at: str
    who: str
    word: str


class FoundAnswer(msgspec.Struct):
    """What a place would bring: to see, and to hear while a session is moved by keys."""

    html: str
    spoken: str
    count: int
    blocking: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The conflicts that a place would bring, or why it is none."""

    where: str
    chips: tuple[Chip, ...] = ()
    error: str = ""


NOT_LOOKED = Found("")


async def part_for(seen: Seen, values: Mapping[str, Any]) -> Part:
    """The fragment that sent these values, with them in it. Raises NoSuchSession."""
    what, form = values.get("what"), FormState(values)
    if what == What.ABSTRACT:
        return await place_part(seen, str(values.get("abstract") or ""), form)
    code = str(values.get("session") or "")
    if what in (What.SLOT, What.TRAY):
        return talks_part(seen, code, form)
    return move_part(seen, code, form if what == What.SESSION else None)


def move_part(
    seen: Seen, code: str, form: FormState | None = None, found: Found = NOT_LOOKED
) -> Part:
    """A session to another day, time, room, or of another length. Raises NoSuchSession."""
    session = session_of(seen, code)
    programme, here = seen.programme, Place(session.starts_at, session.room)
    shown = {
        "session": session,
        "form": form or FormState(place_values(here.starts_at, here.room, programme.tz)),
        "now_at": place_in_words(programme, here),
        "found": found.chips,
        "where": found.where,
        "error": found.error,
        "stale": "",
        **place_options(seen),
    }
    return Part("move", f"Move “{session.title or session.code}”", shown)


def talks_part(seen: Seen, code: str, form: FormState | None = None) -> Part:
    """What is inside a session, to go elsewhere. Raises NoSuchSession."""
    session = session_of(seen, code)
    shown = {
        "session": session,
        "slots": [_line(session, slot, seen) for slot in session.slots],
        "targets": targets(seen, but=session),
        "form": form or FormState.empty(),
        "stale": "",
    }
    return Part("talks", f"Inside “{session.title or session.code}”", shown)


async def place_part(seen: Seen, code: str, form: FormState | None = None) -> Part:
    """An accepted abstract into a session. Raises NothingToPlace if it waits for no place."""
    waiting = await waiting_abstracts(seen.meeting.id, seen.programme)
    abstract = next((each for each in waiting if each.code == code), None)
    if abstract is None:
        raise NothingToPlace(code)
    is_poster = abstract.kind == SlotKind.POSTER.label
    shown = {
        "abstract": abstract,
        "targets": targets(seen, posters_first=is_poster),
        "form": form or FormState.empty(),
        "stale": "",
    }
    return Part("place", f"Place “{abstract.title}”", shown)


def found_at(seen: Seen, session: PlannedSession, asked: PlacedForm) -> Found:
    """What a place would bring, the worst first; a time that is none says why."""
    try:
        place = Place(asked.starts_at(seen.meeting.tz), asked.room)
    except FormErrors as wrong:
        return Found("", error=" ".join(wrong.errors.values()))
    conflicts = check_place(seen.programme, session, place)
    chips = [chip_of(each, seen.accepted) for each in conflicts]
    chips.sort(key=badness)
    return Found(place_in_words(seen.programme, place), tuple(chips))


def found_answer(found: Found) -> FoundAnswer:
    """As the board's script shows and says it."""
    html = render(
        "schedule/board/_found.html", found=found.chips, where=found.where, error=found.error
    )
    first = found.chips[0] if found.chips else None
    said = f"{first.word}: {first.sentence}" if first else "No new conflict."
    more = len(found.chips) - 1
    said += f" And {more} more." if more > 0 else ""
    blocking = any(chip.severity is Severity.BLOCKING for chip in found.chips)
    spoken = found.error or f"{found.where}. {said}"
    return FoundAnswer(html, spoken, len(found.chips), blocking)


def place_options(seen: Seen) -> dict[str, Options]:
    """The days and rooms to choose from."""
    days = [(day.isoformat(), day_words(day)) for day in days_of(seen)]
    rooms = [(str(each.id), each.name) for each in seen.programme.rooms]
    return {"days": [*days, ("", "No time yet")], "rooms": [*rooms, ("", "No room yet")]}


def days_of(seen: Seen) -> list[date]:
    """The meeting's days, one before and one after, and those that have a session."""
    meeting, zone = seen.meeting, seen.programme.tz
    around = {meeting.starts_on - timedelta(days=1), meeting.ends_on + timedelta(days=1)}
    used = {e.starts_at.astimezone(zone).date() for e in seen.programme.sessions if e.starts_at}
    return sorted(around | used | set(meeting.days))


def targets(
    seen: Seen, but: PlannedSession | None = None, *, posters_first: bool = False
) -> Options:
    """("CODE:version", words) of the sessions that something can go into."""
    fitting = [each for each in seen.programme.sessions if _holds_talks(each) and each is not but]
    if posters_first:
        fitting.sort(key=lambda each: each.kind != "poster")
    return [(f"{each.code}:{each.version}", _target_words(each, seen)) for each in fitting]


def session_of(seen: Seen, code: str) -> PlannedSession:
    """The session of a code. Raises NoSuchSession."""
    found = by_code(seen.programme, code)
    if found is None:
        raise NoSuchSession(code)
    return found


def _holds_talks(session: PlannedSession) -> bool:
    is_pause = session.kind in ("break", "social")
    return session.status is not ItemStatus.CANCELLED and not is_pause


def _target_words(session: PlannedSession, seen: Seen) -> str:
    here = Place(session.starts_at, session.room)
    used = f"{end_of_talks(session.slots)} of {session.duration_minutes} min"
    return f"{session.title or session.code} ({place_in_words(seen.programme, here)}; {used})"


def _line(session: PlannedSession, slot: PlannedSlot, seen: Seen) -> TalkLine:
    who = ", ".join(each.name for each in slot.people)
    word = GONE_WORDS.get(slot.abstract_state, "")
    if slot.status is ItemStatus.CANCELLED:
        word = word or "cancelled"
    return TalkLine(slot.code, slot.title, _at(session, slot, seen), who, word)


def _at(session: PlannedSession, slot: PlannedSlot, seen: Seen) -> str:
    if slot.kind is SlotKind.POSTER:
        return f"board {slot.board}" if slot.board else "poster"
    if session.starts_at is None:
        return f"+{slot.starts_after_minutes} min"
    local = session.starts_at.astimezone(seen.programme.tz)
    return clock_words(local.hour * 60 + local.minute + slot.starts_after_minutes)
