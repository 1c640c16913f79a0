"""Partner societies of a joint meeting: their members get the member price too (M07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from conference.meetings.rules import MeetingInfo
from conference.meetings.tables import Society
from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.people.rules import fold
from conference.registration.setup.errors import SetupRefused, UnknownPartner
from conference.registration.tables import PartnerSociety


@dataclass(frozen=True, slots=True)
class SocietyName:
    """A society by its names, as another meeting's partner is written down."""

    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A society that is a partner of the meeting, or could be one."""

    society: UUID
    name: str
    short_name: str
    is_partner: bool


async def societies_beside(meeting: MeetingInfo) -> list[Partner]:
    """Every other society known here, by name, with who is a partner; two statements."""
    rows = (
        await Society.select(Society.id, Society.name, Society.short_name)
        .where(Society.id != meeting.society)
        .order_by(Society.name)
    )
    chosen = await PartnerSociety.select(PartnerSociety.society).where(
        PartnerSociety.meeting == meeting.id
    )
    partners = {row["society"] for row in chosen}
    return [
        Partner(row["id"], row["name"], row["short_name"], row["id"] in partners) for row in rows
    ]


async def add_partner(meeting: MeetingInfo, society: UUID, *, by: Actor, now: datetime) -> None:
    """Makes a known society a partner; one that is a partner already stays one.

    Raises SetupRefused for a society that is not known, or the meeting's own.
    """
    async with action("add_partner", by=by, now=now, meeting=meeting.id) as act:
        beside = {each.society: each for each in await societies_beside(meeting)}
        if society not in beside:
            raise SetupRefused("society", "Choose a society from the list.")
        await _insert(act, meeting, society)
        act.note("partner", society, name=beside[society].name)


async def add_new_partner(
    meeting: MeetingInfo, new: SocietyName, *, by: Actor, now: datetime
) -> None:
    """Writes a society down and makes it a partner. Raises SetupRefused when its name is known."""
    async with action("add_new_partner", by=by, now=now, meeting=meeting.id) as act:
        names = await Society.select(Society.name)
        if fold(new.name) in {fold(row["name"]) for row in names}:
            raise SetupRefused("name", "A society of this name is known; choose it from the list.")
        row = Society(
            id=uuid4(), created_at=now, name=new.name, short_name=new.short_name or new.name[:40]
        )
        await Society.insert(row)
        await _insert(act, meeting, row.id)
        act.note("partner", row.id, name=new.name)


async def _insert(act: Action, meeting: MeetingInfo, society: UUID) -> None:
    row = PartnerSociety(id=uuid4(), created_at=act.now, meeting=meeting.id, society=society)
    try:
        async with integrity():
            await PartnerSociety.insert(row)
    except IntegrityConflict:
        return


async def end_partner(meeting: MeetingInfo, society: UUID, *, by: Actor, now: datetime) -> None:
    """Its members pay as non-members from now on; who has ordered keeps the price.

    Raises UnknownPartner.
    """
    async with action("end_partner", by=by, now=now, meeting=meeting.id) as act:
        gone = (
            await PartnerSociety.delete()
            .where(PartnerSociety.meeting == meeting.id, PartnerSociety.society == society)
            .returning(PartnerSociety.id)
        )
        if not gone:
            raise UnknownPartner
        act.note("partner", society, ended=True)
