"""What doors may be set up for: sessions, rooms, extras, categories."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from badges.doors.proposing import Proposal, Room, SoldExtra, propose_points
from badges.doors.queries import points_of
from badges.tables import CertificatePolicy
from conference.meetings import queries as meetings
from conference.meetings.rules import MeetingInfo
from conference.orm import Prepared
from conference.registration.catalogue import ExtraKind
from conference.registration.tables import Extra, RegistrationCategory
from conference.web import formats
from schedule.queries.draft import draft_programme
from schedule.rules.programme import Programme


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of the form, as (value, words)."""

    sessions: tuple[tuple[str, str], ...]
    rooms: tuple[tuple[str, str], ...]
    extras: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]


async def choices_of(meeting: MeetingInfo) -> Choices:
    """What a door may stand before; eight statements."""
    draft = await draft_programme(meeting.id)
    rooms = await meetings.rooms(meeting.id)
    extras = await sold_extras(meeting.id)
    categories = (
        await RegistrationCategory.select(RegistrationCategory.key, RegistrationCategory.title)
        .where(RegistrationCategory.meeting == meeting.id)
        .order_by(RegistrationCategory.position)
    )
    return Choices(
        tuple((each.code, _session_words(each, meeting.zone)) for each in rooms_of(draft, set())),
        tuple((str(each.id), _room_words(each.name, each.capacity)) for each in rooms),
        tuple((each.key, each.title) for each in extras if each.kind is not ExtraKind.GOODS),
        tuple((row["key"], row["title"]) for row in categories),
    )


def _session_words(session: Room, zone: str) -> str:
    if session.starts_at is None:
        return session.title
    return f"{formats.local_day(session.starts_at, zone)} {formats.clock(session.starts_at, zone)}: {session.title}"  # noqa: E501


def _room_words(name: str, capacity: int | None) -> str:
    return f"{name} ({capacity} people)" if capacity else name


async def proposals_of(meeting: MeetingInfo) -> tuple[Proposal, ...]:
    """The doors that are missing; nine statements."""
    draft = await draft_programme(meeting.id)
    codes = await cme_sessions(meeting.id)
    extras = await sold_extras(meeting.id)
    return propose_points(extras, rooms_of(draft, codes), await points_of(meeting))


async def cme_sessions(meeting: UUID) -> set[str]:
    """The codes of the sessions that count for CME, as the certificates' policy has them."""
    row = (
        await CertificatePolicy.select(CertificatePolicy.cme_sessions)
        .where(CertificatePolicy.meeting == meeting)
        .first()
    )
    return set(json.loads(row["cme_sessions"])) if row else set()


def rooms_of(draft: Programme, cme: set[str]) -> list[Room]:
    """The sessions of a draft, in time."""
    return [
        Room(
            each.code, each.title, each.code in cme, each.room, each.room_name, each.starts_at,
            each.ends_at,
        )
        for each in draft.sessions
    ]  # fmt: skip


_sold = Prepared(
    lambda meeting: Extra.raw(
        "SELECT e.key, e.title, e.kind,"
        " (SELECT COALESCE(SUM(l.quantity), 0) FROM conference_order_line l"
        "  JOIN conference_registration r ON r.code = l.registration"
        "  WHERE r.meeting = e.meeting AND r.active_key IS NOT NULL AND l.item = e.key) AS sold"
        " FROM conference_extra e WHERE e.meeting = {} ORDER BY e.position, e.key",
        meeting,
    )
)


async def sold_extras(meeting: UUID) -> list[SoldExtra]:
    """What is sold beside the registration, with the number of those who hold it; one statement."""
    return [
        SoldExtra(row["key"], row["title"], ExtraKind(row["kind"]), int(row["sold"]))
        for row in await _sold(meeting)
    ]
