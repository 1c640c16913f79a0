"""What devices tell is written down once; what they did without us stands as a fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import structlog

from badges.offline import happening
from badges.offline.forms import Batch, Event, Heard, client_id_of, decode
from badges.offline.queries import stored_answers
from badges.offline.rules import Answer, Told, TrueTime, true_time
from badges.tables import Device, DeviceEvent
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action, transaction
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.web.problems import Problem

log = structlog.get_logger("plenary.offline")
UNREADABLE = "This entry could not be read; it was not counted. Tell the desk supervisor."
AGAIN = Told(Answer.AGAIN, "The server could not do this just now. It is sent again.")


@dataclass(frozen=True, slots=True)
class Sender:
    """The device of a batch, and who is signed in on it."""

    meeting: MeetingInfo
    device: UUID
    batch: Batch
    by: Actor
    now: datetime

    def time_of(self, event: Event) -> TrueTime:
        known = None if event.offset is None else timedelta(milliseconds=event.offset)
        return true_time(event.at, known, self.now - self.batch.sent_at, self.now)

    def actor_of(self, event: Event) -> Actor:
        """Who did it; another person may be signed in by the time it is sent."""
        if not event.by or event.by == self.by.name:
            return self.by
        return Actor(self.by.person, f"{event.by}, sent by {self.by.name}")


async def take_batch(
    meeting: MeetingInfo, batch: Batch, *, by: Actor, now: datetime
) -> tuple[UUID, list[Heard]]:
    """The device's row, and an answer to each event in order; sent twice, it is done once.

    Each event has its own transaction: one that cannot be done holds up no other.
    """
    sender = Sender(meeting, await note_device(meeting, batch, now), batch, by, now)
    events = [_readable(raw) for raw in batch.events]
    known = await stored_answers([each.client_id for each in events if each])
    people = await registration.registrations_info(
        {each.registration for each in events if each and each.registration}
    )
    heard = []
    for raw, event in zip(batch.events, events, strict=True):
        if event is None:
            told = Told(Answer.REFUSED, UNREADABLE)
        else:
            told = known.get(event.client_id) or await _take(sender, event, people)
            known[event.client_id] = told
        heard.append(_heard(str(event.client_id) if event else client_id_of(raw), told))
    return sender.device, heard


async def note_device(meeting: MeetingInfo, batch: Batch, now: datetime) -> UUID:
    """Who carries the roll, and how old it is; one statement."""
    told = {
        Device.name: batch.name, Device.roll_at: batch.roll_at and min(batch.roll_at, now),
        Device.synced_at: now, Device.waiting: max(0, batch.waiting - len(batch.events)),
        Device.clock_off: int((now - batch.sent_at).total_seconds()),
    }  # fmt: skip
    row = Device({**told, Device.meeting: meeting.id, Device.device: batch.device})
    row.created_at = now
    rows = (
        await Device.insert(row)
        .on_conflict(target=(Device.meeting, Device.device), action="DO UPDATE", values=list(told))
        .returning(Device.id)
    )
    made: UUID = rows[0]["id"]
    return made


async def _take(sender: Sender, event: Event, people: dict[UUID, RegistrationInfo]) -> Told:
    """Does one event and keeps it with its answer, both or neither."""
    info = people.get(event.registration) if event.registration else None
    if info and info.meeting != sender.meeting.id:
        info = None
    try:
        async with transaction():
            happened = await happening.happen(sender, event, info)
            return await _keep(sender, event, *happened)
    except Problem as refused:
        return await _keep(sender, event, Told(Answer.REFUSED, refused.detail), info)
    except Exception:
        log.exception("event_failed", kind=event.kind.value, client_id=str(event.client_id))
        return AGAIN


async def _keep(sender: Sender, event: Event, told: Told, info: RegistrationInfo | None) -> Told:
    if told.answer is Answer.AGAIN:
        return told
    when = sender.time_of(event)
    row = DeviceEvent(
        meeting=sender.meeting.id, device=sender.device, client_id=event.client_id,
        kind=event.kind.value, registration=info.id if info else None, said_at=event.at,
        at=when.at, is_doubtful=when.is_doubtful, created_at=sender.now,
        answer=told.answer.value, sentence=told.sentence[:500], first_at=told.first_at,
        first_desk=told.first_desk[:60], desk=event.desk,
        by_name=sender.actor_of(event).name[:200],
    )  # fmt: skip
    await DeviceEvent.insert(row).on_conflict(target=DeviceEvent.client_id, action="DO NOTHING")
    return (await stored_answers([event.client_id])).get(event.client_id, told)


async def deal_with(meeting: MeetingInfo, client_id: UUID, *, by: Actor, now: datetime) -> bool:
    """A supervisor has seen what a device could not know; False if it was dealt with before."""
    async with action("deal_with_device_event", by=by, now=now, meeting=meeting.id) as act:
        rows = (
            await DeviceEvent.update({DeviceEvent.seen_at: now, DeviceEvent.seen_by: by.name[:200]})
            .where(
                DeviceEvent.client_id == client_id,
                DeviceEvent.meeting == meeting.id,
                DeviceEvent.seen_at.is_null(),
            )
            .returning(DeviceEvent.sentence)
        )
        for row in rows:
            act.note("device_event", client_id, seen=row["sentence"])
    return bool(rows)


def _readable(raw: msgspec.Raw) -> Event | None:
    try:
        return decode(raw)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None


def _heard(client_id: str, told: Told) -> Heard:
    return Heard(client_id, told.answer, told.sentence, told.first_at, told.first_desk)
