"""Promises about awards that `plenary check` tests (W01, W02, W05)."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from abstracts.awards.rules import HOLDS_MONEY, WINS
from abstracts.tables.awards import AwardApplication, AwardCheck, AwardCycle
from abstracts.vocabulary import AwardMoment, AwardState
from conference.orm import invariant

_HELD = [each.value for each in HOLDS_MONEY]


@invariant("award-pot", "No award promises more than its pot, nor to more people than its places.")
async def pot_and_places_hold() -> list[str]:
    """W02: what is offered, accepted or paid."""
    rows = await AwardApplication.select(AwardApplication.cycle, AwardApplication.amount).where(
        AwardApplication.state.is_in(_HELD)
    )
    held: dict[UUID, list[int]] = defaultdict(list)
    for row in rows:
        held[row["cycle"]].append(row["amount"] or 0)
    broken = []
    for cycle in await AwardCycle.select():
        sums = held[cycle["id"]]
        if cycle["pot"] is not None and sum(sums) > cycle["pot"]:
            broken.append(f"Award {cycle['key']} promises {sum(sums)} of a pot of {cycle['pot']}.")
        if cycle["places"] is not None and len(sums) > cycle["places"]:
            broken.append(f"Award {cycle['key']} is promised to {len(sums)} people.")
    return broken


@invariant("award-checked", "Nobody holds an award whom the rules did not find eligible for it.")
async def holders_were_eligible() -> list[str]:
    """W01: the newest finding of who was offered one says yes, and that of who was paid is about
    the payment."""
    holders = await AwardApplication.select(
        AwardApplication.id,
        AwardApplication.state,
        AwardApplication.cycle.key.as_alias("award"),
        AwardApplication.person.registered_name.as_alias("name"),
    ).where(AwardApplication.state.is_in(_HELD))
    newest: dict[UUID, tuple[str, bool]] = {}
    for row in await AwardCheck.select(
        AwardCheck.application, AwardCheck.moment, AwardCheck.is_eligible
    ).order_by(AwardCheck.number):
        newest[row["application"]] = (row["moment"], row["is_eligible"])
    broken = []
    for row in holders:
        moment, is_eligible = newest.get(row["id"], ("", False))
        if row["state"] == AwardState.PAID.value:
            if moment != AwardMoment.PAYMENT.value or not is_eligible:
                broken.append(f"{row['name']} was paid award {row['award']} without being checked.")
        elif not is_eligible and moment != AwardMoment.PAYMENT.value:
            broken.append(f"{row['name']} holds award {row['award']} without being eligible.")
    return broken


@invariant("award-answer", "An offer says until when it is answered; who was paid had accepted.")
async def offers_are_dated() -> list[str]:
    """W05."""
    rows = await AwardApplication.select(
        AwardApplication.id,
        AwardApplication.state,
        AwardApplication.offered_at,
        AwardApplication.answer_by,
        AwardApplication.answered_at,
        AwardApplication.paid_at,
    ).where(AwardApplication.state.is_in(_HELD))
    wins = {each.value for each in WINS}
    return [
        f"Application {row['id']} is {row['state']} without the dates that belong to it."
        for row in rows
        if not row["offered_at"]
        or not row["answer_by"]
        or (row["state"] in wins and not row["answered_at"])
        or (row["state"] == AwardState.PAID.value) != bool(row["paid_at"])
    ]
