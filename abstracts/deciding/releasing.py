"""All held decisions become known at one moment: states move, letters go, once (V07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from piccolo.query.functions import Max

from abstracts.deciding.composing import NOWHERE, Desk, Told, letters_of
from abstracts.deciding.errors import SeenOtherwise
from abstracts.deciding.held import digest_of_held
from abstracts.deciding.holding import EVENTS, drop_held, lock_abstracts
from abstracts.deciding.letter_queries import letter_texts, places_of, subjects_of
from abstracts.deciding.places import move_places
from abstracts.deciding.presenters import link_presenters
from abstracts.deciding.release_queries import (
    ReleaseFilter,
    ToRelease,
    counts_of,
    is_accepting,
    releases_of,
    to_release,
)
from abstracts.errors import NotPossible
from abstracts.reviews.reading import comments_to_authors
from abstracts.states import next_state
from abstracts.tables import Abstract
from abstracts.tables.deciding import DecisionRelease, PresenterReminder
from abstracts.vocabulary import AbstractState, Outcome
from conference.letters.actions import queue_letters
from conference.letters.rules import Letter
from conference.orm import Action, Actor, action

MANY = 5_000


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """What is released, and with what: `number` is the release that the person prepared."""

    number: int
    seen: str
    wanted: ReleaseFilter
    has_comments: bool = False


@dataclass(frozen=True, slots=True)
class Released:
    """What one release did. `is_repeat`: it was done before, and nothing was done now."""

    number: int
    decisions: int
    letters: int
    in_doubt: int = 0
    is_repeat: bool = False


async def release_decisions(desk: Desk, plan: ReleasePlan, *, by: Actor, now: datetime) -> Released:
    """Tells everybody what was held: one transaction for states, days, letters and the release.

    The same release sent twice (a double click) is done once; one prepared beside another that
    took none of its decisions gets the next number. Raises SeenOtherwise when the held
    decisions are no longer those of the preview, NotPossible when there is nothing to release.
    """
    meeting = desk.meeting.id
    async with action("release_decisions", by=by, now=now, meeting=meeting) as act:
        await lock_abstracts(meeting)
        done = {each.number: each for each in await releases_of(meeting)}
        chosen = await to_release(meeting, plan.wanted)
        is_as_seen = plan.seen == digest_of_held(each.held for each in chosen)
        if plan.number in done and not (chosen and is_as_seen):
            return Released(plan.number, sum(done[plan.number].counts.values()), 0, is_repeat=True)
        if not is_as_seen:
            raise SeenOtherwise
        if not chosen:
            raise NotPossible("Nothing is held, so there is nothing to release.")
        number = max(done, default=0) + 1
        return await _release(act, desk, replace(plan, number=number), chosen)


async def _release(
    act: Action, desk: Desk, plan: ReleasePlan, chosen: Sequence[ToRelease]
) -> Released:
    sent, in_doubt = await make_known(act, desk, chosen, has_comments=plan.has_comments)
    await DecisionRelease.insert(
        DecisionRelease(
            id=uuid4(),
            created_at=act.now,
            meeting=desk.meeting.id,
            number=plan.number,
            by_name=act.by.name,
            released_at=act.now,
            answer_by=desk.answer_by,
            register_by=desk.register_by,
            counts=msgspec.json.encode(counts_of(chosen)).decode(),
        )
    )
    act.note("decision_release", plan.number, letters=sent, decisions=len(chosen))
    return Released(plan.number, len(chosen), sent, in_doubt)


async def make_known(
    act: Action, desk: Desk, chosen: Sequence[ToRelease], *, has_comments: bool = False
) -> tuple[int, int]:
    """A part of an action: places and states move, letters go, nothing is held any more.

    Returns how many letters go and of how many accepted ones nobody knows who presents. Raises
    NotPossible when a place (see `move_places`) or a state does not allow it.
    """
    ranks = await waiting_ranks(desk.meeting.id, chosen)
    await move_places(act, chosen)
    await _move_states(act, desk, chosen, ranks)
    accepted = [each.held.abstract for each in chosen if is_accepting(each.held.outcome)]
    in_doubt = await link_presenters(act, accepted)
    sent = await _send_decisions(act, desk, chosen, ranks, has_comments=has_comments)
    await drop_held(act, [each.held.abstract for each in chosen])
    return sent, in_doubt


async def _move_states(
    act: Action, desk: Desk, chosen: Sequence[ToRelease], ranks: dict[UUID, int]
) -> None:
    """Moves the states by the state table; one statement for each kind of outcome.

    Raises NotPossible for one that its state does not allow.
    """
    by_outcome: dict[Outcome, list[UUID]] = defaultdict(list)
    for each in chosen:
        after = next_state(each.state, EVENTS[each.held.outcome])
        if after is None:
            raise NotPossible(f"{each.held.code} is {each.state} now: decide it anew.")
        by_outcome[each.held.outcome].append(each.held.abstract)
        act.note("abstract", each.held.code, state=[each.state, after], outcome=each.held.outcome)
    for outcome, ids in by_outcome.items():
        await _write_outcome(act, desk, outcome, ids)
    for abstract, rank in ranks.items():
        await Abstract.update({Abstract.waiting_rank: rank}).where(Abstract.id == abstract)
    await _forget_reminders([each.held.abstract for each in chosen])


async def _forget_reminders(abstracts: Sequence[UUID]) -> None:
    """A new decision has new days: what was reminded of before no longer counts."""
    for start in range(0, len(abstracts), MANY):
        await PresenterReminder.delete().where(
            PresenterReminder.abstract.is_in(list(abstracts[start : start + MANY]))
        )


async def _write_outcome(act: Action, desk: Desk, outcome: Outcome, ids: list[UUID]) -> None:
    is_accepted = is_accepting(outcome)
    state = AbstractState.ACCEPTED if is_accepted else AbstractState(outcome.value)
    for start in range(0, len(ids), MANY):
        await Abstract.update(
            {
                Abstract.state: state.value,
                Abstract.decision: outcome.value if is_accepted else "",
                Abstract.decided_at: act.now,
                Abstract.waiting_rank: None,
                Abstract.answer: "",
                Abstract.answered_at: None,
                Abstract.answer_by: desk.answer_by if is_accepted else None,
                Abstract.register_by: desk.register_by if is_accepted else None,
                Abstract.forfeited_at: None,
            }
        ).where(Abstract.id.is_in(ids[start : start + MANY]))


async def waiting_ranks(meeting: UUID, chosen: Iterable[ToRelease]) -> dict[UUID, int]:
    """Those who come to wait stand behind those who wait already, in their held order."""
    waiting = [each for each in chosen if each.held.outcome is Outcome.WAITLISTED]
    if not waiting:
        return {}
    row = (
        await Abstract.select(Max(Abstract.waiting_rank))
        .where(
            Abstract.meeting == meeting,
            Abstract.state == AbstractState.WAITLISTED.value,
            Abstract.id.not_in([each.held.abstract for each in waiting]),
        )
        .first()
    )
    last = (row or {}).get("max") or 0
    waiting.sort(
        key=lambda each: (each.held.waiting_rank is None, each.held.waiting_rank, each.held.code)
    )
    return {each.held.abstract: last + n for n, each in enumerate(waiting, start=1)}


async def _send_decisions(
    act: Action,
    desk: Desk,
    chosen: Sequence[ToRelease],
    ranks: dict[UUID, int],
    *,
    has_comments: bool = False,
) -> int:
    """Queues the letters of these decisions to all their recipients; how many."""
    ids = [each.held.abstract for each in chosen]
    texts = await letter_texts(desk.meeting.id)
    subjects = await subjects_of(ids)
    places = await places_of(desk.meeting.id, {id: each.code for id, each in subjects.items()})
    comments = await comments_to_authors(ids) if has_comments else {}
    letters: list[Letter] = []
    for each in chosen:
        abstract = each.held.abstract
        told = Told(
            each.held.outcome,
            each.held.note,
            ranks.get(abstract),
            comments.get(abstract, ()),
            places.get(abstract, NOWHERE),
        )
        letters += letters_of(desk, subjects[abstract], told, texts[each.held.outcome])
    await queue_letters(act, letters)
    return len(letters)
