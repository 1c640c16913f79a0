"""The office's writes to categories. Orders and quotes keep what they were told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration.catalogue import Catalogue
from conference.registration.catalogue_queries import catalogue_of
from conference.registration.errors import UnknownCategory
from conference.registration.price_actions import write_category
from conference.registration.setup import usage
from conference.registration.setup.category_forms import CategorySetting
from conference.registration.setup.errors import StillUsed
from conference.registration.setup.limits import set_limit
from conference.registration.tables import PlacePool, RegistrationCategory


async def save_category(
    meeting: MeetingInfo, setting: CategorySetting, *, by: Actor, now: datetime
) -> None:
    """Adds a category or changes the one with this key, and how many there are (P09).

    Raises PriceListRefused when more hold it than there are to be.
    """
    async with action("save_category", by=by, now=now, meeting=meeting.id) as act:
        await write_setting(act, meeting, setting)


async def write_setting(act: Action, meeting: MeetingInfo, setting: CategorySetting) -> None:
    """`save_category` as a part of an action."""
    await write_category(act, meeting, setting.category, setting.band, setting.position)
    await set_limit(act, meeting.id, f"category:{setting.category.key}", setting.limit)


async def remove_category(meeting: MeetingInfo, key: str, *, by: Actor, now: datetime) -> None:
    """Takes a category away that nobody has, had, or was told the price of.

    Raises UnknownCategory, and StillUsed with what uses it.
    """
    async with action("remove_category", by=by, now=now, meeting=meeting.id) as act:
        stored = await catalogue_of(meeting)
        category = stored.catalogue.table.category(key)
        if category is None:
            raise UnknownCategory
        if stored.category_ids[key] in await usage.categories_told(meeting.id):
            raise StillUsed(
                f"Somebody has “{category.title}” or was told its price. Take it off sale instead."
            )
        if users := list(_users(stored.catalogue, key)):
            raise StillUsed(
                f"“{category.title}” is named by {', '.join(users)}. Change that first."
            )
        pool = (PlacePool.meeting == meeting.id) & (PlacePool.key == f"category:{key}")
        await PlacePool.delete().where(pool & (PlacePool.taken == 0))
        await RegistrationCategory.delete().where(
            RegistrationCategory.id == stored.category_ids[key]
        )
        act.note("category", key, title=[category.title, None])


def _users(catalogue: Catalogue, key: str) -> Iterator[str]:
    """What names a category; an emptied list of categories would mean all of them."""
    for each in catalogue.table.categories:
        if key in (each.member_twin, each.proof_fallback):
            yield f"“{each.title}”"
    for extra in catalogue.extras:
        if key in extra.categories:
            yield f"“{extra.title}”"
    for code in catalogue.codes:
        if key in code.categories or key == code.opens:
            yield f"code {code.code}"
