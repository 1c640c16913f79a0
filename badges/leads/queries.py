"""Leads as the exhibitor, the attendee and the office see them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from badges.leads.rules import Consent, known_fields, still_agreed
from badges.tables import Exhibitor, ExhibitorMember, Lead, LeadConsent


@dataclass(frozen=True, slots=True)
class ExhibitorInfo:
    id: UUID
    meeting: UUID
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One person whom an exhibitor met: what was shown then and is agreed to still."""

    id: UUID
    at: datetime
    by_name: str
    shown: dict[str, str]
    note: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """For the attendee: which exhibitor scanned me, how often, and what it has of me."""

    exhibitor: UUID
    name: str
    times: int
    last_at: datetime
    fields: tuple[str, ...]
    is_withdrawn: bool


_EXHIBITOR = (Exhibitor.id, Exhibitor.meeting, Exhibitor.key, Exhibitor.name)


async def exhibitors_of(meeting: UUID) -> dict[ExhibitorInfo, tuple[Member, ...]]:
    """The exhibitors of a meeting by name, each with who scans for it; two statements."""
    rows = (
        await Exhibitor.select(*_EXHIBITOR)
        .where(Exhibitor.meeting == meeting, Exhibitor.ended_at.is_null())
        .order_by(Exhibitor.name)
    )
    members: dict[UUID, list[Member]] = defaultdict(list)
    for row in (
        await ExhibitorMember.select(
            ExhibitorMember.id,
            ExhibitorMember.exhibitor,
            ExhibitorMember.person.registered_name.as_alias("name"),
        )
        .where(ExhibitorMember.exhibitor.meeting == meeting, ExhibitorMember.ended_at.is_null())
        .order_by(ExhibitorMember.created_at)
    ):
        members[row["exhibitor"]].append(Member(row["id"], row["name"]))
    return {ExhibitorInfo(**row): tuple(members[row["id"]]) for row in rows}


async def exhibitors_of_member(meeting: UUID, person: UUID | None) -> list[ExhibitorInfo]:
    """For whom this person scans at the meeting; one statement."""
    if person is None:
        return []
    of: Any = ExhibitorMember.exhibitor
    rows = (
        await ExhibitorMember.select(
            of.id.as_alias("id"),
            of.meeting.as_alias("meeting"),
            of.key.as_alias("key"),
            of.name.as_alias("name"),
        )
        .where(
            ExhibitorMember.person == person,
            ExhibitorMember.ended_at.is_null(),
            of.meeting == meeting,
            of.ended_at.is_null(),
        )
        .order_by(of.name)
    )
    return [ExhibitorInfo(**row) for row in rows]


async def exhibitor_of_member(meeting: UUID, key: str, person: UUID | None) -> ExhibitorInfo | None:
    """One of them by its key; None for anybody else's."""
    mine = await exhibitors_of_member(meeting, person)
    return next((each for each in mine if each.key == key), None)


async def exhibitor_by_key(meeting: UUID, key: str) -> ExhibitorInfo | None:
    row = (
        await Exhibitor.select(*_EXHIBITOR)
        .where(Exhibitor.meeting == meeting, Exhibitor.key == key, Exhibitor.ended_at.is_null())
        .first()
    )
    return ExhibitorInfo(**row) if row else None


async def consent_of(registration: UUID) -> Consent:
    """What somebody agreed to; nothing, if they never said anything."""
    row = (
        await LeadConsent.select(LeadConsent.fields, LeadConsent.given_at, LeadConsent.withdrawn_at)
        .where(LeadConsent.registration == registration)
        .first()
    )
    if row is None:
        return Consent()
    return Consent(known_fields(json.loads(row["fields"])), row["given_at"], row["withdrawn_at"])


async def leads_of(exhibitor: UUID) -> tuple[LeadLine, ...]:
    """Whom an exhibitor met, the last first, each person once; one statement.

    Only what is agreed to today is in it; who shares nothing, or took it back, is not.
    """
    rows = await Lead.raw(
        "SELECT l.id, l.registration, l.at, l.by_name, l.shown, l.note, c.fields"
        " FROM badges_lead l JOIN badges_lead_consent c ON c.registration = l.registration"
        " WHERE l.exhibitor = {} AND l.withdrawn_at IS NULL AND c.withdrawn_at IS NULL"
        " ORDER BY l.at DESC, l.id",
        exhibitor,
    )
    newest: dict[UUID, LeadLine] = {}
    for row in rows:
        line = _line(row)
        if line.shown and row["registration"] not in newest:
            newest[row["registration"]] = line
    return tuple(newest.values())


def _line(row: Mapping[str, Any]) -> LeadLine:
    agreed = known_fields(json.loads(row["fields"]))
    kept = still_agreed(json.loads(row["shown"]), agreed)
    return LeadLine(row["id"], row["at"], row["by_name"], kept, row["note"])


async def who_scanned(registration: UUID) -> tuple[Scanned, ...]:
    """Every exhibitor that scanned this person, also those that learned nothing; one statement."""
    rows = (
        await Lead.select(
            Lead.exhibitor, Lead.exhibitor.name.as_alias("name"), Lead.at, Lead.shown,
            Lead.withdrawn_at,
        )
        .where(Lead.registration == registration)
        .order_by(Lead.at, ascending=False)
    )  # fmt: skip
    found: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["exhibitor"]].append(row)
    return tuple(_scanned(each) for each in found.values())


def _scanned(rows: list[Mapping[str, Any]]) -> Scanned:
    last = rows[0]
    standing = [row for row in rows if row["withdrawn_at"] is None]
    fields = {name for row in standing for name in json.loads(row["shown"])}
    return Scanned(
        last["exhibitor"], last["name"], len(rows), last["at"], tuple(sorted(fields)), not standing
    )
