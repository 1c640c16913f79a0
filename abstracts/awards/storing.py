"""Writing an application: moving its state, locking its award, keeping what the rules said."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from piccolo.query.functions import Count

from abstracts.awards.applications import ApplicationInfo, StoredFinding
from abstracts.awards.eligibility import Findings
from abstracts.awards.errors import NotNow
from abstracts.awards.rules import STATE_WORDS, Event, next_state
from abstracts.tables.awards import AwardApplication, AwardCheck, AwardCycle
from abstracts.vocabulary import AwardMoment, AwardState
from conference.orm import Action


async def lock_cycle(cycle: UUID) -> None:
    """Holds other writers of this award until the transaction ends, so that its pot holds.

    An UPDATE that changes nothing locks the row on PostgreSQL; on SQLite the transaction does.
    """
    await AwardCycle.update({AwardCycle.position: AwardCycle.position + 0}).where(
        AwardCycle.id == cycle
    )


async def move(
    act: Action, application: ApplicationInfo, event: Event, **changes: Any
) -> AwardState:
    """Moves an application to the next state and writes what changes with it.

    Raises NotNow when the event may not happen there, also when somebody else was faster.
    """
    after = next_state(application.state, event)
    if after is None:
        word = STATE_WORDS[application.state][0].lower()
        raise NotNow(f"The application of {application.name} is {word}.")
    written = (
        await AwardApplication.update({AwardApplication.state: after.value, **_columns(changes)})
        .where(
            AwardApplication.id == application.id,
            AwardApplication.state == application.state.value,
        )
        .returning(AwardApplication.id)
    )
    if not written:
        raise NotNow("Somebody changed this application a moment ago. Look at it again.")
    act.note("award_application", application.id, state=[application.state, after])
    return after


def _columns(changes: dict[str, Any]) -> dict[Any, Any]:
    return {getattr(AwardApplication, name): value for name, value in changes.items()}


async def keep_check(
    act: Action, application: UUID, findings: Findings, moment: AwardMoment, as_of: datetime
) -> None:
    """Keeps what the rules said; nothing of it is ever changed."""
    row = (
        await AwardCheck.select(Count(alias="count"))
        .where(AwardCheck.application == application)
        .first()
    )
    await AwardCheck.insert(
        AwardCheck(
            id=uuid4(),
            created_at=act.now,
            application=application,
            number=(row["count"] if row else 0) + 1,
            moment=moment.value,
            as_of=as_of,
            is_eligible=findings.is_eligible,
            findings=msgspec.json.encode(
                [
                    StoredFinding(each.rule.value, each.is_met, each.sentence, each.is_waived)
                    for each in findings.each
                ]
            ).decode(),
        )
    )
