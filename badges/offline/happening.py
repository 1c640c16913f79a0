"""Each kind of event, done with the actions of the desk, the doors and temporary badges."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from uuid import UUID

from badges.admission.entrants import entrant
from badges.admission.rules import Refusal, Refused, refuse
from badges.desk import actions as desk
from badges.desk import lookup
from badges.doors import actions as doors
from badges.doors.door import Direction, Outcome
from badges.doors.queries import point_of
from badges.offline.forms import Event
from badges.offline.queries import stored_answers
from badges.offline.rules import Answer, EventKind, Told, told_of_check_in, told_of_scan
from badges.tables import CheckIn
from badges.temporary.actions import link_temporary
from conference.registration.queries import RegistrationInfo, registration_info

if TYPE_CHECKING:
    from badges.offline.actions import Sender

Info = RegistrationInfo | None
Happened = tuple[Told, Info]
NOBODY = "Nobody has this registration any more. Find out who was let in."
NOT_THE_SAME = "The scanned code is another person's by now. Find out who was let in."


async def happen(sender: Sender, event: Event, info: Info) -> Happened:
    """What became of an event, and whom it was about. Raises Problem."""
    return await _DOES[event.kind](sender, event, info)


async def _check_in(sender: Sender, event: Event, info: Info) -> Happened:
    """A device let this person in: that stands, and what it could not know is flagged."""
    found = await lookup.find_scanned(sender.meeting.id, event.text) if event.text else None
    if info is None:
        if not isinstance(found, RegistrationInfo):
            return Told(Answer.UNKNOWN, found.sentence if found else NOBODY), None
        info = found
    known = await entrant(info)
    answer = await desk.check_in(
        info, desk=event.desk, by=sender.actor_of(event), now=sender.now,
        client_id=event.client_id, at=sender.time_of(event).at, as_fact=True,
    )  # fmt: skip
    against = refuse(known.standing) if known else None
    return told_of_check_in(answer, against, _doubt(found, info)), info


def _doubt(found: RegistrationInfo | Refused | None, info: RegistrationInfo) -> str:
    """What the scanned code says by now against the person the device took it for."""
    if isinstance(found, Refused):
        return found.sentence if found.why in (Refusal.VOID, Refusal.ENDED) else ""
    return NOT_THE_SAME if found and found.id != info.id else ""


async def _undo(sender: Sender, event: Event, info: Info) -> Happened:
    """Takes back the one check-in it names, never a later one of somebody else."""
    if event.undoes is None:
        return Told(Answer.REFUSED, "It does not say what to take back."), info
    if not await stored_answers([event.undoes]):
        return Told(Answer.AGAIN, "The check-in itself has not arrived yet."), info
    info = info or await _whose(event.undoes)
    if info:
        by = sender.actor_of(event)
        await desk.undo_check_in(info, by=by, now=sender.now, client_id=event.undoes)
    return Told(Answer.ACCEPTED), info


async def _whose(client_id: UUID) -> Info:
    row = await CheckIn.select(CheckIn.registration).where(CheckIn.client_id == client_id).first()
    return await registration_info(row["registration"]) if row else None


async def _temporary(sender: Sender, event: Event, info: Info) -> Happened:
    """A numbered badge was handed out (G08). Raises what `link_temporary` raises."""
    if info is None or event.number is None:
        return Told(Answer.UNKNOWN, NOBODY), info
    by = sender.actor_of(event)
    await link_temporary(sender.meeting, event.number, info, by=by, now=sender.now)
    return Told(Answer.ACCEPTED), info


async def _scan(sender: Sender, event: Event, info: Info) -> Happened:
    """A door answered by itself: who was let in is inside, whatever we would say (G09)."""
    door = await point_of(sender.meeting, event.point)
    if door is None:
        return Told(Answer.REFUSED, "This door does not exist any more."), info
    said = Outcome(event.answered) if event.answered in set(Outcome) else None
    given = await doors.scan(
        door, event.text, direction=Direction(event.direction), client_id=event.client_id,
        station=event.desk, by=sender.actor_of(event), now=sender.now,
        at=sender.time_of(event).at, answered=said,
    )  # fmt: skip
    return told_of_scan(given.answer, given.name, said), info


_DOES: dict[EventKind, Callable[[Sender, Event, Info], Awaitable[Happened]]] = {
    EventKind.CHECK_IN: _check_in,
    EventKind.UNDO: _undo,
    EventKind.TEMPORARY: _temporary,
    EventKind.SCAN: _scan,
}
