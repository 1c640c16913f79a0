"""Agreeing, scanning, taking back: the only ways by which an exhibitor learns anything."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from badges.desk.lookup import registration_of_badge
from badges.leads.errors import NobodyWithAddress, NoSuchLead
from badges.leads.queries import ExhibitorInfo, consent_of
from badges.leads.rules import LeadField, shares
from badges.tables import Exhibitor, ExhibitorMember, Lead, LeadConsent
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.people import queries as people
from conference.registration.price_forms import key_of
from conference.registration.queries import RegistrationInfo


@dataclass(frozen=True, slots=True)
class LeadAnswer:
    """What an exhibitor learns by a scan. `shown` is empty for who shares nothing."""

    is_known: bool
    shown: dict[str, str]
    lead: UUID | None = None


NOBODY = LeadAnswer(False, {})


async def agree(
    info: RegistrationInfo, fields: Collection[LeadField], *, by: Actor, now: datetime
) -> None:
    """The attendee's own choice of what exhibitors may learn by a scan; none is nothing.

    With nothing left, what exhibitors have of them is withdrawn as well.
    """
    chosen = sorted(field.value for field in fields)
    async with action("agree_to_leads", by=by, now=now, meeting=info.meeting) as act:
        row = LeadConsent(
            id=uuid4(), created_at=now, registration=info.id, fields=json.dumps(chosen),
            given_at=now, withdrawn_at=None if chosen else now,
        )  # fmt: skip
        await LeadConsent.insert(row).on_conflict(
            target=LeadConsent.registration,
            action="DO UPDATE",
            values=[LeadConsent.fields, LeadConsent.given_at, LeadConsent.withdrawn_at],
        )
        if not chosen:
            await _withdraw(Lead.registration == info.id, now)
        act.note("registration", info.code, shares_with_exhibitors=chosen)


async def withdraw_from(
    info: RegistrationInfo, exhibitor: UUID, *, by: Actor, now: datetime
) -> int:
    """One exhibitor no longer has anything of this attendee; how many scans that were."""
    async with action("withdraw_leads", by=by, now=now, meeting=info.meeting) as act:
        mine = (Lead.registration == info.id) & (Lead.exhibitor == exhibitor)
        taken = await _withdraw(mine, now)
        if taken:
            act.note("registration", info.code, withdrawn_from=exhibitor, scans=taken)
    return taken


async def _withdraw(wanted: object, now: datetime) -> int:
    rows = (
        await Lead.update({Lead.withdrawn_at: now})
        .where(wanted, Lead.withdrawn_at.is_null())  # type: ignore[arg-type]
        .returning(Lead.id)
    )
    return len(rows)


async def scan_lead(
    exhibitor: ExhibitorInfo, text: str, *, client_id: UUID, by: Actor, now: datetime
) -> LeadAnswer:
    """What the owner of a badge agreed to tell, and a row for the owner's list of who scanned them.

    Only the code of a badge in force opens it, no ticket and no registration code. Twice the same
    `client_id` is one scan.
    """
    info = await registration_of_badge(text)
    if info is None or info.meeting != exhibitor.meeting or not info.is_active:
        return NOBODY
    async with action("scan_lead", by=by, now=now, meeting=exhibitor.meeting):
        kept = shares(info.person, await consent_of(info.id))
        row = Lead(
            id=uuid4(), created_at=now, exhibitor=exhibitor.id, registration=info.id,
            client_id=client_id, at=now, by_name=by.name[:200], shown=json.dumps(kept),
        )  # fmt: skip
        await Lead.insert(row).on_conflict(target=Lead.client_id, action="DO NOTHING")
        found = await Lead.select(Lead.id).where(Lead.client_id == client_id).first()
    return LeadAnswer(True, kept, found["id"] if kept and found else None)


async def note_lead(
    exhibitor: ExhibitorInfo, lead: UUID, note: str, *, by: Actor, now: datetime
) -> None:
    """The exhibitor's own words about somebody it met. Raises NoSuchLead."""
    async with action("note_lead", by=by, now=now, meeting=exhibitor.meeting) as act:
        rows = (
            await Lead.update({Lead.note: note})
            .where(Lead.id == lead, Lead.exhibitor == exhibitor.id, Lead.withdrawn_at.is_null())
            .returning(Lead.id)
        )
        if not rows:
            raise NoSuchLead
        act.note("lead", lead, note="written")


async def add_exhibitor(meeting: MeetingInfo, name: str, *, by: Actor, now: datetime) -> str:
    """A company that may scan badges; its key."""
    async with action("add_exhibitor", by=by, now=now, meeting=meeting.id) as act:
        taken = Exhibitor.select(Exhibitor.key).where(Exhibitor.meeting == meeting.id)
        key = key_of(name, await taken.output(as_list=True), "exhibitor")
        row = Exhibitor(id=uuid4(), created_at=now, meeting=meeting.id, key=key, name=name)
        await Exhibitor.insert(row)
        act.note("exhibitor", key, name=name)
    return key


async def add_member(exhibitor: ExhibitorInfo, email: str, *, by: Actor, now: datetime) -> str:
    """Somebody who scans for an exhibitor from now on; their name. Raises NobodyWithAddress."""
    person = await people.person_by_email(email)
    if person is None:
        raise NobodyWithAddress(email)
    async with action("add_exhibitor_member", by=by, now=now, meeting=exhibitor.meeting) as act:
        mine = (ExhibitorMember.exhibitor == exhibitor.id) & (ExhibitorMember.person == person.id)
        if not await ExhibitorMember.exists().where(mine, ExhibitorMember.ended_at.is_null()):
            row = ExhibitorMember(
                id=uuid4(), created_at=now, exhibitor=exhibitor.id, person=person.id
            )
            await ExhibitorMember.insert(row)
            act.note("exhibitor", exhibitor.key, member=person.registered_name)
    return person.registered_name


async def end_member(exhibitor: ExhibitorInfo, member: UUID, *, by: Actor, now: datetime) -> None:
    """They no longer scan for it, nor see its leads."""
    async with action("end_exhibitor_member", by=by, now=now, meeting=exhibitor.meeting) as act:
        await ExhibitorMember.update({ExhibitorMember.ended_at: now}).where(
            ExhibitorMember.id == member, ExhibitorMember.exhibitor == exhibitor.id
        )
        act.note("exhibitor", exhibitor.key, member_ended=member)


async def end_exhibitor(exhibitor: ExhibitorInfo, *, by: Actor, now: datetime) -> None:
    """Nobody scans for it any more; attendees still see that it scanned them."""
    async with action("end_exhibitor", by=by, now=now, meeting=exhibitor.meeting) as act:
        await Exhibitor.update({Exhibitor.ended_at: now}).where(Exhibitor.id == exhibitor.id)
        act.note("exhibitor", exhibitor.key, ended=now)
