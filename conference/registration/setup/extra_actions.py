"""The office's writes to extras and bundles. Orders and quotes keep what they were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns import Column

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration import catalogue_queries, price_queries
from conference.registration.catalogue import Bundle, Code, Extra
from conference.registration.setup import usage
from conference.registration.setup.errors import (
    SetupRefused,
    StillUsed,
    UnknownBundle,
    UnknownExtra,
)
from conference.registration.setup.extra_forms import ExtraSetting, find_bundle_fault
from conference.registration.setup.limits import set_limit
from conference.registration.tables import Bundle as BundleRow
from conference.registration.tables import Extra as ExtraRow
from conference.registration.tables import ExtraPrice, PlacePool


async def save_extra(
    meeting: MeetingInfo, setting: ExtraSetting, *, by: Actor, now: datetime
) -> None:
    """Adds an extra or changes the one with this key, its prices and how many there are (P13).

    Raises PriceListRefused when more were sold than there are to be, SetupRefused when a bundle
    would hold extras of two tax classes.
    """
    async with action("save_extra", by=by, now=now, meeting=meeting.id) as act:
        await write_extra(act, meeting, setting)


async def write_extra(act: Action, meeting: MeetingInfo, setting: ExtraSetting) -> None:
    """`save_extra` as a part of an action."""
    extra = setting.extra
    await _check_bundles(meeting, extra)
    known = await ExtraRow.select(ExtraRow.id).where(_extra(meeting, extra.key)).first()
    id = known["id"] if known else uuid4()
    if known is None:
        row = ExtraRow(
            id=id, created_at=act.now, meeting=meeting.id, key=extra.key, title="", kind=""
        )
        await ExtraRow.insert(row)
    await ExtraRow.update(_columns(setting)).where(ExtraRow.id == id)
    changes = await _write_prices(act, meeting, id, extra)
    await set_limit(act, meeting.id, f"extra:{extra.key}", setting.limit)
    act.note("extra", extra.key, title=extra.title, is_on_sale=extra.is_on_sale, **changes)


def _extra(meeting: MeetingInfo, key: str) -> Any:
    return (ExtraRow.meeting == meeting.id) & (ExtraRow.key == key)


def _columns(setting: ExtraSetting) -> dict[Column | str, Any]:
    extra = setting.extra
    return {
        ExtraRow.title: extra.title,
        ExtraRow.explanation: extra.explanation,
        ExtraRow.kind: extra.kind.value,
        ExtraRow.most: extra.most,
        ExtraRow.modes: " ".join(sorted(extra.modes)),
        ExtraRow.categories: " ".join(sorted(extra.categories)),
        ExtraRow.tax_class: extra.tax_class,
        ExtraRow.is_on_sale: extra.is_on_sale,
        ExtraRow.position: setting.position,
    }


async def _check_bundles(meeting: MeetingInfo, extra: Extra) -> None:
    """A bundle keeps one tax class, and no accompanying person, whatever becomes of its parts."""
    catalogue = (await catalogue_queries.catalogue_of(meeting)).catalogue
    others = [each for each in catalogue.extras if each.key != extra.key]
    changed = replace(catalogue, extras=(*others, extra))
    for bundle in catalogue.bundles:
        if extra.key in bundle.extras and (fault := find_bundle_fault(bundle, changed)):
            raise SetupRefused("tax_class", f"It is in the bundle “{bundle.title}”. {fault}")


async def _write_prices(
    act: Action, meeting: MeetingInfo, id: UUID, extra: Extra
) -> Mapping[str, list[int | None]]:
    """The prices that changed, as the audit trail keeps them."""
    windows = (await price_queries.price_list(meeting.id, meeting.currency)).window_ids
    rows = await ExtraPrice.select(ExtraPrice.window, ExtraPrice.amount).where(
        ExtraPrice.extra == id
    )
    before = {row["window"]: row["amount"] for row in rows}
    changes: dict[str, list[int | None]] = {}
    for key, window in windows.items():
        old, new = before.get(window), extra.amounts.get(key)
        if old != new:
            changes[f"price_{key}"] = [old, new]
            await ExtraPrice.delete().where(ExtraPrice.extra == id, ExtraPrice.window == window)
            if new is not None:
                price = ExtraPrice(
                    id=uuid4(), created_at=act.now, extra=id, window=window, amount=new
                )
                await ExtraPrice.insert(price)
    return changes


async def remove_extra(meeting: MeetingInfo, key: str, *, by: Actor, now: datetime) -> None:
    """Takes an extra away that nobody has ordered. Raises UnknownExtra, StillUsed."""
    async with action("remove_extra", by=by, now=now, meeting=meeting.id) as act:
        row = await ExtraRow.select(ExtraRow.title).where(_extra(meeting, key)).first()
        if row is None:
            raise UnknownExtra
        await _check_unused(meeting, key, row["title"])
        pool = (PlacePool.meeting == meeting.id) & (PlacePool.key == f"extra:{key}")
        await PlacePool.delete().where(pool & (PlacePool.taken == 0))
        await ExtraRow.delete().where(_extra(meeting, key))
        act.note("extra", key, title=[row["title"], None])


async def _check_unused(meeting: MeetingInfo, key: str, title: str) -> None:
    if key in await usage.extras_ever_sold(meeting.id):
        raise StillUsed(f"“{title}” was ordered already. Switch it off instead of removing it.")
    holding: list[Bundle | Code] = [
        *(each for each in await catalogue_queries.bundles_of(meeting.id) if key in each.extras),
        *(each for each in await catalogue_queries.codes_of(meeting.id) if key in each.extras),
    ]
    if holding:
        names = ", ".join(f"“{each.title}”" for each in holding)
        raise StillUsed(f"“{title}” is part of {names}. Take it out there first.")


async def save_bundle(meeting: MeetingInfo, bundle: Bundle, *, by: Actor, now: datetime) -> None:
    """Adds a bundle or changes the one with this key (P11)."""
    async with action("save_bundle", by=by, now=now, meeting=meeting.id) as act:
        await write_bundle(act, meeting, bundle)


async def write_bundle(act: Action, meeting: MeetingInfo, bundle: Bundle) -> None:
    """`save_bundle` as a part of an action."""
    mine = (BundleRow.meeting == meeting.id) & (BundleRow.key == bundle.key)
    values: dict[Any, Any] = {
        "title": bundle.title,
        "extras": " ".join(sorted(bundle.extras)),
        "amount": bundle.amount,
    }
    if await BundleRow.exists().where(mine):
        await BundleRow.update(values).where(mine)
    else:
        row = BundleRow(
            id=uuid4(), created_at=act.now, meeting=meeting.id, key=bundle.key, **values
        )
        await BundleRow.insert(row)
    act.note("bundle", bundle.key, **values)


async def remove_bundle(meeting: MeetingInfo, key: str, *, by: Actor, now: datetime) -> None:
    """Ends a bundle; who has it keeps it, and it costs what its parts cost from now on.

    Raises UnknownBundle.
    """
    async with action("remove_bundle", by=by, now=now, meeting=meeting.id) as act:
        gone = (
            await BundleRow.delete()
            .where(BundleRow.meeting == meeting.id, BundleRow.key == key)
            .returning(BundleRow.title)
        )
        if not gone:
            raise UnknownBundle
        act.note("bundle", key, title=[gone[0]["title"], None])
