"""The kiosks of a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.kiosk.rules import AutoPrint
from badges.tables import Kiosk
from conference.orm import tokens


@dataclass(frozen=True, slots=True)
class KioskInfo:
    """A screen; `trouble` says why it is out of order, "" while it works."""

    id: UUID
    meeting: UUID
    name: str
    station: UUID | None
    station_name: str
    printing: AutoPrint
    seen_at: datetime | None
    trouble: str
    pin_hash: str


_COLUMNS = (
    Kiosk.id,
    Kiosk.meeting,
    Kiosk.name,
    Kiosk.station,
    Kiosk.station.name.as_alias("station_name"),
    Kiosk.printing,
    Kiosk.seen_at,
    Kiosk.trouble,
    Kiosk.pin_hash,
)


async def kiosks_of(meeting: UUID) -> list[KioskInfo]:
    """The kiosks that are not closed, by name; one statement."""
    rows = (
        await Kiosk.select(*_COLUMNS)
        .where(Kiosk.meeting == meeting, Kiosk.is_closed.eq(False))
        .order_by(Kiosk.name)
    )
    return [_kiosk(row) for row in rows]


async def kiosk_of_key(meeting: UUID, key: str) -> KioskInfo | None:
    """The kiosk whose screen carries this key; None once it is closed or opened elsewhere."""
    row = (
        await Kiosk.select(*_COLUMNS)
        .where(
            Kiosk.key_hash == tokens.digest(key),
            Kiosk.meeting == meeting,
            Kiosk.is_closed.eq(False),
        )
        .first()
    )
    return _kiosk(row) if row else None


def _kiosk(row: Mapping[str, Any]) -> KioskInfo:
    named = {**row, "station_name": row["station_name"] or ""}
    return KioskInfo(**{**named, "printing": AutoPrint(row["printing"])})
