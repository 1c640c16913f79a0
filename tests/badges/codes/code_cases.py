"""Codes and what they open: the one rule, the desk, the doors and the device are held to this."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from badges.admission.rules import Refusal
from badges.codes.rules import Code, CodeKind, Opens, OpensNobody

HERE, THERE = UUID(int=1), UUID(int=2)
ALICE, BOB, EWA = UUID(int=3), UUID(int=4), UUID(int=5)  # Ewa is Alice's guest
PERSON, GUEST = Opens(ALICE), Opens(ALICE, EWA)


@dataclass(frozen=True, slots=True)
class CodeCase:
    """What carries a code, what it opens here, and what a device that carries the roll says:
    whose it is, that it is free to be handed out, or the word for nobody."""

    name: str
    codes: tuple[Code, ...]
    opens: Opens | OpensNobody
    device: str


def _case(name: str, device: str, opens: Opens | OpensNobody, *codes: Code) -> CodeCase:
    return CodeCase(name, codes, opens, device)


def _of(kind: CodeKind, meeting: UUID = HERE, whose: UUID | None = ALICE) -> Code:
    return Code(kind, meeting, whose, EWA if kind is CodeKind.GUEST else None)


def _no(why: Refusal, whose: UUID | None = None) -> OpensNobody:
    return OpensNobody(why, whose)


CODE_CASES = [
    _case("nothing", "unknown", _no(Refusal.UNKNOWN)),
    _case("badge", "person", PERSON, _of(CodeKind.BADGE)),
    _case("ticket", "person", PERSON, _of(CodeKind.TICKET)),
    _case("typed code", "person", PERSON, _of(CodeKind.CODE)),
    _case("temporary badge", "person", PERSON, _of(CodeKind.TEMPORARY)),
    _case("temporary badge of nobody", "free", _no(Refusal.UNLINKED),
          _of(CodeKind.TEMPORARY, whose=None)),
    _case("guest", "guest", GUEST, _of(CodeKind.GUEST)),
    _case("replaced badge", "void", _no(Refusal.VOID, ALICE), _of(CodeKind.VOID)),
    _case("ended temporary badge", "void", _no(Refusal.ENDED, ALICE), _of(CodeKind.ENDED)),
    _case("ended, of nobody", "void", _no(Refusal.ENDED), _of(CodeKind.ENDED, whose=None)),
    _case("badge elsewhere", "unknown", _no(Refusal.OTHER_MEETING), _of(CodeKind.BADGE, THERE)),
    _case("replaced elsewhere", "unknown", _no(Refusal.OTHER_MEETING), _of(CodeKind.VOID, THERE)),
    _case("temporary elsewhere", "unknown", _no(Refusal.OTHER_MEETING),
          _of(CodeKind.TEMPORARY, THERE, None)),
    _case("badge before what is void", "person", PERSON,
          _of(CodeKind.VOID, whose=BOB), _of(CodeKind.BADGE)),
]  # fmt: skip
