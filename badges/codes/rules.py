"""What a code opens: one rule for the desk, the doors and the devices that carry the roll. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from badges.admission.rules import Refusal


class CodeKind(StrEnum):
    """What carries a code; should two carry the same one, the first of these counts."""

    BADGE = "badge"
    TICKET = "ticket"
    CODE = "code"
    TEMPORARY = "temporary"
    GUEST = "guest"
    VOID = "void"
    ENDED = "ended"


_OUT_OF_FORCE = {CodeKind.VOID: Refusal.VOID, CodeKind.ENDED: Refusal.ENDED}
_ORDER = tuple(CodeKind)


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is kept: on what, of which meeting, and whose it is or was."""

    kind: CodeKind
    meeting: UUID
    registration: UUID | None = None
    guest: UUID | None = None


@dataclass(frozen=True, slots=True)
class Opens:
    """Whom a code opens; with a guest, the one who was brought along by the registration."""

    registration: UUID
    guest: UUID | None = None


@dataclass(frozen=True, slots=True)
class OpensNobody:
    """Why a code opens nobody; whose a badge out of force was stays known (situation 22)."""

    why: Refusal
    registration: UUID | None = None


def what_opens(found: Iterable[Code], meeting: UUID) -> Opens | OpensNobody:
    """What a scanned code opens at this meeting, of everything that carries it (G02, G08).

    A replaced badge and an ended temporary one open nobody, nor does one of another meeting, of
    which nothing more is told, or a temporary one that nobody was given.
    """
    code = min(found, key=lambda each: _ORDER.index(each.kind), default=None)
    if code is None:
        return OpensNobody(Refusal.UNKNOWN)
    if code.meeting != meeting:
        return OpensNobody(Refusal.OTHER_MEETING)
    if code.kind in _OUT_OF_FORCE:
        return OpensNobody(_OUT_OF_FORCE[code.kind], code.registration)
    if code.registration is None:
        return OpensNobody(Refusal.UNLINKED)
    return Opens(code.registration, code.guest)
