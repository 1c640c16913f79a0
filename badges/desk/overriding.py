"""Letting in whom a rule stops: by a supervisor, with a reason, and taken back again (T06, G07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from piccolo.custom_types import Combinable

from badges.admission.entrants import entrant
from badges.admission.rules import OVERRIDABLE, Refusal, refuse
from badges.desk.arriving import hold
from badges.desk.errors import NothingToLetGo, ReasonMissing
from badges.desk.rules import refusal_word
from badges.tables import Override
from conference.orm import Actor, action
from conference.registration.queries import RegistrationInfo

OF: Any = Override.registration  # Piccolo's types reach one foreign key deep


@dataclass(frozen=True, slots=True)
class OverrideInfo:
    """What was let go: for whom, why, by whom, at whose screen; and whether it was taken back."""

    id: UUID
    code: str
    name: str
    refusal: Refusal
    reason: str
    by_name: str
    at_desk: str
    asked_by: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str

    @property
    def word(self) -> str:
        """What was let go, in the words of the desk."""
        return refusal_word(self.refusal)


@dataclass(frozen=True, slots=True)
class Screen:
    """At which desk a supervisor acted, and who was signed in there."""

    desk: str = ""
    clerk: str = ""


async def override(
    info: RegistrationInfo,
    refusal: Refusal,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    screen: Screen | None = None,
) -> None:
    """The refusal no longer counts for this person, from now on and everywhere; twice is once.

    Raises ReasonMissing, and NothingToLetGo when this is not what stops the person.
    """
    if not reason.strip():
        raise ReasonMissing
    where = screen or Screen()
    async with action("override", by=by, now=now, meeting=info.meeting, reason=reason) as act:
        await hold(info.id)
        current = await entrant(info)
        assert current is not None
        if refusal in current.standing.overridden:
            return
        refused = refuse(current.standing)
        if refusal not in OVERRIDABLE or refused is None or refused.why is not refusal:
            raise NothingToLetGo
        row = Override(
            id=uuid4(), created_at=now, registration=info.id, refusal=refusal.value,
            reason=reason.strip(), by_person=by.person, by_name=by.name[:200],
            at_desk=where.desk[:40], asked_by=where.clerk[:200],
        )  # fmt: skip
        await Override.insert(row)
        act.note("registration", info.code, let_go=refusal, at=where.desk, asked_by=where.clerk)


async def withdraw_override(
    info: RegistrationInfo, which: UUID, *, by: Actor, now: datetime
) -> bool:
    """The refusal counts again; the row stays, marked. False if it was taken back before."""
    async with action("withdraw_override", by=by, now=now, meeting=info.meeting) as act:
        rows = (
            await Override.update(
                {Override.withdrawn_at: now, Override.withdrawn_by: by.name[:200]}
            )
            .where(
                Override.id == which,
                Override.registration == info.id,
                Override.withdrawn_at.is_null(),
            )
            .returning(Override.refusal)
        )
        for row in rows:
            act.note("registration", info.code, let_go=[row["refusal"], None])
    return bool(rows)


async def overrides_for(registration: UUID) -> tuple[OverrideInfo, ...]:
    """Everything that was ever let go for one person, the newest first; one statement."""
    return await _overrides(Override.registration == registration)


async def overrides_since(meeting: UUID, since: datetime) -> tuple[OverrideInfo, ...]:
    """What supervisors let go at a meeting since then, the newest first; one statement."""
    ours = Override.registration.meeting == meeting
    return await _overrides(ours & (Override.created_at >= since))


async def _overrides(wanted: Combinable) -> tuple[OverrideInfo, ...]:
    rows = (
        await Override.select(
            Override.id,
            Override.registration.code.as_alias("code"),
            OF.person.registered_name.as_alias("name"),
            Override.refusal,
            Override.reason,
            Override.by_name,
            Override.at_desk,
            Override.asked_by,
            Override.created_at.as_alias("at"),
            Override.withdrawn_at,
            Override.withdrawn_by,
        )
        .where(wanted)
        .order_by(Override.created_at, ascending=False)
    )
    return tuple(OverrideInfo(**{**row, "refusal": Refusal(row["refusal"])}) for row in rows)
