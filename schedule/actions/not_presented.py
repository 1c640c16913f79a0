"""What was not shown leaves the public programme, alone and by a release of its own (A15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import msgspec

from conference.meetings.actions import hold_meeting
from conference.orm import Action
from schedule.actions.abstract_places import restore_place, vacate_place
from schedule.actions.release_writing import write_release
from schedule.queries.release_files import FrozenText, frozen_texts, hidden_titles
from schedule.queries.release_preview import Naming, embargo_of, next_facts
from schedule.queries.release_texts import texts_of
from schedule.queries.releases import CurrentRelease, newest_release
from schedule.rules.embargo import with_titles
from schedule.rules.preparing import Prepared, prepared
from schedule.rules.released import ReleasedProgramme, ReleasedSlot
from schedule.rules.vocabulary import ItemStatus


async def release_not_presented(
    act: Action, meeting: UUID, slot: str, abstract: UUID, base_url: str
) -> int | None:
    """Inside an action: the newest release again, with this talk or poster as one that did not
    take place and without its text; nothing of the draft goes out with it but the same mark.

    Returns the release's number; None where it is marked already. The caller sends the letters,
    and calls `forget_release` once the action is over.
    """
    await hold_meeting(meeting)
    await vacate_place(act, abstract, "was not presented")
    return await _release(act, meeting, slot, ItemStatus.CANCELLED, base_url)


async def release_presented_after_all(
    act: Action, meeting: UUID, slot: str, abstract: UUID, base_url: str
) -> int | None:
    """Inside an action: the same taken back, with the text as it is now."""
    await hold_meeting(meeting)
    await restore_place(act, abstract)
    return await _release(act, meeting, slot, ItemStatus.CONFIRMED, base_url)


async def _release(
    act: Action, meeting: UUID, slot: str, status: ItemStatus, base_url: str
) -> int | None:
    newest = await newest_release(meeting)
    if newest is None:
        return None
    new = await _prepared(act, meeting, newest, slot, status)
    if new is None:
        return None
    texts = await _texts(meeting, newest, new.made, slot, status)
    await write_release(act, meeting, new, base_url, texts=texts, is_silent=True)
    return new.made.number


async def _prepared(
    act: Action, meeting: UUID, newest: CurrentRelease, slot: str, status: ItemStatus
) -> Prepared | None:
    """The next release; None where nothing would change."""
    previous = newest.programme
    found = newest.find(slot)
    if found is None or found[1] is None:
        return None
    content = with_status(with_titles(previous, await hidden_titles(newest.id)), slot, status)
    naming = Naming(_name(found[1], status), "")
    facts = replace(await next_facts(meeting, previous, naming, act.now), meeting=previous.meeting)
    new = prepared(content.sessions, content.rooms, previous, facts, await embargo_of(meeting))
    return None if new.diff.is_empty else new


def _name(slot: ReleasedSlot, status: ItemStatus) -> str:
    word = "Not presented" if status is ItemStatus.CANCELLED else "Presented"
    return f"{word}: {slot.number or slot.code}"


def with_status(programme: ReleasedProgramme, code: str, status: ItemStatus) -> ReleasedProgramme:
    """The programme in which this talk or poster takes place, or does not. Pure."""
    change = msgspec.structs.replace
    sessions = tuple(
        change(
            session,
            slots=tuple(
                change(slot, status=status) if slot.code == code else slot for slot in session.slots
            ),
        )
        if any(slot.code == code for slot in session.slots)
        else session
        for session in programme.sessions
    )
    return change(programme, sessions=sessions)


async def _texts(
    meeting: UUID, newest: CurrentRelease, made: ReleasedProgramme, slot: str, status: ItemStatus
) -> Mapping[str, FrozenText]:
    """The texts that are out, with or without this one."""
    texts = {code: text for code, text in (await frozen_texts(newest.id)).items() if code != slot}
    if status is ItemStatus.CONFIRMED:
        fresh = (await texts_of(meeting, made)).get(slot)
        if fresh is not None:
            texts[slot] = fresh
    return texts
