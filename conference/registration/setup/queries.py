"""Reading what is set up, as the office's lists and forms show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.meetings.tables import Meeting
from conference.membership.rules import PARTNER_TYPE
from conference.membership.tables import MembershipType
from conference.registration.catalogue import Bundle, Catalogue, Category, Extra, LineKind
from conference.registration.changes.rules.terms import Rung
from conference.registration.price_actions import Band
from conference.registration.price_queries import places_of
from conference.registration.setup.category_forms import CategorySetting
from conference.registration.setup.errors import UnknownBundle
from conference.registration.setup.extra_forms import ExtraSetting
from conference.registration.tables import Extra as ExtraRow
from conference.registration.tables import (
    RefundRung,
    RegistrationCategory,
)


@dataclass(frozen=True, slots=True)
class OtherMeeting:
    """Another edition of the society."""

    slug: str
    title: str
    starts_on: date
    currency: str


PARTNER_WORDS = "Member of a partner society"


def bundle_named(catalogue: Catalogue, key: str) -> Bundle:
    """One bundle. Raises UnknownBundle."""
    found = next((each for each in catalogue.bundles if each.key == key), None)
    if found is None:
        raise UnknownBundle
    return found


async def ladders_of(meeting: UUID) -> dict[LineKind, list[Rung]]:
    """The steps that the office set, by kind; a kind without any follows the default."""
    rows = await RefundRung.select().where(RefundRung.meeting == meeting)
    found: dict[LineKind, list[Rung]] = defaultdict(list)
    for row in rows:
        found[LineKind(row["kind"])].append(Rung(row["until_days"], row["percent"], row["fee"]))
    return dict(found)


async def types_of(societies: Sequence[UUID]) -> dict[str, str]:
    """The membership types of the society and its partners, by key; the first named wins (M07)."""
    rows = await MembershipType.select(
        MembershipType.key, MembershipType.title, MembershipType.society
    ).where(MembershipType.society.is_in(list(societies)))
    ordered = sorted(rows, key=lambda row: (societies.index(row["society"]), row["title"]))
    found: dict[str, str] = {}
    for row in ordered:
        found.setdefault(row["key"], row["title"])
    return {**found, **({PARTNER_TYPE: PARTNER_WORDS} if len(societies) > 1 else {})}


async def other_meetings(meeting: MeetingInfo) -> list[OtherMeeting]:
    """The other meetings of the society, the latest first: where prices can be copied from."""
    rows = (
        await Meeting.select(Meeting.slug, Meeting.title, Meeting.starts_on, Meeting.currency)
        .where(Meeting.society == meeting.society, Meeting.id != meeting.id)
        .order_by(Meeting.starts_on, ascending=False)
    )
    return [OtherMeeting(**row) for row in rows]


async def extra_settings(meeting: UUID, extras: Sequence[Extra]) -> dict[str, ExtraSetting]:
    """Each extra with its place in the list and how many there are; two statements."""
    rows = await ExtraRow.select(ExtraRow.key, ExtraRow.position).where(ExtraRow.meeting == meeting)
    positions = {row["key"]: row["position"] for row in rows}
    limits = await limits_of(meeting)
    return {
        each.key: ExtraSetting(each, positions.get(each.key, 0), limits.get(f"extra:{each.key}"))
        for each in extras
    }


async def category_settings(
    meeting: UUID, categories: Sequence[Category]
) -> dict[str, CategorySetting]:
    """Each category with its badge band, its place and how many there are; two statements."""
    rows = await RegistrationCategory.select(
        RegistrationCategory.key,
        RegistrationCategory.position,
        RegistrationCategory.band_word,
        RegistrationCategory.band_style,
    ).where(RegistrationCategory.meeting == meeting)
    stored = {row["key"]: row for row in rows}
    limits = await limits_of(meeting)
    return {
        each.key: CategorySetting(
            each,
            Band(row["band_word"], row["band_style"]),
            row["position"],
            limits.get(f"category:{each.key}"),
        )
        for each in categories
        if (row := stored.get(each.key))
    }


async def limits_of(meeting: UUID) -> dict[str, int]:
    """Pool key -> how many there are."""
    return {key: each.capacity for key, each in (await places_of(meeting)).items()}
