"""The only writers of rooms' hours, people's times and the programme's own numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from schedule.limits.errors import NobodyOfTheProgramme, NoRoomChosen, NoSuchRoom
from schedule.limits.queries import PersonLimits, rooms_with_hours, times_of
from schedule.limits.stretches import in_words
from schedule.queries.draft_memory import forget_draft
from schedule.queries.policy import ProgrammePolicyInfo, policy_of
from schedule.rules.programme import Span
from schedule.tables import Availability, PresenterPlace, ProgrammePolicy, RoomHours


@dataclass(frozen=True, slots=True)
class Times:
    """When and from where somebody can take part; no hours: always."""

    hours: tuple[Span, ...] = ()
    is_remote: bool = False
    zone: str = ""
    note: str = ""


async def set_room_hours(
    rooms: Collection[UUID],
    hours: Sequence[Span],
    *,
    meeting: MeetingInfo,
    by: Actor,
    now: datetime,
) -> None:
    """These rooms are open in these stretches and no others; without any, always (S01).

    Raises NoRoomChosen without a room, NoSuchRoom for one of another meeting.
    """
    if not rooms:
        raise NoRoomChosen
    async with action("set_room_hours", by=by, now=now, meeting=meeting.id) as act:
        known = {each.room.id: each for each in await rooms_with_hours(meeting.id)}
        if not known.keys() >= set(rooms):
            raise NoSuchRoom
        await RoomHours.delete().where(RoomHours.room.is_in(list(rooms)))
        rows = [
            RoomHours(created_at=now, room=room, starts_at=each.starts_at, ends_at=each.ends_at)
            for room in rooms
            for each in hours
        ]
        if rows:
            await RoomHours.insert(*rows)
        for room in rooms:
            before = in_words(known[room].hours, meeting.tz)
            after = in_words(hours, meeting.tz)
            act.note("room", known[room].room.name, hours=[before, after])
    forget_draft(meeting.id)


async def set_times(
    person: UUID, times: Times, *, meeting: MeetingInfo, by: Actor, now: datetime
) -> None:
    """When somebody can be there, from where, and what they tell the committee.

    Raises NobodyOfTheProgramme for who has no part and nothing accepted.
    """
    async with action("set_times", by=by, now=now, meeting=meeting.id) as act:
        before = await times_of(meeting.id, person)
        if before is None:
            raise NobodyOfTheProgramme
        await _keep_hours(act, meeting.id, person, times.hours)
        await _keep_place(act, meeting.id, person, times)
        act.note("person", person, **_changes(before, times, meeting))
    forget_draft(meeting.id)


async def keep_remote(act: Action, meeting: UUID, person: UUID) -> None:
    """Inside an action: somebody takes part by video; what they told of themselves stays."""
    place = (PresenterPlace.meeting == meeting) & (PresenterPlace.person == person)
    if await PresenterPlace.exists().where(place):
        await PresenterPlace.update({PresenterPlace.is_remote: True}).where(place)
    else:
        row = PresenterPlace(created_at=act.now, meeting=meeting, person=person, is_remote=True)
        await PresenterPlace.insert(row)
    act.note("person", person, is_remote=[None, True])


async def save_policy(
    policy: ProgrammePolicyInfo, *, meeting: UUID, by: Actor, now: datetime
) -> None:
    """The meeting's own numbers: changeover, when items are popular, who may embed."""
    async with action("save_programme_rules", by=by, now=now, meeting=meeting) as act:
        before = await policy_of(meeting)
        await ProgrammePolicy.delete().where(ProgrammePolicy.meeting == meeting)
        await ProgrammePolicy.insert(
            ProgrammePolicy(
                created_at=now,
                meeting=meeting,
                changeover_minutes=policy.changeover_minutes,
                popular_from=policy.popular_from,
                hosts="\n".join(policy.hosts),
            )
        )
        names = ("changeover_minutes", "popular_from", "hosts")
        pairs = {name: [getattr(before, name), getattr(policy, name)] for name in names}
        act.note(
            "programme_rules", "", **{n: pair for n, pair in pairs.items() if pair[0] != pair[1]}
        )
    forget_draft(meeting)


async def _keep_hours(act: Action, meeting: UUID, person: UUID, hours: Iterable[Span]) -> None:
    await Availability.delete().where(
        Availability.meeting == meeting, Availability.person == person
    )
    rows = [
        Availability(
            created_at=act.now,
            meeting=meeting,
            person=person,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
        )
        for each in hours
    ]
    if rows:
        await Availability.insert(*rows)


async def _keep_place(act: Action, meeting: UUID, person: UUID, times: Times) -> None:
    await PresenterPlace.delete().where(
        PresenterPlace.meeting == meeting, PresenterPlace.person == person
    )
    if times.is_remote or times.zone or times.note:
        await PresenterPlace.insert(
            PresenterPlace(
                created_at=act.now,
                meeting=meeting,
                person=person,
                is_remote=times.is_remote,
                zone=times.zone,
                note=times.note,
            )
        )


def _changes(before: PersonLimits, after: Times, meeting: MeetingInfo) -> dict[str, list[object]]:
    pairs: dict[str, list[object]] = {
        "hours": [in_words(before.hours, meeting.tz), in_words(after.hours, meeting.tz)],
        "is_remote": [before.is_remote, after.is_remote],
        "zone": [before.zone, after.zone],
        "note": [before.note, after.note],
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
