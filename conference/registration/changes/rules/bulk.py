"""Many registrations changed at once: who is concerned, what each change is (C07, C08, M04)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from conference.membership.rules import Verdict
from conference.registration.catalogue import LineKind
from conference.registration.changes.rules.categories import Basis, assign_category
from conference.registration.changes.rules.change import (
    Change,
    Outcome,
    Refusal,
    agreed_on,
    money_of,
)
from conference.registration.changes.rules.held import Held
from conference.registration.changes.rules.modes import IN_PERSON, VIRTUAL, switch_mode
from conference.registration.rules import MoneyEvent, RegistrationState
from conference.web.formats import day as spoken_day


class BulkKind(StrEnum):
    """What happens to many at once."""

    VIRTUAL = "virtual"
    DUES = "dues"
    NO_SHOW = "no_show"


class EntryState(StrEnum):
    """What became of one line of a proposal."""

    PROPOSED = "proposed"
    DOUBT = "doubt"
    DONE = "done"
    LEFT_OUT = "left_out"
    CHANGED = "changed"


TITLES: Mapping[BulkKind, str] = {
    BulkKind.VIRTUAL: "The whole meeting turns virtual",
    BulkKind.DUES: "Dues that are still open: charge the non-member price",
    BulkKind.NO_SHOW: "Who did not come",
}
EXPLANATIONS: Mapping[BulkKind, str] = {
    BulkKind.VIRTUAL: (
        "Everybody who would come takes part virtually, with the whole difference of the prices "
        "back; extras of the house and accompanying persons are given back in full."
    ),
    BulkKind.DUES: (
        "Members whose dues are open after the cut-off are charged as non-members, at the prices "
        "of the period in which they booked."
    ),
    BulkKind.NO_SHOW: (
        "After the meeting: everybody who was to come and whose badge was never scanned. Nothing "
        "is given back."
    ),
}
ENTRY_WORDS: Mapping[EntryState, tuple[str, str]] = {
    EntryState.PROPOSED: ("Proposed", "info"),
    EntryState.DOUBT: ("To be decided by you", "warn"),
    EntryState.DONE: ("Done", "good"),
    EntryState.LEFT_OUT: ("Left out", "info"),
    EntryState.CHANGED: ("Changed meanwhile, not done", "warn"),
}


@dataclass(frozen=True, slots=True)
class BulkEntry:
    """One registration of a proposal: what would change, and what it comes to."""

    registration: UUID
    code: str
    order_code: str
    name: str
    was: str
    notes: tuple[str, ...]
    difference: int
    back: int
    due: int
    agreed: str
    state: EntryState = EntryState.PROPOSED


@dataclass(frozen=True, slots=True)
class BulkSums:
    """What a proposal comes to in all, doubts and what was left out aside."""

    people: int
    difference: int
    back: int
    due: int


def sum_up(entries: tuple[BulkEntry, ...]) -> BulkSums:
    """The sums over the entries that are proposed or done."""
    counted = [e for e in entries if e.state in (EntryState.PROPOSED, EntryState.DONE)]
    return BulkSums(
        len(counted),
        sum(each.difference for each in counted),
        sum(each.back for each in counted),
        sum(each.due for each in counted),
    )


def common_notes(entries: tuple[BulkEntry, ...]) -> frozenset[str]:
    """The sentences that stand beside everybody, which a list need not repeat."""
    told = [set(e.notes) for e in entries if e.state is not EntryState.DOUBT]
    return frozenset(set.intersection(*told)) if told else frozenset()


def refuse_bulk(kind: BulkKind, held_today: Held | None, now: datetime) -> str:
    """Why a proposal makes no sense now; empty: it does. `held_today` is any registration."""
    if held_today is None:
        return "Nobody is registered."
    cutoff = held_today.catalogue.policy.dues_cutoff_on
    if kind is BulkKind.DUES and cutoff is None:
        return "No cut-off for open dues is set. Set it with the rules of registration first."
    if kind is BulkKind.DUES and cutoff and held_today.today <= cutoff:
        return f"Open dues are waited for through {spoken_day(cutoff)}."
    if kind is BulkKind.NO_SHOW and not held_today.is_over:
        return "The meeting is not over yet."
    return ""


def propose_for(
    kind: BulkKind, held: Held, verdict: Verdict | None, now: datetime
) -> Outcome | None:
    """The change of one registration; a Refusal where the office must decide; None: not concerned.

    `verdict` says whether the person is a member today, open dues included (M04).
    """
    if kind is BulkKind.VIRTUAL:
        is_concerned = held.is_open and held.mode == IN_PERSON
        return switch_mode(held, VIRTUAL, now, in_full=True) if is_concerned else None
    if kind is BulkKind.NO_SHOW:
        return _missed(held)
    return _repriced(held, verdict, now)


def _missed(held: Held) -> Change | None:
    """Whoever was confirmed, was to come and was never seen (C08)."""
    confirmed = held.state is RegistrationState.CONFIRMED
    if not confirmed or held.mode != IN_PERSON or held.has_come:
        return None
    note = "Nothing is given back."
    return Change("Did not come", held.wish, notes=(note,), event=MoneyEvent.MISSED)


def _repriced(held: Held, verdict: Verdict | None, now: datetime) -> Outcome | None:
    """A member only because open dues were waited for (M04); who lapsed later stays (M05)."""
    category = held.price_class
    is_member_price = category is not None and category.is_for_members
    if not held.is_open or not is_member_price or verdict is None or not verdict.is_provisional:
        return None
    if held.of_kind(LineKind.DUES):
        return None  # the dues stand on the order and are due with it
    table = held.catalogue.table
    twins = [each for each in table.categories if each.member_twin == held.category]
    if not twins:
        return Refusal("No category for non-members stands beside this one.")
    return assign_category(held, twins[0].key, held.day, Basis.ORIGINAL, now)


def entry_money(held: Held, change: Change) -> tuple[int, int, int]:
    """(difference, what comes back, what becomes due) of one entry."""
    money = money_of(held, change.difference)
    return change.difference, money.back, money.to_pay


def word_of_entry(held: Held, change: Change) -> str:
    """The word for this change of this registration, whatever else happens to its order."""
    own = replace(held, total=0, paid=0)
    return agreed_on(own, change.lines, [line.amount for line in held.lines])
