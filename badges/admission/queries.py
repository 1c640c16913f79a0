"""Who may come in, and who is in; a fixed number of statements per 5,000 people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from badges.admission.rules import AlreadyIn, Refusal, Refused, Standing, refuse
from badges.faces.queries import chunks
from badges.tables import CheckIn, Override
from conference.orm.money import format_money
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.registration.rules import ProofState


def standing_of(info: RegistrationInfo, overrides: Collection[Refusal] = ()) -> Standing:
    """What decides at the door, the amount owed in words; `overrides` of `overrides_of`."""
    due = format_money(info.due, info.currency) if info.due else ""
    is_pending = info.proof is ProofState.PENDING
    return Standing(info.state, info.mode, due, is_pending, frozenset(overrides))


async def overrides_of(ids: Collection[UUID]) -> dict[UUID, frozenset[Refusal]]:
    """Which refusals supervisors let go for whom; absent: none. One statement per 5,000."""
    found: dict[UUID, frozenset[Refusal]] = {}
    for chunk in chunks(list(ids)):
        rows = await Override.select(Override.registration, Override.refusal).where(
            Override.registration.is_in(chunk), Override.withdrawn_at.is_null()
        )
        for row in rows:
            known = found.get(row["registration"], frozenset())
            found[row["registration"]] = known | {Refusal(row["refusal"])}
    return found


async def refusals_of(infos: Sequence[RegistrationInfo]) -> dict[UUID, Refused]:
    """Who of these may not come in or have a badge, and why; the others are absent (T06, G07)."""
    let_go = await overrides_of([info.id for info in infos])
    said = {info.id: refuse(standing_of(info, let_go.get(info.id, ()))) for info in infos}
    return {each: refused for each, refused in said.items() if refused}


async def admitted(meeting: UUID) -> list[RegistrationInfo]:
    """Everyone who may have a badge: confirmed, paid, coming in person, or let in by a supervisor;
    by family name."""
    infos = await registration.registrations_of_meeting(meeting)
    refused = await refusals_of(infos)
    return [info for info in infos if info.id not in refused]


async def active_check_ins(ids: Collection[UUID]) -> dict[UUID, AlreadyIn]:
    """Who of these is in: registration id -> when, where and by whom."""
    found: dict[UUID, AlreadyIn] = {}
    for chunk in chunks(list(ids)):
        rows = await CheckIn.select(
            CheckIn.registration, CheckIn.at, CheckIn.desk, CheckIn.by_name
        ).where(CheckIn.active_key.is_in([str(each) for each in chunk]))
        found.update(
            {row["registration"]: AlreadyIn(row["at"], row["desk"], row["by_name"]) for row in rows}
        )
    return found
