"""The office's refund ladders: per kind of line, until when how much comes back (C01, C02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.registration.catalogue import LineKind
from conference.registration.changes.rules.terms import Rung
from conference.registration.tables import RefundRung

Ladders = Mapping[LineKind, Sequence[Rung]]


async def save_ladders(meeting: MeetingInfo, ladders: Ladders, *, by: Actor, now: datetime) -> None:
    """Makes these the ladders of the meeting; a kind without steps follows the default.

    What was given back already stays as it was.
    """
    async with action("save_refund_ladders", by=by, now=now, meeting=meeting.id) as act:
        await write_ladders(act, meeting, ladders)


async def write_ladders(act: Action, meeting: MeetingInfo, ladders: Ladders) -> None:
    """`save_ladders` as a part of an action."""
    await RefundRung.delete().where(RefundRung.meeting == meeting.id)
    rows = [
        RefundRung(
            id=uuid4(),
            created_at=act.now,
            meeting=meeting.id,
            kind=kind.value,
            until_days=each.until_days,
            percent=each.percent,
            fee=each.fee,
        )
        for kind, steps in ladders.items()
        for each in steps
    ]
    if rows:
        await RefundRung.insert(*rows)
    told = {
        kind.value: [f"{e.percent} % until {e.until_days} days, less {e.fee}" for e in steps]
        for kind, steps in ladders.items()
        if steps
    }
    act.note("refund_ladders", meeting.slug, **told)
