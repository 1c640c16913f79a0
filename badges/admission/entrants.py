"""Who wants to come in, and what decides it, read in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from badges.admission.rules import Refusal, Standing
from conference.orm import Prepared
from conference.orm.money import format_money
from conference.registration.rules import Balance, ProofState, RegistrationState
from conference.registration.tables import Registration


class Named(Protocol):
    """A registration by what is printed on its badge; every RegistrationInfo is one."""

    @property
    def meeting(self) -> UUID: ...

    @property
    def code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Name:
    """A registration of which no more is known yet than its code."""

    meeting: UUID
    code: str


@dataclass(frozen=True, slots=True)
class Entrant:
    """A registration at the door, as the database has it now."""

    id: UUID
    code: str
    standing: Standing


_COLUMNS = (
    "SELECT r.id, r.code, r.state, r.mode, r.proof, o.total, o.currency,"
    " COALESCE((SELECT SUM(p.amount) FROM conference_payment p"
    ' WHERE p."order" = r."order"), 0) AS paid, v.refusal'
    ' FROM conference_registration r JOIN conference_order o ON o.id = r."order"'
    " LEFT JOIN badges_override v ON v.registration = r.id AND v.withdrawn_at IS NULL"
)
_by_code = Prepared(
    lambda meeting, code: Registration.raw(
        f"{_COLUMNS} WHERE r.code = {{}} AND r.meeting = {{}}", code, meeting
    )
)


async def entrant(who: Named) -> Entrant | None:
    """What decides about this registration at this moment; None if nobody has the code."""
    rows = await _by_code(who.meeting, who.code)
    return _entrant(rows) if rows else None


def _entrant(rows: Sequence[Mapping[str, Any]]) -> Entrant:
    """A row for each refusal that was let go, or one without any."""
    first = rows[0]
    let_go = frozenset(Refusal(row["refusal"]) for row in rows if row["refusal"])
    return Entrant(first["id"], first["code"], standing_of_row(first, let_go))


def standing_of_row(row: Mapping[str, Any], let_go: frozenset[Refusal]) -> Standing:
    """The standing that `standing_of` would give, of a row with state, mode, proof and money."""
    due = Balance(row["total"], int(row["paid"])).due
    return Standing(
        RegistrationState(row["state"]),
        row["mode"],
        format_money(due, row["currency"]) if due else "",
        row["proof"] == ProofState.PENDING,
        let_go,
    )
