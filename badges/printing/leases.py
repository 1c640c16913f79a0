"""Jobs and batches belong to whoever holds their lease; one rule for both.

Work is taken by one UPDATE that names it and says that nobody holds it: of two that try at once,
the database lets one in, on both engines. Whoever was silent until the lease ended finds out by
the next UPDATE, which names the lease, that the work is in other hands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from piccolo.columns import Column
from piccolo.columns.combination import And, Or
from piccolo.custom_types import Combinable

from badges.printing.errors import JobMoved, LeaseLost
from badges.printing.rules import (
    HELD_STATES,
    JOB_NEXT,
    JOB_WORDS,
    LEASE,
    MOST_TRIES,
    OPEN_STATES,
    JobEvent,
    JobState,
    states_before,
)
from badges.tables import PrintBatch, PrintJob
from conference.orm import Action, Actor, action

Row = Mapping[str, Any]
Values = Mapping[Any, Any]
_OPEN = [state.value for state in OPEN_STATES]
_HELD = [state.value for state in HELD_STATES]


class Work(Protocol):
    """A job or a batch as it was last read."""

    @property
    def id(self) -> UUID: ...

    @property
    def meeting(self) -> UUID: ...

    @property
    def state(self) -> JobState: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """Work in our hands: its row, and the lease by which it is ours."""

    row: Row
    lease: UUID


@dataclass(frozen=True, slots=True)
class Leases:
    """The leases of one table. `taken` is the state of what somebody has just taken, `starts` what
    else begins anew then, `gave_up` the trouble of what was taken too often without a word."""

    table: type[PrintJob] | type[PrintBatch]
    noun: str
    columns: Sequence[Column]
    taken: JobState
    gave_up: str
    starts: Values

    def is_due(self, now: datetime) -> Combinable:
        """Open, and held by nobody at this moment."""
        free = Or(self.table.lease_until.is_null(), self.table.lease_until <= now)
        return self.table.state.is_in(_OPEN) & free

    def is_mine(self, id: UUID, lease: UUID) -> Combinable:
        """Held by this lease: it may be over, as long as nobody else took the work."""
        mine = (self.table.id == id) & (self.table.lease == lease)
        return mine & self.table.state.is_in(_HELD)

    async def take_next(self, now: datetime, among: Combinable | None = None) -> Taken | None:
        """What waits longest, for whoever asks first; None when nothing waits (lease 60 s).

        What three took and said nothing of is given up instead.
        """
        wanted = self.is_due(now) if among is None else self.is_due(now) & among
        while row := await self._first(wanted):
            if row["attempts"] >= MOST_TRIES:
                await self._give_up(row, now)
            elif taken := await self._take(row, now):
                return taken
        return None

    async def _first(self, wanted: Combinable) -> Row | None:
        found: Row | None = (
            await self.table.select(*self.columns)
            .where(wanted)
            .order_by(self.table.created_at)
            .order_by(self.table.id)
            .first()
        )
        return found

    def _still(self, row: Row, now: datetime) -> Combinable:
        this, same = self.table.id == row["id"], self.table.attempts == row["attempts"]
        return And(And(this, same), self.is_due(now))

    async def _take(self, row: Row, now: datetime) -> Taken | None:
        lease, table = uuid4(), self.table
        values: dict[Any, Any] = {
            table.state: self.taken.value,
            table.lease: lease,
            table.lease_until: now + LEASE,
            table.attempts: table.attempts + 1,
            **self.starts,
        }
        rows = await table.update(values).where(self._still(row, now)).returning(*self.columns)
        return Taken(rows[0], lease) if rows else None

    async def _give_up(self, row: Row, now: datetime) -> None:
        values = self._over(JobState.FAILED, now, row["trouble"] or self.gave_up)
        await self.table.update(values).where(self._still(row, now))

    def _over(self, state: JobState, now: datetime, trouble: str) -> dict[Any, Any]:
        table = self.table
        ended = {table.finished_at: now, table.lease: None, table.lease_until: None}
        return {table.state: state.value, table.trouble: trouble, **ended}

    async def keep(
        self, id: UUID, lease: UUID, now: datetime, values: Values | None = None
    ) -> None:
        """We live: the lease lasts another minute. Raises LeaseLost."""
        await self._update(id, lease, {self.table.lease_until: now + LEASE, **(values or {})})

    async def leave(
        self, id: UUID, lease: UUID, state: JobState, now: datetime, *, trouble: str = "",
        until: datetime | None = None, values: Values | None = None,
    ) -> None:  # fmt: skip
        """Lets go of it: done, failed, or queued again and untouched `until`. Raises LeaseLost."""
        changed = self._over(state, now, trouble)
        if state is JobState.QUEUED:
            changed |= {self.table.finished_at: None, self.table.lease_until: until}
        await self._update(id, lease, {**changed, **(values or {})})

    async def _update(self, id: UUID, lease: UUID, values: Values) -> None:
        changed: dict[Any, Any] = dict(values)
        mine = self.is_mine(id, lease)
        if not await self.table.update(changed).where(mine).returning(self.table.id):
            raise LeaseLost

    async def move(
        self, work: Work, event: JobEvent, values: Values, *, by: Actor, now: datetime,
        only: Combinable | None = None,
    ) -> None:  # fmt: skip
        """What staff do with it: one conditional UPDATE, only from a state that allows it.

        Raises JobMoved with the state that it is in meanwhile.
        """
        async with action(f"{event}_{self.noun}", by=by, now=now, meeting=work.meeting) as act:
            await self.move_within(act, work, event, values, only=only)

    async def move_within(
        self, act: Action, work: Work, event: JobEvent, values: Values, *,
        only: Combinable | None = None,
    ) -> None:  # fmt: skip
        """The same as a part of an action that does more. Raises JobMoved."""
        before, table = states_before(event), self.table
        target = JOB_NEXT[before[0], event]
        allowed = (table.id == work.id) & table.state.is_in([state.value for state in before])
        changed: dict[Any, Any] = {table.state: target.value, table.lease: None, **values}
        wanted = allowed if only is None else allowed & only
        if not await table.update(changed).where(wanted).returning(table.id):
            raise JobMoved(await self._words(work.id))
        act.note(self.noun, work.id, state=[work.state, target])

    async def _words(self, id: UUID) -> str:
        row = await self.table.select(self.table.state).where(self.table.id == id).first()
        return JOB_WORDS[JobState(row["state"])].lower() if row else "gone"

    def afresh(self) -> dict[Any, Any]:
        """As if nobody had tried yet."""
        table = self.table
        return {
            table.attempts: 0, table.lease: None, table.lease_until: None, table.trouble: "",
            table.finished_at: None, **self.starts,
        }  # fmt: skip
