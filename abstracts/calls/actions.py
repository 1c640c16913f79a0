"""Opening, changing, ordering, removing and extending calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from abstracts.calls.errors import CallInUse, CallRefused, DeadlineMoved
from abstracts.calls.rules import Statement
from abstracts.length import LengthPolicy
from abstracts.queries.calls import CallInfo
from abstracts.tables import Abstract, Call, CallExtension, LateLink
from abstracts.vocabulary import Asked, CallKind, Decision, DisclosureRule
from conference.orm import Action, Actor, IntegrityConflict, action, integrity

TAKEN = "Another call has this key; each has its own."


@dataclass(frozen=True, slots=True)
class NewCall:
    """A window for abstracts of one kind and what it asks for; [opens_at, closes_at) in UTC.

    Without a key it is the meeting's one call of its kind.
    """

    kind: CallKind
    title: str
    opens_at: datetime
    closes_at: datetime
    zone: str
    policy: LengthPolicy = field(default_factory=LengthPolicy)
    max_authors: int = 20
    key: str = ""
    presentations: tuple[Decision, ...] = ()
    headings: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    asks: tuple[Asked, ...] = ()
    disclosures: DisclosureRule = DisclosureRule.NONE
    is_figure_allowed: bool = False
    has_awards: bool = False
    fee_member: int = 0
    fee_other: int = 0
    max_talks: int | None = None
    max_abstracts: int | None = None
    is_hidden: bool = False


_PLAIN = (
    "title", "opens_at", "closes_at", "zone", "max_authors", "is_figure_allowed", "fee_member",
    "fee_other", "max_talks", "max_abstracts", "is_hidden",
)  # fmt: skip
_JSON = ("presentations", "headings", "statements", "asks")


async def open_call(*, meeting: UUID, call: NewCall, by: Actor, now: datetime) -> UUID:
    """Opens a call, or changes the meeting's call of that key; late-breaking never has awards
    (A06)."""
    key = call.key or call.kind.value
    async with action("open_call", by=by, now=now, meeting=meeting) as act:
        known = await Call.select(Call.id).where(Call.meeting == meeting, Call.key == key).first()
        if known:
            id: UUID = known["id"]
            await Call.update(_values(call)).where(Call.id == id)
        else:
            id = await _insert(act, meeting, key, call)
        act.note("call", key, closes_at=call.closes_at, zone=call.zone)
    return id


async def _insert(act: Action, meeting: UUID, key: str, call: NewCall) -> UUID:
    row = Call(
        id=uuid4(),
        created_at=act.now,
        meeting=meeting,
        key=key,
        position=await Call.count().where(Call.meeting == meeting),
        **_values(call),
    )
    try:
        async with integrity():
            await Call.insert(row)
    except IntegrityConflict:
        raise CallRefused(TAKEN, errors={"key": TAKEN}) from None
    return UUID(str(row.id))


def _values(call: NewCall) -> dict[Any, Any]:
    is_late = call.kind is CallKind.LATE_BREAKING
    return {
        **{name: getattr(call, name) for name in _PLAIN},
        **{name: msgspec.json.encode(getattr(call, name)).decode() for name in _JSON},
        "kind": call.kind.value,
        "length_policy": msgspec.json.encode(call.policy).decode(),
        "disclosures": call.disclosures.value,
        "has_awards": call.has_awards and not is_late,
    }


async def move_call(
    *, meeting: UUID, key: str, known: list[CallInfo], up: bool, by: Actor, now: datetime
) -> None:
    """Changes places with the call before or after it; the first and the last stay."""
    keys = [each.key for each in known]
    here = keys.index(key)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(keys):
        return
    keys[here], keys[there] = keys[there], keys[here]
    async with action("move_call", by=by, now=now, meeting=meeting) as act:
        for position, each in enumerate(keys):
            await Call.update({Call.position: position}).where(
                Call.meeting == meeting, Call.key == each
            )
        act.note("call", key, position=there)


async def remove_call(*, call: CallInfo, meeting: UUID, by: Actor, now: datetime) -> None:
    """Removes a call that nobody has written in; its late links go with it. Raises CallInUse."""
    async with action("remove_call", by=by, now=now, meeting=meeting) as act:
        # Locks the call, so that a draft that is started now either counts or finds it gone.
        await Call.update({Call.position: Call.position}).where(Call.id == call.id)
        many = await Abstract.count().where(Abstract.call == call.id)
        if many:
            raise CallInUse(many)
        await LateLink.delete().where(LateLink.call == call.id)
        await CallExtension.delete().where(CallExtension.call == call.id)
        await Call.delete().where(Call.id == call.id)
        act.note("call", call.key, removed=True)


async def extend_own(act: Action, call: CallInfo, to: datetime, reason: str) -> None:
    """The call's own deadline moves, and keeps what it was (A16). Raises DeadlineMoved."""
    moved = (
        await Call.update({Call.closes_at: to})
        .where(Call.id == call.id, Call.closes_at == call.closes_at)
        .returning(Call.id)
    )
    if not moved:
        raise DeadlineMoved
    row: Mapping[str, Any] = {
        "id": uuid4(),
        "created_at": act.now,
        "call": call.id,
        "previous_at": call.closes_at,
        "extended_to": to,
        "reason": reason,
        "by_name": act.by.name,
    }
    await CallExtension.insert(CallExtension(**row))
    act.note("call", call.key, closes_at=[call.closes_at, to])
