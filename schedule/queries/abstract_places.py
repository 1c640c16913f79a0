"""Where the draft and the newest release have an abstract: what abstracts ask of the programme."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from abstracts.changes.programme import PlannedPlace, PublicPlace
from conference.people import queries as people
from schedule.queries.draft import draft_programme
from schedule.queries.releases import current_release
from schedule.rules.abstract_places import part_of, places_of_abstract, presented_by, with_slot
from schedule.rules.editing import clashes_of
from schedule.rules.programme import Involved, PlannedSession
from schedule.rules.released import ReleasedSession, ReleasedSlot
from schedule.rules.vocabulary import ItemStatus, Part
from schedule.tables import Participation, Slot

_SESSION: Any = Slot.session


async def planned_place(abstract: UUID) -> PlannedPlace | None:
    """The live place of an abstract in the draft, with its chairs; two statements."""
    row = (
        await Slot.select(
            _SESSION.id.as_alias("id"),
            _SESSION.code.as_alias("code"),
            _SESSION.title.as_alias("title"),
        )
        .where(
            Slot.abstract == abstract,
            Slot.status != ItemStatus.CANCELLED.value,
            _SESSION.status != ItemStatus.CANCELLED.value,
        )
        .first()
    )
    if row is None:
        return None
    chairs = await Participation.select(Participation.person).where(
        Participation.session == row["id"],
        Participation.slot.is_null(),
        Participation.part == Part.CHAIR.value,
    )
    return PlannedPlace(row["code"], row["title"], tuple(each["person"] for each in chairs))


async def released_places(meeting: UUID, codes: Collection[str]) -> dict[str, PublicPlace]:
    """Where the newest release shows abstracts, by code; it is kept in memory."""
    release = await current_release(meeting)
    if release is None:
        return {}
    found: dict[str, PublicPlace] = {}
    for session, slot in release.programme.items():
        if slot is not None and slot.abstract_code in codes:
            known = found.get(slot.abstract_code)
            if known is None or known.is_cancelled:
                found[slot.abstract_code] = _public(session, slot)
    return found


async def clashes_of_presenter(meeting: UUID, abstract: UUID, person: UUID) -> tuple[str, ...]:
    """What would clash if that person presented the abstract where the draft has it (S01)."""
    draft = await draft_programme(meeting)
    place = next(places_of_abstract(draft, abstract), None)
    known = await people.person_by_id(person)
    if place is None or known is None:
        return ()
    session, slot = place
    new = Involved(known.id, known.registered_name, part_of(slot), known.affiliation)
    after = with_slot(session, replace(slot, people=presented_by(slot.people, None, new)))
    return tuple(clash.sentence for clash in clashes_of(draft, after))


def as_place(session: PlannedSession) -> PlannedPlace:
    """A session of the draft, as abstracts see it."""
    chairs = tuple(each.person for each in session.people if each.part is Part.CHAIR)
    return PlannedPlace(session.code, session.title, chairs)


def _public(session: ReleasedSession, slot: ReleasedSlot) -> PublicPlace:
    return PublicPlace(
        session=session.code,
        title=session.title,
        kind=slot.kind.label,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        room=slot.room,
        board=slot.board,
        is_cancelled=ItemStatus.CANCELLED in (session.status, slot.status),
    )
