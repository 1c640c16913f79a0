"""The office's writes to discount codes. Orders and quotes keep what they were told (P08)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action, tokens
from conference.registration.catalogue import Code
from conference.registration.setup import usage
from conference.registration.setup.code_forms import CodeSetting
from conference.registration.setup.errors import SetupRefused, StillUsed, UnknownCode
from conference.registration.setup.limits import set_limit
from conference.registration.tables import DiscountCode, PlacePool

RANDOM_LENGTH = 8
TAKEN = "This meeting has a code of this name already."


async def make_codes(
    meeting: MeetingInfo, setting: CodeSetting, copies: int, *, by: Actor, now: datetime
) -> list[str]:
    """Makes one code as it is named, or many that begin so; returns them, in order.

    Each has the limit for itself. Raises SetupRefused when the name is taken.
    """
    async with action("make_codes", by=by, now=now, meeting=meeting.id) as act:
        taken = await DiscountCode.select(DiscountCode.code).where(
            DiscountCode.meeting == meeting.id
        )
        known = {row["code"] for row in taken}
        names = _names(setting.code.code, copies, known)
        rows = [_row(act, meeting, replace(setting.code, code=n), setting.reason) for n in names]
        for start in range(0, len(rows), 500):
            await DiscountCode.insert(*rows[start : start + 500])
        await _set_limits(act, meeting, names, setting.limit)
        act.note("code", names[0], title=setting.code.title, made=len(names))
    return names


def _names(start: str, copies: int, known: Collection[str]) -> list[str]:
    if copies == 1:
        if start in known:
            raise SetupRefused("code", TAKEN)
        return [start]
    names: set[str] = set()
    while len(names) < copies:
        made = f"{start}{tokens.random_code(RANDOM_LENGTH)}"
        if made not in known:
            names.add(made)
    return sorted(names)


async def _set_limits(
    act: Action, meeting: MeetingInfo, names: list[str], limit: int | None
) -> None:
    """New codes have no pool and no use yet."""
    if limit is None:
        return
    pools = [
        PlacePool(
            id=uuid4(),
            created_at=act.now,
            meeting=meeting.id,
            key=f"code:{name}",
            capacity=limit,
            taken=0,
        )
        for name in names
    ]
    for start in range(0, len(pools), 500):
        await PlacePool.insert(*pools[start : start + 500])


def _row(act: Action, meeting: MeetingInfo, code: Code, reason: str) -> DiscountCode:
    return DiscountCode(
        id=uuid4(),
        created_at=act.now,
        meeting=meeting.id,
        code=code.code,
        **_columns(code, reason),
    )


def _columns(code: Code, reason: str) -> dict[Any, Any]:
    return {
        "title": code.title,
        "kind": code.kind.value,
        "value": code.value,
        "categories": " ".join(sorted(code.categories)),
        "extras": " ".join(sorted(code.extras)),
        "extras_only": code.extras_only,
        "opens": code.opens,
        "starts_at": code.starts_at,
        "ends_at": code.ends_at,
        "stacks": code.stacks,
        "is_active": code.is_active,
        "reason": reason,
    }


async def save_code(
    meeting: MeetingInfo, setting: CodeSetting, *, by: Actor, now: datetime
) -> None:
    """Changes a code, or switches it on or off; its name stays.

    Raises UnknownCode, and PriceListRefused when it was used more often than it may be.
    """
    code = setting.code
    async with action("save_code", by=by, now=now, meeting=meeting.id) as act:
        done = (
            await DiscountCode.update(_columns(code, setting.reason))
            .where(DiscountCode.meeting == meeting.id, DiscountCode.code == code.code)
            .returning(DiscountCode.id)
        )
        if not done:
            raise UnknownCode
        await set_limit(act, meeting.id, f"code:{code.code}", setting.limit)
        act.note("code", code.code, **_columns(code, setting.reason))


async def remove_code(meeting: MeetingInfo, name: str, *, by: Actor, now: datetime) -> None:
    """Takes a code away that nobody has used. Raises UnknownCode, StillUsed."""
    async with action("remove_code", by=by, now=now, meeting=meeting.id) as act:
        mine = (DiscountCode.meeting == meeting.id) & (DiscountCode.code == name)
        if not await DiscountCode.exists().where(mine):
            raise UnknownCode
        if name in await usage.codes_ever_used(meeting.id):
            raise StillUsed(f"{name} was used already. Switch it off instead of removing it.")
        await PlacePool.delete().where(
            PlacePool.meeting == meeting.id,
            PlacePool.key == f"code:{name}",
            PlacePool.taken == 0,
        )
        await DiscountCode.delete().where(mine)
        act.note("code", name, removed=True)
