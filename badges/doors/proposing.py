"""Doors that the programme and the shop call for: proposed, with reasons. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from badges.doors.door import Door, HowOften, PointKind
from conference.people.rules import fold
from conference.registration.catalogue import ExtraKind

EARLY = timedelta(minutes=30)
ENTRANCE = "Main entrance"


@dataclass(frozen=True, slots=True)
class SoldExtra:
    """Something sold beside the registration, and how many have it."""

    key: str
    title: str
    kind: ExtraKind
    sold: int


@dataclass(frozen=True, slots=True)
class Room:
    """A session's place and hours, as a door needs them."""

    code: str
    title: str
    counts_for_cme: bool
    room: UUID | None = None
    room_name: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PointDraft:
    """What somebody decides about a door."""

    title: str
    kind: PointKind
    session: str = ""
    extra: str = ""
    categories: tuple[str, ...] = ()
    room: UUID | None = None
    capacity: int | None = None
    how_often: HowOften = HowOften.ALWAYS
    counts_out: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A door that is missing, and why. `mark` names it in the form."""

    mark: str
    draft: PointDraft
    room_name: str
    reason: str


def propose_points(
    extras: Iterable[SoldExtra], rooms: Sequence[Room], existing: Collection[Door]
) -> tuple[Proposal, ...]:
    """The entrance, each workshop and event that was sold, each session that counts for CME.

    What has a door already is left out; the same input gives the same proposals.
    """
    found: list[Proposal] = []
    if not any(door.kind is PointKind.ENTRANCE for door in existing):
        draft = PointDraft(ENTRANCE, PointKind.ENTRANCE)
        found.append(Proposal("entrance", draft, "", "Every meeting has a way in."))
    with_door = {door.extra for door in existing if door.extra}
    found += [_of_extra(each, rooms) for each in extras if _wants_door(each, with_door)]
    with_door = {door.session for door in existing if door.session}
    taken = with_door | {each.draft.session for each in found}
    wanted = (each for each in rooms if each.counts_for_cme and each.code not in taken)
    return (*found, *(_of_session(each) for each in wanted))


def _wants_door(extra: SoldExtra, with_door: Collection[str]) -> bool:
    is_door = extra.kind in (ExtraKind.EVENT, ExtraKind.WORKSHOP)
    return is_door and extra.sold > 0 and extra.key not in with_door


def _of_extra(extra: SoldExtra, rooms: Sequence[Room]) -> Proposal:
    is_workshop = extra.kind is ExtraKind.WORKSHOP
    held = next((each for each in rooms if fold(each.title) == fold(extra.title)), None)
    draft = PointDraft(
        extra.title[:120],
        PointKind.WORKSHOP if is_workshop else PointKind.DINNER,
        session=held.code if held else "",
        extra=extra.key,
        room=held.room if held else None,
        how_often=HowOften.ALWAYS if is_workshop else HowOften.ONCE,
        counts_out=is_workshop,
        opens_at=held.starts_at - EARLY if held and held.starts_at else None,
    )
    sold = f"{extra.sold} {'person has' if extra.sold == 1 else 'people have'} a ticket."
    once = "" if is_workshop else " Each ticket opens it once."
    room_name = held.room_name if held else ""
    return Proposal(f"extra-{extra.key}", draft, room_name, sold + once)


def _of_session(session: Room) -> Proposal:
    draft = PointDraft(
        f"{session.title}"[:120],
        PointKind.CME,
        session=session.code,
        room=session.room,
        counts_out=True,
    )
    reason = "It counts for CME: people are scanned in and out."
    return Proposal(f"session-{session.code}", draft, session.room_name, reason)
