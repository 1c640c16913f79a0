"""The only writers of programme codes and boards: plan, apply, freeze, move."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from conference.letters.actions import queue_letters
from conference.letters.rules import Letter
from conference.meetings.actions import hold_meeting
from conference.meetings.queries import meeting_by_id
from conference.orm import Action, Actor, action
from conference.people import queries as people
from schedule.actions.editing import hold_draft
from schedule.actions.keeping import note_change
from schedule.numbering.boards import (
    Apart,
    BoardProposal,
    Poster,
    propose_boards,
    side_by_side,
    windows_of,
)
from schedule.numbering.errors import (
    BoardTaken,
    CannotMove,
    NoSuchPoster,
    NumberingChanged,
    PlanIsFrozen,
)
from schedule.numbering.letters import board_letter
from schedule.numbering.queries import Numbering, numbering_in, plan_of
from schedule.numbering.rules import Change, Plan, Proposal, propose_codes
from schedule.tables import NumberingPlan, ProgrammeNumber, Session, Slot

ROWS_PER_INSERT = 1_000
_CHANGES = frozenset({Change.NEW, Change.CHANGED, Change.FREED})


@dataclass(frozen=True, slots=True)
class Proposed:
    """Codes and boards as they would be; `digest` names exactly this proposal."""

    numbering: Numbering
    codes: list[Proposal]
    boards: list[BoardProposal]

    @property
    def digest(self) -> str:
        """Changes as soon as anything that would be applied changes."""
        codes = [f"{each.item.reference}={each.change}={each.code}" for each in self.codes]
        boards = [f"{each.poster.slot}={each.board}" for each in self.boards]
        return hashlib.sha256("\n".join(codes + boards).encode()).hexdigest()[:16]

    @property
    def is_change(self) -> bool:
        """Whether applying it would change anything."""
        has_codes = any(each.change in _CHANGES for each in self.codes)
        return has_codes or any(each.is_change for each in self.boards)


def propose(numbering: Numbering) -> Proposed:
    """The codes and boards of all abstracts by the plan; changes nothing."""
    plan = numbering.stored.plan
    codes = propose_codes(plan, numbering.items, numbering.taken)
    return Proposed(numbering, codes, propose_boards(plan, numbering.posters))


async def save_plan(*, meeting: UUID, plan: Plan, by: Actor, now: datetime) -> None:
    """Keeps the patterns and the window rule. Raises PlanIsFrozen when patterns would change."""
    async with action("plan_numbers", by=by, now=now, meeting=meeting) as act:
        before = await plan_of(meeting)
        if before.frozen_at and replace(plan, is_frozen=True) != before.plan:
            raise PlanIsFrozen
        values = _columns(plan)
        act.note("numbering", "plan", **values)
        await _ensure_plan(meeting, now)
        await NumberingPlan.update(
            {getattr(NumberingPlan, name): value for name, value in values.items()}
        ).where(NumberingPlan.meeting == meeting)


def _columns(plan: Plan) -> dict[str, str]:
    return {
        "talk_pattern": plan.talk_pattern,
        "poster_pattern": plan.poster_pattern,
        "late_pattern": plan.late_pattern,
        "board_pattern": plan.board_pattern,
        "window": plan.window.value,
    }


async def _ensure_plan(meeting: UUID, now: datetime) -> None:
    if not await NumberingPlan.exists().where(NumberingPlan.meeting == meeting):
        await NumberingPlan.insert(NumberingPlan(meeting=meeting, created_at=now))


async def apply_numbers(*, meeting: UUID, seen: str, by: Actor, now: datetime) -> Proposed:
    """Gives all codes and boards of the proposal whose digest was `seen`, in one transaction.

    Raises NumberingChanged when it is not the proposal any more.
    """
    async with action("apply_numbers", by=by, now=now, meeting=meeting) as act:
        proposed = propose(await numbering_in(meeting, await hold_draft(meeting)))
        if proposed.digest != seen:
            raise NumberingChanged
        await _write_codes(act, meeting, proposed)
        await _write_boards(act, [(e.poster, e.board) for e in proposed.boards if e.is_change])
        await note_change(act, meeting, "Programme codes and boards given")
        return proposed


async def _write_codes(act: Action, meeting: UUID, proposed: Proposed) -> None:
    changed = [each for each in proposed.codes if each.change in _CHANGES]
    ids = [each.item.abstract for each in changed if each.item.code]
    if ids:  # never after the freeze, when nothing is changed or freed
        await ProgrammeNumber.delete().where(
            ProgrammeNumber.meeting == meeting, ProgrammeNumber.abstract.is_in(ids)
        )
    rows = [
        ProgrammeNumber(
            created_at=act.now, meeting=meeting, code=each.code, abstract=each.item.abstract
        )
        for each in changed
        if each.code
    ]
    for start in range(0, len(rows), ROWS_PER_INSERT):
        await ProgrammeNumber.insert(*rows[start : start + ROWS_PER_INSERT])
    for each in changed:
        act.note("abstract", each.item.reference, programme_code=[each.item.code, each.code])


async def _write_boards(act: Action, moves: Sequence[tuple[Poster, str]]) -> None:
    """Sets boards; each session becomes one version newer, so that an open edit of it is stale."""
    for poster, board in moves:
        await Slot.update({Slot.board: board, Slot.version: Slot.version + 1}).where(
            Slot.id == poster.slot
        )
        act.note("poster", poster.reference or poster.title, board=[poster.board, board])
    sessions = {poster.session for poster, _ in moves}
    if sessions:
        await Session.update({Session.version: Session.version + 1}).where(
            Session.id.is_in(list(sessions))
        )


async def freeze_numbers(*, meeting: UUID, by: Actor, now: datetime) -> None:
    """From now on no code changes and none is given twice (S05). A second call does nothing."""
    async with action("freeze_numbers", by=by, now=now, meeting=meeting) as act:
        await hold_meeting(meeting)
        if (await plan_of(meeting)).frozen_at:
            return
        await _ensure_plan(meeting, now)
        await NumberingPlan.update({NumberingPlan.frozen_at: now}).where(
            NumberingPlan.meeting == meeting
        )
        act.note("numbering", "plan", frozen_at=now)
        await note_change(act, meeting, "Programme codes frozen")


@dataclass(frozen=True, slots=True)
class BoardMove:
    """A board changed by hand; `may_trade` lets the poster that hangs there take the old one."""

    slot: UUID
    board: str
    reason: str
    may_trade: bool = False


async def move_board(*, meeting: UUID, move: BoardMove, by: Actor, now: datetime) -> int:
    """Moves a poster to another board of its session and writes to whom it concerns.

    The programme code stays. Returns the number of letters. Raises NoSuchPoster, BoardTaken.
    """
    async with action("move_board", by=by, now=now, meeting=meeting, reason=move.reason) as act:
        numbering = await numbering_in(meeting, await hold_draft(meeting))
        poster = next((each for each in numbering.posters if each.slot == move.slot), None)
        if poster is None:
            raise NoSuchPoster
        other = _at(numbering, poster, move.board)
        boards = {poster.slot: move.board}
        if other:
            if not move.may_trade:
                raise BoardTaken(move.board, other.title)
            boards[other.slot] = poster.board
        return await _move(act, numbering, boards)


def _at(numbering: Numbering, poster: Poster, board: str) -> Poster | None:
    """Whoever else hangs at a board of the same session."""
    others = (each for each in numbering.posters if each.session == poster.session)
    return next((e for e in others if e.board == board and e.slot != poster.slot), None)


async def bring_together(
    *, meeting: UUID, first: UUID, second: UUID, by: Actor, now: datetime
) -> int:
    """Puts two posters of one presenter side by side (situation 13) and writes to whom it concerns.

    Programme codes stay, only boards change. Returns the number of letters; 0 if they stand
    together by now. Raises CannotMove.
    """
    reason = "Two posters of one presenter side by side"
    async with action("bring_together", by=by, now=now, meeting=meeting, reason=reason) as act:
        numbering = await numbering_in(meeting, await hold_draft(meeting))
        apart = _pair(numbering.apart, {first, second})
        if apart is None:
            return 0
        boards = side_by_side(numbering.stored.plan.window, apart, numbering.posters)
        if boards is None:
            raise CannotMove
        return await _move(act, numbering, boards)


def _pair(pairs: Iterable[Apart], slots: set[UUID]) -> Apart | None:
    return next((each for each in pairs if {each.first.slot, each.second.slot} == slots), None)


async def _move(act: Action, numbering: Numbering, boards: Mapping[UUID, str]) -> int:
    moved = [each for each in numbering.posters if boards.get(each.slot, each.board) != each.board]
    await _write_boards(act, [(each, boards[each.slot]) for each in moved])
    if act.meeting:
        told = ", ".join(f"“{each.title}” to {boards[each.slot]}" for each in moved)
        await note_change(act, act.meeting, f"Boards changed: {told}")
    after = [replace(each, board=boards.get(each.slot, each.board)) for each in numbering.posters]
    windows = windows_of(numbering.stored.plan.window, after)
    known = await people.people_by_ids({each.presenter for each in moved if each.presenter})
    meeting = await meeting_by_id(act.meeting) if act.meeting else None
    letters = []
    for poster in moved:
        person = known.get(poster.presenter) if poster.presenter else None
        if person and person.email and meeting:
            window, board = windows.get(poster.slot), boards[poster.slot]
            subject, body = board_letter(poster, board, window, meeting.zone, act.reason)
            to = Letter("board_moved", person.email, subject, body, person.id, meeting.id)
            letters.append(to)
    await queue_letters(act, letters)
    return len(letters)
