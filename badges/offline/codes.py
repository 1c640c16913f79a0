"""The codes of a meeting as a device carries them, each where the one rule says it belongs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from badges.admission.rules import Refusal
from badges.codes.queries import KeptCode, codes_of
from badges.codes.rules import CodeKind, Opens, what_opens
from badges.offline.rules import HASH_LENGTH

Hashes = defaultdict[UUID, list[str]]


@dataclass(slots=True)
class RollCodes:
    """Short hashes: those that open a registration or a guest, those that open nobody any more,
    and the temporary badges that can be handed out; and who wears which temporary badge."""

    people: Hashes = field(default_factory=lambda: defaultdict(list))
    guests: Hashes = field(default_factory=lambda: defaultdict(list))
    gone: list[str] = field(default_factory=list)
    free: list[tuple[int, str]] = field(default_factory=list)
    worn: dict[UUID, int] = field(default_factory=dict)

    def put(self, kept: KeptCode, meeting: UUID) -> None:
        """Puts a code where a device looks for it."""
        short, opened = kept.hash[:HASH_LENGTH], what_opens([kept.code], meeting)
        if isinstance(opened, Opens):
            holders, whose = (
                (self.guests, opened.guest) if opened.guest else (self.people, opened.registration)
            )
            holders[whose].append(short)
            if kept.code.kind is CodeKind.TEMPORARY and kept.number:
                self.worn[opened.registration] = kept.number
        elif opened.why is Refusal.UNLINKED and kept.number:
            self.free.append((kept.number, short))
        else:
            self.gone.append(short)


async def roll_codes(meeting: UUID) -> RollCodes:
    """Every code of the meeting; one statement, and the same lists while nothing changes."""
    found = RollCodes()
    for kept in await codes_of(meeting):
        found.put(kept, meeting)
    found.free.sort()
    found.gone = sorted(set(found.gone))
    return found
