"""Changing many: propose, look, apply in pieces that can be begun again (C07, C08, M04)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from conference.orm import Action, Actor, action
from conference.registration import queries as registrations
from conference.registration.catalogue import MODE_WORDS
from conference.registration.changes import letters
from conference.registration.changes.actions.bulk_places import (
    lock_pools_of,
    move_to_the_screen,
    turn_meeting_virtual,
)
from conference.registration.changes.actions.placing import move_places, places_moved
from conference.registration.changes.actions.writing import (
    Changed,
    lock_registrations,
    write_changes,
)
from conference.registration.changes.bulk_queries import (
    BulkProposal,
    Concerned,
    bulk_proposal,
    everybody,
    proposal_of_row,
    those,
)
from conference.registration.changes.errors import ChangeRefused
from conference.registration.changes.held_queries import HeldRegistration
from conference.registration.changes.rules.bulk import (
    TITLES,
    BulkEntry,
    BulkKind,
    EntryState,
    entry_money,
    propose_for,
    refuse_bulk,
    word_of_entry,
)
from conference.registration.changes.rules.change import Change, Refusal
from conference.registration.tables import BulkChange
from conference.registration.till import Till

CHUNK = 100  # registrations in one transaction: other people wait no longer than that
NEEDS_REASON = Refusal("Write the reason; it stands in everybody’s letter.", "reason")


@dataclass(frozen=True, slots=True)
class BulkWish:
    """Which lines of a proposal are left out, and the reason that stands in the letters."""

    reason: str
    left_out: frozenset[str] = frozenset()


async def propose_bulk(kind: BulkKind, *, till: Till, by: Actor, now: datetime) -> UUID:
    """Keeps a proposal; nobody's registration is touched before it is applied.

    Raises ChangeRefused where it makes no sense now.
    """
    concerned = await everybody(kind, till.meeting, now)
    anybody = next((each.held for each in concerned.found.values()), None)
    if refused := refuse_bulk(kind, anybody, now):
        raise ChangeRefused(Refusal(refused))
    entries = tuple(_entries(kind, concerned, now))
    row = BulkChange(
        id=uuid4(),
        created_at=now,
        meeting=till.meeting.id,
        kind=kind.value,
        title=TITLES[kind],
        proposal=msgspec.json.encode(entries).decode(),
        by_name=by.name[:200],
    )
    async with action("propose_bulk_change", by=by, now=now, meeting=till.meeting.id) as act:
        await BulkChange.insert(row)
        act.note("bulk_change", row.id, proposed=kind, entries=len(entries))
    id: UUID = row.id
    return id


async def apply_bulk(
    id: UUID, wish: BulkWish, *, till: Till, by: Actor, now: datetime
) -> BulkProposal:
    """Makes the proposed changes, a hundred in a transaction, each with its letter.

    Killed in between and begun again it goes on where it stood, and changes nothing twice. What
    has changed since the proposal is left as it is and said so. Raises ChangeRefused,
    UnknownBulkChange.
    """
    if not wish.reason:
        raise ChangeRefused(NEEDS_REASON)
    await bulk_proposal(till.meeting.id, id)
    while await _apply_chunk(id, wish, till, by, now):
        pass
    return await bulk_proposal(till.meeting.id, id)


async def _apply_chunk(id: UUID, wish: BulkWish, till: Till, by: Actor, now: datetime) -> bool:
    """One piece in one transaction; False when nothing is left."""
    async with action(
        "apply_bulk_change", by=by, now=now, meeting=till.meeting.id, reason=wish.reason
    ) as act:
        proposal = await _locked(id)
        entries = [_left_out(each, wish) for each in proposal.entries]
        todo = [each for each in entries if each.state is EntryState.PROPOSED][:CHUNK]
        made = await _make(act, proposal.kind, todo, till) if todo else set()
        done = {each.code for each in todo}
        states = {code: EntryState.DONE if code in made else EntryState.CHANGED for code in done}
        after = tuple(replace(e, state=states.get(e.code, e.state)) for e in entries)
        is_over = not any(each.state is EntryState.PROPOSED for each in after)
        await _keep(act, proposal, after, is_over=is_over)
        if proposal.kind is BulkKind.VIRTUAL:
            await turn_meeting_virtual(act, till)
    return not is_over


async def _locked(id: UUID) -> BulkProposal:
    """Two who apply the same proposal go one after the other."""
    rows = (
        await BulkChange.update({BulkChange.kind: BulkChange.kind})
        .where(BulkChange.id == id)
        .returning(*BulkChange.all_columns())
    )
    return proposal_of_row(rows[0])


def _left_out(entry: BulkEntry, wish: BulkWish) -> BulkEntry:
    is_left = entry.state is EntryState.PROPOSED and entry.code in wish.left_out
    return replace(entry, state=EntryState.LEFT_OUT) if is_left else entry


async def _keep(
    act: Action, proposal: BulkProposal, entries: tuple[BulkEntry, ...], *, is_over: bool
) -> None:
    at = proposal.applied_at or (act.now if is_over else None)
    await BulkChange.update(
        {
            BulkChange.proposal: msgspec.json.encode(entries).decode(),
            BulkChange.applied_at: at,
        }
    ).where(BulkChange.id == proposal.id)
    if is_over and proposal.applied_at is None:
        act.note("bulk_change", proposal.id, applied=proposal.kind, people=len(entries))


async def _make(act: Action, kind: BulkKind, todo: Sequence[BulkEntry], till: Till) -> set[str]:
    """Changes what is still as it was proposed; the codes of those that were changed."""
    ids = [each.registration for each in todo]
    expected = _changes(kind, await those(kind, ids, till.meeting, act.now), act.now)
    if not expected:
        return set()
    pools = await lock_pools_of(till.meeting.id, expected)
    await lock_registrations(ids, list({each.order for each in expected}))
    words = {each.code: each.agreed for each in todo}
    fresh = _changes(kind, await those(kind, ids, till.meeting, act.now), act.now)
    changed = [e for e in fresh if word_of_entry(e.found.held, e.change) == words[e.code]]
    if not changed:
        return set()
    if kind is BulkKind.VIRTUAL:
        await move_to_the_screen(act, changed, pools, till)
    for each in changed if kind is BulkKind.DUES else ():
        moved = places_moved(each.found.held.wish, each.change.after)
        await move_places(act, each.found, moved, pools, till)
    await write_changes(act, changed, till)
    if kind is not BulkKind.NO_SHOW:
        await _tell(act, changed, till)
    return {each.code for each in changed}


async def _tell(act: Action, changed: Sequence[Changed], till: Till) -> None:
    after = await registrations.registrations_info([each.id for each in changed])
    for each in changed:
        now = replace(each.found, info=after[each.id])
        await letters.post_changed(act, Changed(now, each.change), till, act.reason)


def _changes(kind: BulkKind, concerned: Concerned, now: datetime) -> list[Changed]:
    found = []
    for each in concerned.found.values():
        outcome = propose_for(kind, each.held, concerned.verdict(each), now)
        if isinstance(outcome, Change):
            found.append(Changed(each, outcome))
    return found


def _entries(kind: BulkKind, concerned: Concerned, now: datetime) -> Collection[BulkEntry]:
    found = []
    for each in concerned.found.values():
        outcome = propose_for(kind, each.held, concerned.verdict(each), now)
        if isinstance(outcome, Change):
            found.append(_proposed(each, outcome))
        elif outcome is not None:
            found.append(_doubted(each, outcome))
    return found


def _proposed(found: HeldRegistration, change: Change) -> BulkEntry:
    difference, back, due = entry_money(found.held, change)
    word = word_of_entry(found.held, change)
    return _entry(found, change.notes, (difference, back, due), word, EntryState.PROPOSED)


def _doubted(found: HeldRegistration, refusal: Refusal) -> BulkEntry:
    return _entry(found, (refusal.sentence,), (0, 0, 0), "", EntryState.DOUBT)


def _entry(
    found: HeldRegistration,
    notes: tuple[str, ...],
    money: tuple[int, int, int],
    word: str,
    state: EntryState,
) -> BulkEntry:
    info = found.info
    difference, back, due = money
    return BulkEntry(
        registration=info.id,
        code=info.code,
        order_code=info.order_code,
        name=info.person.registered_name,
        was=f"{info.category_title}, {MODE_WORDS.get(info.mode, info.mode)}",
        notes=notes,
        difference=difference,
        back=back,
        due=due,
        agreed=word,
        state=state,
    )
