"""Badges and what is printed on them, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from badges.faces.rules import BadgeFace, band_style, printed_name, ribbons
from badges.tables import Badge
from conference.meetings.rules import MeetingInfo
from conference.orm import tokens
from conference.people import queries as people
from conference.people.access import Role
from conference.registration.queries import RegistrationInfo
from conference.web import formats
from schedule.queries.programme import parts_of_people
from schedule.rules import Part

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class BadgeKey:
    """The identity of a badge, from which its token is derived."""

    id: UUID
    registration: UUID
    serial: UUID

    def token(self, secret: str) -> str:
        """The 16 characters of this badge's QR code; another serial makes another token (G02)."""
        return tokens.derive(secret, "badge", self.id, self.serial, length=16)


async def badge_keys(ids: Collection[UUID]) -> dict[UUID, BadgeKey]:
    """The badges that exist, by registration id."""
    found: dict[UUID, BadgeKey] = {}
    for chunk in chunks(list(ids)):
        rows = await Badge.select(Badge.id, Badge.registration, Badge.serial).where(
            Badge.registration.is_in(chunk)
        )
        found.update({row["registration"]: BadgeKey(**row) for row in rows})
    return found


async def badge_faces(
    meeting: MeetingInfo, infos: Sequence[RegistrationInfo], keys: Mapping[UUID, BadgeKey],
    secret: str,
) -> list[BadgeFace]:  # fmt: skip
    """What is printed on the badges of these registrations, in their order; two statements."""
    parts = await parts_of_people(meeting.id)
    roles: dict[UUID, set[Role]] = {}
    for grant in await people.role_holders(meeting.id):
        roles.setdefault(grant["person"], set()).add(Role(grant["role"]))
    return [
        _face(
            meeting,
            info,
            keys[info.id].token(secret),
            ribbons(_parts(parts, info), roles.get(info.person.id, ())),
        )
        for info in infos
    ]


def _parts(parts: Mapping[UUID, frozenset[Part]], info: RegistrationInfo) -> frozenset[Part]:
    return parts.get(info.person.id, frozenset())


def _face(
    meeting: MeetingInfo, info: RegistrationInfo, token: str, of_person: tuple[str, ...]
) -> BadgeFace:
    person = info.person
    place = f", {meeting.city}" if meeting.city else ""
    return BadgeFace(
        name=printed_name(person.badge_name, person.given_name, person.family_name),
        registered=printed_name(person.registered_name, person.given_name, person.family_name),
        affiliation=person.affiliation,
        country=formats.country_name(person.country) if person.country else "",
        country_code=person.country,
        category=info.band_word or info.category_title,
        band=band_style(info.band_style),
        ribbons=of_person,
        token=token,
        code=info.code,
        meeting=meeting.title,
        occasion=f"{formats.days_span(meeting.starts_on, meeting.ends_on)}{place}",
    )


def chunks(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
