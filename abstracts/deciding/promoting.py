"""From the waiting list into a place, and another order of the list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from abstracts.deciding.composing import Desk
from abstracts.deciding.errors import SeenOtherwise
from abstracts.deciding.holding import lock_abstracts
from abstracts.deciding.scope import Scope
from abstracts.deciding.telling import DecisionOutcome, tell_decision
from abstracts.deciding.waiting_queries import places_left
from abstracts.errors import NotPossible
from abstracts.queries.one import abstract_of_meeting
from abstracts.tables import Abstract
from abstracts.vocabulary import AbstractState, Decision, Outcome
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action, transaction
from conference.web.problems import Invalid

LAST = 100_000


async def promote_abstract(
    desk: Desk,
    code: str,
    decision: Decision,
    *,
    scope: Scope,
    by: Actor,
    now: datetime,
    replaces: str = "",
    note: str = "",
) -> DecisionOutcome:
    """Gives somebody on the waiting list a place, with the letter; those behind move up.

    `replaces` is the reference of the abstract whose place it is. Raises NotPossible for one that
    does not wait, Invalid for a place that is not free, and what `tell_decision` raises.
    """
    meeting = desk.meeting
    async with transaction():
        await lock_abstracts(meeting.id)
        abstract = await abstract_of_meeting(meeting.id, code)
        if abstract is None or abstract.state is not AbstractState.WAITLISTED:
            raise NotPossible("It is not on the waiting list any more.")
        if replaces and replaces not in {each.code for each, _, _ in await places_left(meeting.id)}:
            sentence = f"{replaces} has no free place: it did not leave, or somebody has it."
            raise Invalid(sentence, errors={"replaces": sentence})
        reason = f"In place of {replaces}." if replaces else "From the waiting list."
        outcome = await tell_decision(
            desk, code, Outcome(decision.value),
            by=by, now=now, note=note, scope=scope, verb="promote_abstract", reason=reason,
        )  # fmt: skip
        await Abstract.update({Abstract.replaces: replaces}).where(Abstract.id == abstract.id)
        await _close_ranks(meeting)
    return outcome


async def order_waiting_list(
    meeting: MeetingInfo,
    ranks: Mapping[str, str],
    *,
    scope: Scope,
    by: Actor,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Puts the waiting list into the order of the numbers typed; it is renumbered from 1.

    What the person has a conflict with keeps its place: the others are ordered around it (V03).

    Raises Invalid with a sentence for what is no number, SeenOtherwise when `seen`, the digest of
    the order that was looked at, is no longer the order.
    """
    async with action("order_waiting_list", by=by, now=now, meeting=meeting.id) as act:
        await lock_abstracts(meeting.id)
        rows = await _waiting(meeting)
        if seen not in (None, digest_of_order(row["code"] for row in rows)):
            raise SeenOtherwise
        errors = {
            f"rank-{code}": "Write a whole number."
            for code, text in ranks.items()
            if not (text.strip().isascii() and text.strip().isdigit() and len(text) < 6)
        }
        if errors:
            raise Invalid("The order was not saved.", errors=errors)
        wanted = _in_order(rows, ranks, scope)
        for rank, row in enumerate(wanted, start=1):
            if row["waiting_rank"] != rank:
                await Abstract.update({Abstract.waiting_rank: rank}).where(Abstract.id == row["id"])
                act.note("abstract", row["code"], waiting_rank=[row["waiting_rank"], rank])


def digest_of_order(codes: Iterable[str]) -> str:
    """Names an order of the waiting list."""
    return hashlib.sha256("\n".join(codes).encode()).hexdigest()[:16]


def _in_order(
    rows: list[dict[str, Any]], ranks: Mapping[str, str], scope: Scope
) -> list[dict[str, Any]]:
    free = sorted(
        (row for row in rows if row["id"] not in scope.conflicted),
        key=lambda row: _place(row, ranks),
    )
    others = iter(free)
    return [row if row["id"] in scope.conflicted else next(others) for row in rows]


def _place(row: dict[str, Any], ranks: Mapping[str, str]) -> tuple[int, int, str]:
    """By the number typed; of two with the same, who was before the other stays before."""
    now = row["waiting_rank"] or LAST
    return int(ranks.get(row["code"], now)), now, row["code"]


async def _close_ranks(meeting: MeetingInfo) -> None:
    for rank, row in enumerate(await _waiting(meeting), start=1):
        if row["waiting_rank"] != rank:
            await Abstract.update({Abstract.waiting_rank: rank}).where(Abstract.id == row["id"])


async def _waiting(meeting: MeetingInfo) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        await Abstract.select(Abstract.id, Abstract.code, Abstract.waiting_rank)
        .where(
            Abstract.meeting == meeting.id,
            Abstract.state == AbstractState.WAITLISTED.value,
        )
        .order_by(Abstract.waiting_rank)
        .order_by(Abstract.code)
    )
    return rows
