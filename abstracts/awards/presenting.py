"""Which awards wait until the committee has decided about a presenter who did not present: told
from above, as placement is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

UndecidedOf = Callable[[UUID], Awaitable[Mapping[UUID, str]]]


@dataclass(slots=True)
class _Teller:
    undecided_of: UndecidedOf | None = None


_teller = _Teller()


def tell_undecided(undecided_of: UndecidedOf) -> None:
    """Registers who knows what was not shown."""
    _teller.undecided_of = undecided_of


async def undecided_awards(meeting: UUID) -> Mapping[UUID, str]:
    """Application -> why it is not paid yet: its talk or poster is recorded as not shown, and
    whether the award is forfeited for it is open (W05, A15)."""
    return await _teller.undecided_of(meeting) if _teller.undecided_of else {}
