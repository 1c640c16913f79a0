"""Scanning at a door: one answer and one row for each scan, whatever the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from badges.doors.door import (
    Answer,
    Counts,
    Direction,
    Door,
    Holder,
    Look,
    NoHolder,
    Outcome,
    Passage,
    Question,
)
from badges.doors.errors import CannotLetIn, ScanOfAnotherDoor
from badges.doors.holders import holder_of
from badges.doors.queries import counts_of, passage
from badges.doors.rules import (
    answer,
    counts_after,
    day_began,
    goes_through,
    inside_of,
    passages_today,
    ticket_key,
)
from badges.tables import CheckPoint, Scan
from conference.orm import Action, Actor, Prepared, action, tokens

MAY_BE_LET_IN = frozenset({Outcome.CLOSED, Outcome.NOT_HERE, Outcome.ALREADY})
LONGEST_CODE = 200


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What the door says, of whom, and its counts with this scan. `is_replay`: it was told before.

    `scan` names the row, for letting in all the same; `answered` is what the device said offline.
    """

    answer: Answer
    scan: UUID
    holder: Holder | None
    name: str
    counts: Counts
    answered: str = ""
    is_replay: bool = False

    @property
    def may_be_let_in(self) -> bool:
        """Whether staff may let this person in all the same."""
        is_no = self.answer.look is Look.BAD
        return is_no and self.holder is not None and self.answer.outcome in MAY_BE_LET_IN


_history = Prepared(
    lambda client_id, point, registration: Scan.raw(
        "SELECT id, client_id, point, registration, guest, at, direction, outcome, look, word,"
        " said, passed, once_key, station, by_name, answered, despite FROM badges_scan"
        " WHERE client_id = {} OR (point = {} AND registration = {})",
        client_id,
        point,
        registration,
    )
)
_insert = Prepared(
    lambda *values: Scan.raw(
        "INSERT INTO badges_scan (id, created_at, meeting, point, registration, token_hash,"
        " client_id, direction, at, received_at, outcome, answered, once_key, guest, passed, look,"
        " word, said, despite, reason, station, by_name) VALUES ({}, {}, {}, {}, {}, {}, {}, {},"
        " {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})"
        " ON CONFLICT DO NOTHING RETURNING id",
        *values,
    ),
    22,
)


async def scan(
    door: Door,
    text: str,
    *,
    direction: Direction,
    client_id: UUID,
    station: str,
    by: Actor,
    now: datetime,
    at: datetime | None = None,
    answered: Outcome | None = None,
) -> ScanAnswer:
    """The door's answer, and its row; the same `client_id` again gets the same answer (G02, G09).

    `at` is when the person stood there, by the clock of a device that was offline, and `answered`
    what it said to them then: who was let in is inside, whatever would be answered now. Two scans
    of one ticket at once use it once, and a room is never filled beyond its capacity. Five
    statements, one more at a door with a limit. Raises ScanOfAnotherDoor.
    """
    asked_at = min(at or now, now)
    async with action("scan", by=by, now=now, meeting=door.meeting) as act:
        if door.needs_order:
            await _hold(door)
        holder = await holder_of(door, text[:LONGEST_CODE])
        rows = await _history(client_id, door.id, holder.registration)
        counts = await counts_of(door, day_began(asked_at, door.zone))
        if told := next((row for row in rows if row["client_id"] == client_id), None):
            return _told(told, door, holder, counts)
        asked = Question(direction, asked_at, _passages(rows), counts.inside)
        given = answer(door, holder, asked)
        made = _Made(door, holder, asked, given, answered, counts)
        written = await made.write(act, client_id, station, tokens.digest(text))
    return written or await _told_at_once(client_id, door, holder, counts)


