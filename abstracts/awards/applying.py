"""Applying for an award: draft, submit, withdraw; letters are asked for once submitted (W04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from abstracts.awards.applications import ApplicationInfo, own_application
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.entry import Entry, missing_in
from abstracts.awards.errors import ApplicationRefused, NotNow
from abstracts.awards.letters import Sender, tell
from abstracts.awards.rules import Event
from abstracts.awards.storing import move
from abstracts.awards.supporting import ask_referees, drop_unasked, store_referees
from abstracts.tables import Abstract
from abstracts.tables.awards import AwardApplication
from abstracts.vocabulary import AbstractState, AwardState
from conference.orm import Action, Actor, action
from conference.people import queries as people

CLOSED = "This award takes no applications at the moment."
NO_ABSTRACT = "Choose the abstract that you present."


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies, and where letters point to."""

    sender: Sender
    person: UUID
    by: Actor


@dataclass(frozen=True, slots=True)
class Chosen:
    """The abstract that an application names, once it is known to be the applicant's."""

    id: UUID | None = None
    is_submitted: bool = False


async def save_application(
    who: Applicant, cycle: CycleInfo, entry: Entry, now: datetime, *, is_submitted: bool
) -> None:
    """Keeps an application as a draft, or submits it; a submitted one stays submitted.

    Raises NotNow outside the window, ApplicationRefused with a sentence a field.
    """
    meeting = who.sender.meeting.id
    chosen = await chosen_abstract(meeting, who.person, entry.abstract)
    if is_submitted and (problems := await problems_of(who.person, cycle, entry, chosen)):
        raise ApplicationRefused("Something is missing.", errors=problems)
    async with action("apply_for_award", by=who.by, now=now, meeting=meeting) as act:
        await store_application(act, who, cycle, entry, chosen.id, is_submitted=is_submitted)


async def problems_of(
    person: UUID, cycle: CycleInfo, entry: Entry, chosen: Chosen
) -> dict[str, str]:
    """What keeps an application on its own page from being submitted."""
    own = frozenset(row["address"] for row in await people.addresses_of(person))
    found = missing_in(entry, cycle, own)
    if cycle.rules.needs_abstract and chosen.id is None:
        found["award_abstract"] = NO_ABSTRACT
    elif chosen.id is not None and not chosen.is_submitted:
        found["award_abstract"] = "This abstract is a draft; submit it first."
    return found


async def chosen_abstract(meeting: UUID, person: UUID, code: str) -> Chosen:
    """The applicant's own abstract of this reference; none for anything else."""
    if not code:
        return Chosen()
    row = (
        await Abstract.select(Abstract.id, Abstract.state)
        .where(
            Abstract.meeting == meeting, Abstract.submitter == person, Abstract.code == code.upper()
        )
        .first()
    )
    return Chosen(row["id"], row["state"] != AbstractState.DRAFT.value) if row else Chosen()


async def store_application(
    act: Action,
    who: Applicant,
    cycle: CycleInfo,
    entry: Entry,
    abstract: UUID | None,
    *,
    is_submitted: bool,
) -> None:
    """Part of the action that saves a form: writes an application, asks the referees, sends a
    receipt the first time. Raises NotNow."""
    if not cycle.is_open(act.now):
        raise NotNow(CLOSED)
    before = await own_application(cycle.id, who.person)
    if before is None:
        before = await _insert(act, cycle, who.person)
    if not before.may_edit:
        raise NotNow("This application can no longer be changed.")
    is_first = is_submitted and before.state is not AwardState.SUBMITTED
    values = _values(entry, abstract)
    if is_submitted:
        values["submitted_at"] = before.submitted_at if not is_first else act.now
        await move(act, before, Event.SUBMIT, **values)
    else:
        await AwardApplication.update(values).where(AwardApplication.id == before.id)  # type: ignore[arg-type]
        act.note("award_application", before.id, saved=True)
    await store_referees(act, before, entry.referees)
    if is_submitted:
        await ask_referees(act, who.sender, cycle, who.person)
    if is_first:
        await _receipt(act, who, cycle)


async def withdraw_application(who: Applicant, cycle: CycleInfo, now: datetime) -> None:
    """Takes an application back, until something is offered. Raises NotNow."""
    meeting = who.sender.meeting.id
    async with action("withdraw_award_application", by=who.by, now=now, meeting=meeting) as act:
        mine = await own_application(cycle.id, who.person)
        if mine is None:
            raise NotNow("You have not applied for this award.")
        await retract(act, mine)
        if mine.submitted_at:
            subject = f"Application withdrawn: {cycle.title}"
            await tell(act, who.sender, cycle, who.person, "withdrawn", subject)


async def retract(act: Action, mine: ApplicationInfo) -> None:
    """Part of an action: withdraws; letters that nobody has written are asked for no more."""
    await move(act, mine, Event.WITHDRAW)
    await drop_unasked(act, mine)


async def _insert(act: Action, cycle: CycleInfo, person: UUID) -> ApplicationInfo:
    row = AwardApplication(
        id=uuid4(),
        created_at=act.now,
        cycle=cycle.id,
        person=person,
        state=AwardState.DRAFT.value,
    )
    await AwardApplication.insert(row)
    act.note("award_application", row.id, award=cycle.key, state=[None, AwardState.DRAFT])
    found = await own_application(cycle.id, person)
    assert found is not None
    return found


def _values(entry: Entry, abstract: UUID | None) -> dict[str, Any]:
    return {
        "abstract": abstract,
        "career_stage": entry.stage.value if entry.stage else "",
        "degree_on": entry.degree_on,
        "leave_months": entry.leave_months,
        "statement": entry.statement,
    }


async def _receipt(act: Action, who: Applicant, cycle: CycleInfo) -> None:
    mine = await own_application(cycle.id, who.person)
    assert mine is not None
    subject = f"Application received: {cycle.title}"
    await tell(act, who.sender, cycle, who.person, "receipt", subject, application=mine)
