"""The committee and the office set awards up, extend them and announce the winners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from abstracts.awards.applications import applications_of
from abstracts.awards.cycles import CycleInfo, cycles_of, encode_rules
from abstracts.awards.errors import AwardRefused, NotNow
from abstracts.awards.letters import Sender, tell_all
from abstracts.awards.rules import HOLDS_MONEY, WINS
from abstracts.awards.storing import lock_cycle
from abstracts.tables.awards import AwardApplication, AwardCycle, AwardExtension
from abstracts.tables.review import ReviewRound
from abstracts.vocabulary import AwardState
from conference.orm import Actor, action

_PLAIN = (
    "title", "description", "opens_at", "closes_at", "zone", "call", "amount", "pot", "places",
    "has_free_registration", "has_membership_year", "membership_type", "answer_days",
)  # fmt: skip
_WAITING = (AwardState.DRAFT, AwardState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Extended:
    """The new deadline of an award and why."""

    to: datetime
    reason: str


async def save_cycle(cycle: CycleInfo, *, by: Actor, now: datetime) -> None:
    """Opens an award, or changes the one of this id; what was offered keeps its amount.

    Raises AwardRefused when the pot or the places are less than what is promised already.
    """
    async with action("save_award", by=by, now=now, meeting=cycle.meeting) as act:
        known = {each.id for each in await cycles_of(cycle.meeting)}
        if cycle.id in known:
            await lock_cycle(cycle.id)
            await _refuse_too_little(cycle)
            await AwardCycle.update(_values(cycle)).where(AwardCycle.id == cycle.id)
        else:
            await AwardCycle.insert(
                AwardCycle(
                    id=cycle.id,
                    created_at=now,
                    meeting=cycle.meeting,
                    key=cycle.key,
                    position=len(known),
                    **_values(cycle),
                )
            )
        act.note(
            "award", cycle.key, title=cycle.title, closes_at=cycle.closes_at, amount=cycle.amount,
            pot=cycle.pot, places=cycle.places, rules=encode_rules(cycle.rules),
        )  # fmt: skip


async def _refuse_too_little(cycle: CycleInfo) -> None:
    rows = await AwardApplication.select(AwardApplication.amount).where(
        AwardApplication.cycle == cycle.id,
        AwardApplication.state.is_in([each.value for each in HOLDS_MONEY]),
    )
    errors = {}
    if cycle.pot is not None and cycle.pot < sum(row["amount"] or 0 for row in rows):
        errors["pot"] = "More than this is offered already."
    if cycle.places is not None and cycle.places < len(rows):
        errors["places"] = f"{len(rows)} are offered already."
    if errors:
        raise AwardRefused("", errors=errors)


def _values(cycle: CycleInfo) -> dict[Any, Any]:
    return {
        **{name: getattr(cycle, name) for name in _PLAIN},
        "rules": encode_rules(cycle.rules),
        "free_categories": " ".join(sorted(cycle.free_categories)),
    }


async def remove_cycle(cycle: CycleInfo, *, by: Actor, now: datetime) -> None:
    """Takes an award away for which nobody has applied. Raises NotNow."""
    async with action("remove_award", by=by, now=now, meeting=cycle.meeting) as act:
        if await AwardApplication.exists().where(AwardApplication.cycle == cycle.id):
            raise NotNow("Somebody has applied for this award; it stays.")
        if await ReviewRound.exists().where(ReviewRound.award == str(cycle.id)):
            raise NotNow("A round of reviews reads its applicants; remove that first.")
        await AwardExtension.delete().where(AwardExtension.cycle == cycle.id)
        await AwardCycle.delete().where(AwardCycle.id == cycle.id)
        act.note("award", cycle.key, removed=cycle.title)


async def extend_cycle(
    sender: Sender, cycle: CycleInfo, new: Extended, *, by: Actor, now: datetime
) -> int:
    """Moves the deadline of an award forward, keeps what it was, and tells its applicants (A16).

    Returns how many letters went out. Raises AwardRefused, and NotNow for an award that closes
    with its call, or once something is offered.
    """
    every = await applications_of(cycle.id)
    if cycle.call:
        raise NotNow("This award closes with its call: extend the call.")
    if any(each.holds_money for each in every):
        raise NotNow("Awards are offered already; the deadline stays.")
    if new.to <= cycle.closes_at or new.to <= now:
        sentence = "The new deadline is later than the old one, and still to come."
        raise AwardRefused("", errors={"at": sentence})
    async with action(
        "extend_award", by=by, now=now, meeting=cycle.meeting, reason=new.reason
    ) as act:
        await AwardCycle.update({AwardCycle.closes_at: new.to}).where(AwardCycle.id == cycle.id)
        await AwardExtension.insert(
            AwardExtension(
                id=uuid4(),
                created_at=now,
                cycle=cycle.id,
                previous_at=cycle.closes_at,
                extended_to=new.to,
                reason=new.reason,
                by_name=by.name,
            )
        )
        act.note("award", cycle.key, closes_at=[cycle.closes_at, new.to])
        told = [each.person for each in every if each.state in _WAITING]
        subject = f"Deadline extended: {cycle.title}"
        return await tell_all(
            act, sender, cycle, told, "extended", subject, moved_to=new.to, reason=new.reason
        )


async def announce_winners(sender: Sender, cycle: CycleInfo, *, by: Actor, now: datetime) -> int:
    """Makes the winners who accepted public, and tells those who were not chosen.

    Returns how many of these have a letter. Raises NotNow twice, without a winner, or while an
    offer waits for its answer.
    """
    if cycle.is_announced:
        raise NotNow("The winners are public already.")
    async with action("announce_award", by=by, now=now, meeting=cycle.meeting) as act:
        await lock_cycle(cycle.id)
        every = await applications_of(cycle.id)
        if any(each.state is AwardState.OFFERED for each in every):
            raise NotNow("Somebody has yet to answer an offer.")
        winners = [each for each in every if each.state in WINS]
        if not winners:
            raise NotNow("Nobody has accepted this award yet.")
        await AwardCycle.update({AwardCycle.announced_at: now}).where(AwardCycle.id == cycle.id)
        act.note("award", cycle.key, announced=[each.name for each in winners])
        others = [each.person for each in every if each.state is AwardState.SHORTLISTED]
        subject = f"The outcome: {cycle.title}"
        return await tell_all(act, sender, cycle, others, "not_chosen", subject)


async def take_announcement_back(cycle: CycleInfo, *, by: Actor, now: datetime) -> None:
    """Hides the winners again; letters that went out have gone."""
    async with action("take_announcement_back", by=by, now=now, meeting=cycle.meeting) as act:
        await AwardCycle.update({AwardCycle.announced_at: None}).where(AwardCycle.id == cycle.id)
        act.note("award", cycle.key, announced=None)


async def winners_of(cycles: list[CycleInfo]) -> dict[UUID, list[tuple[str, str]]]:
    """Award -> (name, affiliation) of who accepted, where they are announced; one statement."""
    public = [each.id for each in cycles if each.is_announced]
    if not public:
        return {}
    rows = (
        await AwardApplication.select(
            AwardApplication.cycle,
            AwardApplication.person.registered_name.as_alias("name"),
            AwardApplication.person.affiliation.as_alias("affiliation"),
        )
        .where(
            AwardApplication.cycle.is_in(public),
            AwardApplication.state.is_in([each.value for each in WINS]),
        )
        .order_by(AwardApplication.person.sort_key)
    )
    found: dict[UUID, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row["cycle"], []).append((row["name"], row["affiliation"]))
    return found
