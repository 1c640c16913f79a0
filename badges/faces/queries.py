"""Badges and what is printed on them, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from badges.faces.agendas import agendas_of
from badges.faces.merits import merits_of
from badges.faces.rules import BadgeFace, Occasion, band_style, printed_name, ribbons
from badges.tables import Badge, BadgePrint
from conference.meetings.rules import MeetingInfo
from conference.orm import tokens
from conference.registration.queries import RegistrationInfo
from conference.web import formats

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
    secret: str, *, with_agenda: bool = False,
) -> list[BadgeFace]:  # fmt: skip
    """What is printed on the badges of these registrations, in their order; eight statements.

    `with_agenda` adds what a person does and starred in the released programme; two more.
    """
    persons = [info.person.id for info in infos]
    merits = await merits_of(meeting, persons)
    prints = await count_prints([info.id for info in infos])
    agendas = await agendas_of(meeting, persons) if with_agenda else {}
    occasion = occasion_of(meeting)
    return [
        _face(
            info,
            occasion,
            keys[info.id].token(secret),
            ribbons=ribbons(merits[info.person.id]),
            revision=max(1, prints.get(info.id, 0)),
            agenda=agendas.get(info.person.id, ()),
        )
        for info in infos
    ]


def occasion_of(meeting: MeetingInfo) -> Occasion:
    """The meeting as its badges name it."""
    return Occasion(
        meeting.title,
        formats.days_span(meeting.starts_on, meeting.ends_on),
        meeting.city,
        meeting.venue,
        meeting.society_name,
    )


def _face(info: RegistrationInfo, at: Occasion, token: str, **own: Any) -> BadgeFace:
    person = info.person
    return BadgeFace(
        name=printed_name(person.badge_name, person.given_name, person.family_name),
        registered=printed_name(person.registered_name, person.given_name, person.family_name),
        affiliation=person.affiliation,
        country=formats.country_name(person.country) if person.country else "",
        country_code=person.country,
        category=info.band_word or info.category_title,
        band=band_style(info.band_style),
        token=token,
        code=info.code,
        meeting=at.meeting,
        occasion=", ".join(filter(None, (at.dates, at.city))),
        category_key=info.category_key,
        given=person.given_name,
        family_name=person.family_name,
        at=at,
        **own,
    )


async def count_prints(ids: Collection[UUID]) -> dict[UUID, int]:
    """How often the badge of each registration was printed; absent: never."""
    found: dict[UUID, int] = {}
    for chunk in chunks(list(ids)):
        rows = (
            await BadgePrint.select(BadgePrint.badge.registration.as_alias("of"), Count())
            .where(BadgePrint.badge.registration.is_in(chunk))
            .group_by(BadgePrint.badge.registration)
        )
        found.update({row["of"]: int(row["count"]) for row in rows})
    return found


def chunks(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