@dataclass(frozen=True, slots=True)
class _Made:
    """A scan that was judged and is to be written."""

    door: Door
    holder: Holder | NoHolder
    asked: Question
    given: Answer
    answered: Outcome | None
    counts: Counts
    despite: str = ""
    reason: str = ""

    @property
    def went_on(self) -> bool:
        """By our answer, or by what the device said while it was offline."""
        said = (self.given.outcome, self.answered)
        is_known = isinstance(self.holder, Holder)
        return is_known and any(each and goes_through(self.door, each) for each in said)

    @property
    def once_key(self) -> str | None:
        """What makes two uses of one ticket impossible."""
        is_use = self.given.outcome is Outcome.IN and not self.despite
        if not is_use or not isinstance(self.holder, Holder):
            return None
        return ticket_key(self.door, self.holder, self.asked)

    async def write(
        self, act: Action, client_id: UUID, station: str, token_hash: str
    ) -> ScanAnswer | None:
        """None when the same event was written a moment ago."""
        made, given = uuid4(), self.given
        guest = self.holder.guest if isinstance(self.holder, Holder) else None
        rows = await _insert(
            made, act.now, self.door.meeting, self.door.id, self.holder.registration, token_hash,
            client_id, self.asked.direction.value, self.asked.at, act.now, given.outcome.value,
            self.answered.value if self.answered else "", self.once_key, guest, self.went_on,
            given.look.value, given.word, given.sentence, self.despite, self.reason,
            station[:60], act.by.name[:200],
        )  # fmt: skip
        return self._answer(made) if rows else None

    def _answer(self, made: UUID) -> ScanAnswer:
        counts = counts_after(self.counts, self.given, self._change(), went_on=self.went_on)
        known = self.holder if isinstance(self.holder, Holder) else None
        said = self.answered.value if self.answered else ""
        return ScanAnswer(self.given, made, known, self.holder.name, counts, said)

    def _change(self) -> int:
        """By how many the people inside become more or fewer."""
        if not isinstance(self.holder, Holder):
            return 0
        before = passages_today(self.door, self.holder, self.asked)
        is_use = self.once_key is not None
        here = Passage(self.asked.direction, self.asked.at, guest=self.holder.guest, is_use=is_use)
        return inside_of([*before, here]) - inside_of(before)


def _passages(rows: Sequence[Mapping[str, Any]]) -> tuple[Passage, ...]:
    return tuple(passage(row) for row in rows if row["passed"])


def _told(
    row: Mapping[str, Any], door: Door, holder: Holder | NoHolder, counts: Counts
) -> ScanAnswer:
    """The answer that this event got the first time."""
    if row["point"] != door.id:
        raise ScanOfAnotherDoor
    known = holder if isinstance(holder, Holder) else None
    given = Answer(Outcome(row["outcome"]), Look(row["look"]), row["word"], row["said"])
    return ScanAnswer(given, row["id"], known, holder.name, counts, row["answered"], True)


async def _told_at_once(
    client_id: UUID, door: Door, holder: Holder | NoHolder, counts: Counts
) -> ScanAnswer:
    """The same event came twice in one moment: the other one was written."""
    rows = await _history(client_id, door.id, holder.registration)
    told = next(row for row in rows if row["client_id"] == client_id)
    return _told(told, door, holder, counts)


async def _hold(door: Door) -> None:
    """Scans at a door with a limit are judged one after the other, on every server."""
    await CheckPoint.raw("UPDATE badges_check_point SET key = key WHERE id = {}", door.id)


async def let_in(
    door: Door, scan_id: UUID, reason: str, *, station: str, by: Actor, now: datetime
) -> ScanAnswer:
    """Staff let somebody in whom the door refused, and say why; twice is once (G07).

    The refused scan stays; the new row names what was let go, and uses no ticket. Raises
    CannotLetIn for a scan of another door, of nobody, or of somebody who is not admitted: that is
    let go at the desk, by a supervisor, for every door.
    """
    refused = await refused_scan(door, scan_id)
    if refused is None:
        raise CannotLetIn
    async with action("let_in", by=by, now=now, meeting=door.meeting, reason=reason) as act:
        await _hold(door)
        holder = await holder_of(door, refused["code"])
        assert isinstance(holder, Holder)
        holder = replace(holder, guest=refused["guest"], name=refused["guest_name"] or holder.name)
        client_id = uuid5(scan_id, "let in")
        rows = await _history(client_id, door.id, holder.registration)
        counts = await counts_of(door, day_began(now, door.zone))
        if told := next((row for row in rows if row["client_id"] == client_id), None):
            return _told(told, door, holder, counts)
        sentence = f"Let in all the same: {reason}"
        given = Answer(Outcome.IN, Look.GOOD, Outcome.IN.label, sentence)
        asked = Question(Direction.IN, now, _passages(rows), counts.inside)
        made = _Made(door, holder, asked, given, None, counts, refused["outcome"], reason)
        act.note("registration", holder.code, door=door.title, let_in_despite=refused["outcome"])
        written = await made.write(act, client_id, station, "")
    return written or await _told_at_once(client_id, door, holder, counts)


async def refused_scan(door: Door, scan_id: UUID) -> dict[str, Any] | None:
    """A scan at this door that staff may let go; None for any other."""
    return (
        await Scan.select(
            Scan.outcome,
            Scan.guest,
            Scan.guest.name.as_alias("guest_name"),
            Scan.registration.code.as_alias("code"),
        )
        .where(
            Scan.id == scan_id,
            Scan.point == door.id,
            Scan.registration.is_not_null(),
            Scan.look == Look.BAD.value,
            Scan.outcome.is_in([each.value for each in MAY_BE_LET_IN]),
        )
        .first()
    )
