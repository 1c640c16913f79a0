"""What was not shown leaves the public programme, alone and by a release of its own (A15)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec

from conference.meetings.actions import hold_meeting
from conference.orm import Action
from schedule.actions.abstract_places import restore_slot, vacate_slot
from schedule.actions.release_writing import write_release
from schedule.queries.release_files import FrozenText, frozen_texts, hidden_titles
from schedule.queries.release_preview import Naming, embargo_of, next_facts
from schedule.queries.release_texts import texts_of
from schedule.queries.releases import CurrentRelease, newest_release
from schedule.rules.embargo import with_titles
from schedule.rules.preparing import Prepared, prepared
from schedule.rules.released import ReleasedProgramme
from schedule.rules.vocabulary import ItemStatus

LONGEST_NAME = 80  # what the column holds


@dataclass(frozen=True, slots=True)
class Places:
    """The talks and posters of one abstract that are meant, by their codes; `abstract` is its
    reference."""

    meeting: UUID
    abstract: str
    slots: tuple[str, ...]


async def release_not_presented(act: Action, places: Places, base_url: str) -> tuple[str, ...]:
    """Inside an action: the newest release again, with these talks and posters as ones that did not
    take place, and without the abstract's text wherever it stands; nothing of the draft goes out
    with it but the same marks.

    Returns the codes of those that took place until now. The caller sends the letters, and calls
    `forget_release` once the action is over.
    """
    await hold_meeting(places.meeting)
    marked = {
        code
        for code in places.slots
        if await vacate_slot(act, places.meeting, code, "was not presented")
    }
    newest = await newest_release(places.meeting)
    if newest is None:
        return _of(places, marked)
    marked |= {code for code in places.slots if _is_live(newest, code)}
    await _release(act, newest, places, ItemStatus.CANCELLED, base_url)
    return _of(places, marked)


async def release_presented_after_all(act: Action, places: Places, base_url: str) -> None:
    """Inside an action: the same taken back, with the text as it is now."""
    await hold_meeting(places.meeting)
    for code in places.slots:
        await restore_slot(act, places.meeting, code)
    newest = await newest_release(places.meeting)
    if newest is not None:
        await _release(act, newest, places, ItemStatus.CONFIRMED, base_url)


def _of(places: Places, codes: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in places.slots if code in codes)


def _is_live(newest: CurrentRelease, code: str) -> bool:
    found = newest.find(code)
    slot = found[1] if found else None
    return slot is not None and slot.status is not ItemStatus.CANCELLED


async def _release(
    act: Action, newest: CurrentRelease, places: Places, status: ItemStatus, base_url: str
) -> None:
    """Nothing goes out where nothing would change."""
    new = await _prepared(act, newest, places, status)
    if new.diff.is_empty:
        return
    texts = await _texts(newest, new.made, places, status)
    await write_release(act, places.meeting, new, base_url, texts=texts, is_silent=True)


async def _prepared(
    act: Action, newest: CurrentRelease, places: Places, status: ItemStatus
) -> Prepared:
    meeting, previous = places.meeting, newest.programme
    told = with_titles(previous, await hidden_titles(newest.id))
    content = with_status(told, places.slots, status)
    naming = Naming(_name(newest, places, status), "")
    facts = replace(await next_facts(meeting, previous, naming, act.now), meeting=previous.meeting)
    return prepared(content.sessions, content.rooms, previous, facts, await embargo_of(meeting))


def _name(newest: CurrentRelease, places: Places, status: ItemStatus) -> str:
    word = "Not presented" if status is ItemStatus.CANCELLED else "Presented"
    numbers = []
    for code in places.slots:
        found = newest.find(code)
        numbers.append((found[1].number if found and found[1] else "") or code)
    return f"{word}: {', '.join(numbers)}"[:LONGEST_NAME]


def with_status(
    programme: ReleasedProgramme, codes: Collection[str], status: ItemStatus
) -> ReleasedProgramme:
    """The programme in which these talks and posters take place, or do not. Pure."""
    change = msgspec.structs.replace
    sessions = tuple(
        change(
            session,
            slots=tuple(
                change(slot, status=status) if slot.code in codes else slot
                for slot in session.slots
            ),
        )
        if any(slot.code in codes for slot in session.slots)
        else session
        for session in programme.sessions
    )
    return change(programme, sessions=sessions)


async def _texts(
    newest: CurrentRelease, made: ReleasedProgramme, places: Places, status: ItemStatus
) -> Mapping[str, FrozenText]:
    """The texts that are out, with or without that of this abstract."""
    own = {
        slot.code
        for _, slot in made.items()
        if slot is not None and slot.abstract_code == places.abstract
    }
    out = await frozen_texts(newest.id)
    texts = {code: text for code, text in out.items() if code not in own}
    if status is ItemStatus.CONFIRMED:
        fresh = await texts_of(places.meeting, made)
        texts |= {code: fresh[code] for code in sorted(own) if code in fresh}
    return texts
