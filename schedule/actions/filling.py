"""Filling places of a session from the tray of accepted abstracts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from conference.orm import Actor, action
from conference.web.problems import Invalid
from schedule.actions.editing import free_codes, open_session
from schedule.actions.inside import keep_sessions
from schedule.errors import NotPlaceable
from schedule.queries.filling import tray
from schedule.rules.abstract_places import with_slot
from schedule.rules.arrangements import slot_of
from schedule.rules.filling import FillWish, filled, propose_filling, showing
from schedule.rules.programme import PlannedSlot


async def fill_session(
    session: str,
    seen: int,
    wish: FillWish,
    taken: Collection[str],
    *,
    conflicts_ok: bool = False,
    meeting: UUID,
    by: Actor,
    now: datetime,
) -> int:
    """Puts the chosen abstracts into a session as one change; how many.

    Raises NoSuchSession, StaleSession, Invalid when none is chosen, NotPlaceable when one has a
    place by now, WouldConflict for a new blocking conflict unless `conflicts_ok`.
    """
    async with action("fill_session", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        if not taken:
            raise Invalid(errors={"take": "Tick at least one abstract."})
        candidates = await tray(meeting, opened.programme, by.person)
        offers = propose_filling(opened.programme, opened.session, candidates, wish, set(taken))
        if len(offers) < len(set(taken)):
            sentence = "One of these has a place by now, or is not accepted any more. Look again."
            raise NotPlaceable(sentence, errors={"take": sentence})
        codes = free_codes(opened.programme)
        blanks = (PlannedSlot(uuid4(), code, "") for code in codes)
        after = filled(opened.session, offers, wish, blanks)
        words = f"filled “{after.title}” with {len(offers)} from the tray"
        await keep_sessions(act, opened, [after], words, conflicts_ok=conflicts_ok)
        for offer in offers:
            act.note("abstract", offer.candidate.code, placed=session)
        return len(offers)


async def replace_abstract(
    session: str,
    slot: str,
    seen: int,
    abstract: str,
    *,
    conflicts_ok: bool = False,
    meeting: UUID,
    by: Actor,
    now: datetime,
) -> PlannedSlot:
    """Shows another accepted abstract in a talk or poster; the one before waits for a place again.

    Time, length and board stay. Raises NoSuchSession, NoSuchSlot, StaleSession, NotPlaceable,
    WouldConflict for a new blocking conflict unless `conflicts_ok`.
    """
    async with action("replace_abstract", by=by, now=now, meeting=meeting) as act:
        opened = await open_session(meeting, session, seen)
        before = slot_of(opened.session, slot)
        candidates = await tray(meeting, opened.programme, by.person)
        found = next((each for each in candidates if each.code == abstract), None)
        if found is None:
            sentence = "Choose an abstract from the list: accepted, and without a place so far."
            raise NotPlaceable(sentence, errors={"abstract": sentence})
        after = showing(before, found)
        words = f"replaced “{before.title}” by “{after.title}”"
        await keep_sessions(
            act, opened, [with_slot(opened.session, after)], words, conflicts_ok=conflicts_ok
        )
        act.note("abstract", found.code, placed=f"{session}/{slot}")
        return after
