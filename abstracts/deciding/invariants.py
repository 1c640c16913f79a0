"""Promises about decisions that `plenary check` tests."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from abstracts.deciding.holding import HELD_KIND
from abstracts.deciding.policy import AbstractPolicyInfo, policy_of_row
from abstracts.tables import Author
from abstracts.tables.deciding import AbstractPolicy, HeldDecision
from abstracts.vocabulary import AbstractState, Decision
from conference.orm import invariant
from conference.orm.tables import AuditEntry
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration

_HELD: Any = HeldDecision.abstract
_ABSTRACT: Any = Author.abstract
_GONE = [AbstractState.DRAFT.value, AbstractState.WITHDRAWN.value]
BY_HAND = ("tell_decision", "accept_abstract", "decide_by_hand", "promote_abstract")


@invariant("held-decision", "Nothing is held for an abstract that is a draft or withdrawn.")
async def nothing_held_for_what_is_gone() -> list[str]:
    """V07: what is held is told one day."""
    rows = await HeldDecision.select(
        _HELD.code.as_alias("code"), _HELD.state.as_alias("state")
    ).where(_HELD.state.is_in(_GONE))
    return [
        f"A decision is held for abstract {row['code']}, which is {row['state']}." for row in rows
    ]


@invariant("one-talk", "Nobody has two talks at a meeting unless somebody said so, with a reason.")
async def one_talk_a_person() -> list[str]:
    """V06. A decision by hand leaves its reason in the trail."""
    policies = {row["meeting"]: policy_of_row(row) for row in await AbstractPolicy.select()}
    rows = await Author.select(
        Author.person,
        _ABSTRACT.code.as_alias("code"),
        _ABSTRACT.decision.as_alias("decision"),
        _ABSTRACT.meeting.as_alias("meeting"),
    ).where(
        Author.is_presenting.eq(True),
        Author.person.is_not_null(),
        _ABSTRACT.state == AbstractState.ACCEPTED.value,
        _ABSTRACT.decision != Decision.POSTER.value,
    )
    talks: dict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    for row in rows:
        if _is_talk(row["decision"], policies.get(row["meeting"], AbstractPolicyInfo())):
            talks[row["meeting"], row["person"]].append(row["code"])
    doubled = [sorted(codes) for codes in talks.values() if len(codes) > 1]
    overridden = await _with_reason([code for codes in doubled for code in codes])
    return [
        f"{', '.join(codes)}: talks of one person."
        for codes in doubled
        if len([code for code in codes if code not in overridden]) > 1
    ]


@invariant("place-released", "No place was taken from a presenter who was registered and paid.")
async def nobody_forfeited_who_is_registered() -> list[str]:
    """A09: whoever registers later comes too late."""
    rows = await Author.select(
        Author.person,
        _ABSTRACT.code.as_alias("code"),
        _ABSTRACT.meeting.as_alias("meeting"),
        _ABSTRACT.forfeited_at.as_alias("forfeited_at"),
    ).where(
        Author.is_presenting.eq(True),
        Author.person.is_not_null(),
        _ABSTRACT.state == AbstractState.FORFEITED.value,
        _ABSTRACT.presented_by.is_null(),
    )
    persons = {row["person"] for row in rows}
    if not persons:
        return []
    registered = await Registration.select(
        Registration.person, Registration.meeting, Registration.confirmed_at
    ).where(
        Registration.person.is_in(list(persons)),
        Registration.state == RegistrationState.CONFIRMED.value,
        Registration.confirmed_at.is_not_null(),
    )
    since = {(row["meeting"], row["person"]): row["confirmed_at"] for row in registered}
    return [
        f"Abstract {row['code']} lost its place though its presenter was registered."
        for row in rows
        if (at := since.get((row["meeting"], row["person"]))) and at < row["forfeited_at"]
    ]


def _is_talk(decision: str, policy: AbstractPolicyInfo) -> bool:
    if not policy.has_one_talk:
        return False
    return decision == Decision.ORAL or policy.is_lightning_a_talk


async def _with_reason(codes: list[str]) -> set[str]:
    """Those that somebody decided by hand, one by one."""
    if not codes:
        return set()
    rows = await AuditEntry.select(AuditEntry.subject).where(
        AuditEntry.subject_kind.is_in(["abstract", HELD_KIND]),
        AuditEntry.subject.is_in(codes),
        AuditEntry.verb.is_in(list(BY_HAND)),
    )
    return {row["subject"] for row in rows}
