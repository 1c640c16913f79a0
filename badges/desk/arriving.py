"""One check-in of a person counts: the earliest. The others are kept and name it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from badges.admission.rules import AlreadyIn
from badges.desk.errors import EventOfAnother
from badges.desk.rules import CheckInAnswer, ComeIn
from badges.tables import CheckIn
from conference.orm import Action, Prepared

Row = dict[str, Any]
Values = dict[Column | str, Any]


@dataclass(frozen=True, slots=True)
class Arriving:
    """A check-in to be written: of whom, where, when, and by which event of a device."""

    id: UUID
    registration: UUID
    code: str
    desk: str
    client_id: UUID | None
    at: datetime


_insert = Prepared(
    lambda *values: CheckIn.raw(
        "INSERT INTO badges_check_in (id, created_at, registration, active_key, client_id, at,"
        " received_at, by_name, desk, undone_at, duplicate_of)"
        " VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, NULL, NULL)"
        " ON CONFLICT DO NOTHING RETURNING id",
        *values,
    ),
    9,
)
_known = Prepared(
    lambda key, client_id: CheckIn.raw(
        "SELECT id, registration, active_key, client_id, at, desk, by_name, duplicate_of"
        " FROM badges_check_in WHERE active_key = {} OR client_id = {}",
        key,
        client_id,
    )
)


async def come_in(arriving: Arriving, act: Action) -> bool:
    """Writes the check-in that counts, unless there is one or the event was told before."""
    return await _write(arriving, act, str(arriving.registration))


async def _write(arriving: Arriving, act: Action, active_key: str | None) -> bool:
    received = act.now if arriving.at != act.now else None
    rows = await _insert(
        arriving.id, act.now, arriving.registration, active_key, arriving.client_id, arriving.at,
        received, act.by.name[:200], arriving.desk,
    )  # fmt: skip
    return bool(rows)


async def settle(arriving: Arriving, act: Action) -> CheckInAnswer:
    """The answer when the person is in already, or when this event was told before.

    Raises EventOfAnother for an event that was somebody else's check-in.
    """
    rows = await _known(str(arriving.registration), arriving.client_id)
    told = [row for row in rows if arriving.client_id and row["client_id"] == arriving.client_id]
    counts = [row for row in rows if row["active_key"] == str(arriving.registration)]
    if told:
        return _as_before(arriving, told[0], counts)
    if arriving.client_id:
        return await _in_order(arriving, act)
    return _already(counts[0]) if counts else AlreadyIn(arriving.at, arriving.desk, act.by.name)


def _as_before(arriving: Arriving, told: Row, counts: list[Row]) -> CheckInAnswer:
    if told["registration"] != arriving.registration:
        raise EventOfAnother
    if told["duplicate_of"] and counts:
        return _already(counts[0])
    return ComeIn(told["at"])


async def _in_order(arriving: Arriving, act: Action) -> CheckInAnswer:
    """Two desks, one of them offline: whoever was earlier counts, whenever it reaches us."""
    await hold(arriving.registration)
    first = await _counting(arriving.registration)
    if not await _write(arriving, act, None):
        return ComeIn(arriving.at)  # the same event, told twice at once
    if first is None:  # taken back in this moment
        await _make_count(arriving.id, arriving.registration)
        return ComeIn(arriving.at)
    if first["at"] <= arriving.at:
        await _mark_duplicate(arriving.id, first["id"])
        act.note("registration", arriving.code, duplicate_of=first["at"], desk=arriving.desk)
        return _already(first)
    await _mark_duplicate(first["id"], arriving.id)
    await _make_count(arriving.id, arriving.registration)
    moment = [first["at"], arriving.at]
    act.note("registration", arriving.code, checked_in=moment, desk=[first["desk"], arriving.desk])
    return ComeIn(arriving.at)


async def hold(registration: UUID) -> None:
    """Part of an action: who replaces a check-in of this person does it one after the other."""
    await CheckIn.raw("UPDATE conference_registration SET seat = seat WHERE id = {}", registration)


async def _counting(registration: UUID) -> Row | None:
    row: Row | None = (
        await CheckIn.select(CheckIn.id, CheckIn.at, CheckIn.desk, CheckIn.by_name)
        .where(CheckIn.active_key == str(registration))
        .first()
    )
    return row


async def _mark_duplicate(which: UUID, of: UUID) -> None:
    duplicate: Values = {CheckIn.active_key: None, CheckIn.duplicate_of: of}
    await CheckIn.update(duplicate).where(CheckIn.id == which)


async def make_next_count(registration: UUID) -> None:
    """After one was taken back: if none counts, the earliest that was kept beside it does."""
    if await CheckIn.exists().where(CheckIn.active_key == str(registration)):
        return
    kept = (CheckIn.registration == registration) & CheckIn.undone_at.is_null()
    first = await CheckIn.select(CheckIn.id).where(kept).order_by(CheckIn.at).first()
    if first is None:
        return
    await _make_count(first["id"], registration)
    beside = kept & (CheckIn.id != first["id"])
    await CheckIn.update({CheckIn.duplicate_of: first["id"]}).where(beside)


async def _make_count(which: UUID, registration: UUID) -> None:
    counts: Values = {CheckIn.active_key: str(registration), CheckIn.duplicate_of: None}
    await CheckIn.update(counts).where(CheckIn.id == which)


def _already(row: Row) -> AlreadyIn:
    return AlreadyIn(row["at"], row["desk"], row["by_name"])
