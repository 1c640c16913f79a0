"""The presenter says yes or no to an acceptance (V08)."""

from __future__ import annotations

from datetime import datetime

from abstracts.actions.storing import lock_abstract
from abstracts.actions.writing import Desk as AuthorsDesk
from abstracts.deciding.composing import Desk
from abstracts.deciding.leaving import Leaving, leave
from abstracts.deciding.letter_queries import subjects_of
from abstracts.deciding.presenter_letters import answered
from abstracts.errors import NotPossible, UnknownAbstract
from abstracts.queries.one import AbstractDetail, abstract_for_author
from abstracts.tables import Abstract
from abstracts.vocabulary import AbstractEvent, AbstractState, Answer
from conference.letters.actions import queue_letters
from conference.orm import Action, action


async def answer_invitation(
    desk: AuthorsDesk, code: str, answer: Answer, now: datetime, *, reason: str = ""
) -> AbstractState:
    """Accepts or declines; the presenter or the submitter may, while the place is theirs (V08).

    The same answer again changes nothing. Declining gives the place to the waiting list. Returns
    the new state. Raises UnknownAbstract for somebody else's, NotPossible when nothing is offered.
    """
    meeting = desk.meeting.id
    async with action(
        "answer_invitation", by=desk.by, now=now, meeting=meeting, reason=reason
    ) as act:
        await lock_abstract(meeting, code)
        abstract = await abstract_for_author(meeting, code, desk.person)
        if abstract is None or desk.person not in (abstract.submitter, abstract.presenter_person):
            raise UnknownAbstract
        if answer is Answer.DECLINED and abstract.state is AbstractState.DECLINED:
            return abstract.state
        if abstract.state is not AbstractState.ACCEPTED or abstract.decision is None:
            raise NotPossible("There is no place to accept or decline for this abstract now.")
        if answer is Answer.DECLINED:
            return await _decline(act, desk, abstract)
        return await _accept(act, desk, abstract)


async def _accept(act: Action, desk: AuthorsDesk, abstract: AbstractDetail) -> AbstractState:
    if abstract.answer == Answer.ACCEPTED:
        return abstract.state
    await Abstract.update(
        {Abstract.answer: Answer.ACCEPTED.value, Abstract.answered_at: act.now}
    ).where(Abstract.id == abstract.id)
    act.note("abstract", abstract.code, answer=[abstract.answer, Answer.ACCEPTED])
    await _confirm(act, desk, abstract, is_yes=True)
    return abstract.state


async def _decline(act: Action, desk: AuthorsDesk, abstract: AbstractDetail) -> AbstractState:
    leaving = Leaving(abstract.id, abstract.code, abstract.state, abstract.decision)
    after = await leave(act, leaving, AbstractEvent.DECLINE)
    await _confirm(act, desk, abstract, is_yes=False)
    return after


async def _confirm(
    act: Action, desk: AuthorsDesk, abstract: AbstractDetail, *, is_yes: bool
) -> None:
    assert abstract.decision is not None, "only what is accepted is answered"
    subject = (await subjects_of([abstract.id]))[abstract.id]
    letters = answered(
        Desk(desk.meeting, desk.base_url),
        subject,
        abstract.decision,
        abstract.register_by,
        is_yes=is_yes,
    )
    await queue_letters(act, list(letters))
