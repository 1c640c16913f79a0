"""Kiosks are set up, opened on a screen, taken out of order and closed; people check in at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from badges.admission.rules import AlreadyIn, Refused
from badges.desk.actions import check_in
from badges.desk.pins import hash_pin
from badges.faces.queries import count_prints
from badges.kiosk.errors import NameTaken, NoKiosk
from badges.kiosk.queries import KioskInfo, kiosks_of
from badges.kiosk.rules import AutoPrint, prints_now
from badges.printing.actions import Why
from badges.printing.rules import PrintReason
from badges.printing.sending import Sent, send_to_print
from badges.tables import Kiosk
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action, tokens
from conference.registration.queries import RegistrationInfo
from conference.settings import Settings

AGAIN = Why(PrintReason.DAMAGED, "asked for again at the kiosk")


@dataclass(frozen=True, slots=True)
class NewKiosk:
    name: str
    pin: str
    station: UUID | None
    printing: AutoPrint


@dataclass(frozen=True, slots=True)
class CameIn:
    """What the kiosk did for somebody: `refused` nothing; `sent` None: no badge was printed."""

    refused: Refused | None = None
    already: AlreadyIn | None = None
    sent: Sent | None = None

    def is_nothing_new(self, since: datetime) -> bool:
        """Nothing is printed for who was in before they came; a second press is not that."""
        return self.sent is None and self.already is not None and self.already.at < since


async def set_up_kiosk(meeting: UUID, new: NewKiosk, *, by: Actor, now: datetime) -> UUID:
    """A kiosk that no screen shows yet. Raises NameTaken."""
    if any(each.name == new.name for each in await kiosks_of(meeting)):
        raise NameTaken
    pin_hash = await hash_pin(new.pin)
    async with action("set_up_kiosk", by=by, now=now, meeting=meeting) as act:
        row = Kiosk(
            id=uuid4(),
            created_at=now,
            meeting=meeting,
            name=new.name,
            key_hash=tokens.digest(uuid4().hex),
            pin_hash=pin_hash,
            station=new.station,
            printing=new.printing.value,
        )
        await Kiosk.insert(row)
        act.note("kiosk", new.name, printing=new.printing)
    made: UUID = row.id
    return made


async def open_kiosk(meeting: UUID, kiosk: UUID, *, by: Actor, now: datetime) -> str:
    """A key for the screen that becomes this kiosk; the screen before is one no longer.

    Raises NoKiosk.
    """
    key = tokens.random_code(26)
    async with action("open_kiosk", by=by, now=now, meeting=meeting) as act:
        changed = (
            await Kiosk.update({Kiosk.key_hash: tokens.digest(key), Kiosk.trouble: ""})
            .where(Kiosk.id == kiosk, Kiosk.meeting == meeting, Kiosk.is_closed.eq(False))
            .returning(Kiosk.name)
        )
        if not changed:
            raise NoKiosk
        act.note("kiosk", changed[0]["name"], opened=True)
    return key


async def close_kiosk(meeting: UUID, kiosk: UUID, *, by: Actor, now: datetime) -> None:
    """The kiosk and its screen are none any more. Raises NoKiosk."""
    async with action("close_kiosk", by=by, now=now, meeting=meeting) as act:
        changed = (
            await Kiosk.update({Kiosk.is_closed: True})
            .where(Kiosk.id == kiosk, Kiosk.meeting == meeting)
            .returning(Kiosk.name)
        )
        if not changed:
            raise NoKiosk
        act.note("kiosk", changed[0]["name"], closed=True)


async def note_trouble(kiosk: KioskInfo, trouble: str, *, now: datetime) -> None:
    """Out of order with a reason, or ("") in order again; staff see it on the kiosks' page."""
    async with action("note_kiosk", by=actor_of(kiosk), now=now, meeting=kiosk.meeting) as act:
        await Kiosk.update({Kiosk.trouble: trouble[:300]}).where(Kiosk.id == kiosk.id)
        act.note("kiosk", kiosk.name, trouble=[kiosk.trouble, trouble])


async def note_seen(kiosk: KioskInfo, now: datetime) -> None:
    """That the screen is alive; written at most once a minute."""
    if kiosk.seen_at is None or (now - kiosk.seen_at).total_seconds() > 60:
        await Kiosk.update({Kiosk.seen_at: now}).where(Kiosk.id == kiosk.id)


async def come_in_at_kiosk(
    info: RegistrationInfo,
    kiosk: KioskInfo,
    *,
    meeting: MeetingInfo,
    request: UUID,
    settings: Settings,
    now: datetime,
) -> CameIn:
    """Checks somebody in and prints their badge as this kiosk prints; a double press is one.

    Printing does not imply checking in: who is in already gets the badge that they miss.
    """
    by = actor_of(kiosk)
    answer = await check_in(info, desk=kiosk.name, by=by, now=now)
    if isinstance(answer, Refused):
        return CameIn(refused=answer)
    already = answer if isinstance(answer, AlreadyIn) else None
    prints = (await count_prints([info.id])).get(info.id, 0)
    if not prints_now(kiosk.printing, prints):
        return CameIn(already=already)
    sent = await send_to_print(
        info, AGAIN if prints else Why(), meeting=meeting, station=kiosk.station, request=request,
        settings=settings, by=by, now=now,
    )  # fmt: skip
    return CameIn(already=already, sent=sent)


def actor_of(kiosk: KioskInfo) -> Actor:
    """In whose name a kiosk acts."""
    return Actor.system(f"kiosk {kiosk.name}")
