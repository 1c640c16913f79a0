"""Submitting: what is complete becomes a version, and everybody concerned hears of it."""

from datetime import datetime

from abstracts.actions.storing import insert_version
from abstracts.actions.writing import NOTHING, Beside, Desk, editable, replace_text
from abstracts.calls.letters import Sender
from abstracts.calls.limits import PresenterCounts, limit_problems, presenter_counts
from abstracts.calls.submitting import settle_submission
from abstracts.changes.asking import ask_coauthors
from abstracts.errors import NotSubmittable
from abstracts.letters import change_receipt, receipt
from abstracts.manuscript import Manuscript
from abstracts.queries.calls import TopicInfo, topics
from abstracts.queries.one import AbstractDetail, digest_of
from abstracts.rules import find_problems
from abstracts.tables import Abstract
from abstracts.vocabulary import AbstractState
from abstracts.writing.form_parts import save_parts
from conference.letters.actions import queue_letter
from conference.orm import Action, action
from conference.people import queries as people


async def submit_abstract(
    desk: Desk,
    code: str,
    manuscript: Manuscript,
    now: datetime,
    *,
    seen: str,
    beside: Beside = NOTHING,
) -> int:
    """Submits a draft, or changes to a submitted abstract; each becomes a version (A04, A05).

    Returns the version's number; the same text again is the same version. Raises NotSubmittable
    with a sentence a field, and what `save_draft` raises. Each sends its receipt (N03).
    """
    known = await topics(desk.meeting.id)
    async with action("submit_abstract", by=desk.by, now=now, meeting=desk.meeting.id) as act:
        abstract = await editable(desk, code, now, seen, manuscript)
        await _refuse_incomplete(abstract, manuscript, known)
        is_first = abstract.state is AbstractState.DRAFT
        await save_parts(act, desk.person, code, beside.typed, is_submitted=True)
        if not is_first and digest_of(manuscript) == abstract.digest:
            return abstract.version
        await replace_text(abstract, manuscript, known, now, beside)
        number = await _make_version(act, abstract, manuscript)
        sender = Sender(desk.meeting, desk.base_url)
        await settle_submission(
            act, sender, desk.person, abstract.call, abstract.code, is_first=is_first
        )
        await _send_receipt(act, desk, abstract, manuscript)
        await ask_coauthors(act, desk.meeting, abstract.id, desk.base_url)
    return number


async def _refuse_incomplete(
    abstract: AbstractDetail, manuscript: Manuscript, known: list[TopicInfo]
) -> None:
    rules = abstract.call.rules(frozenset(topic.code for topic in known))
    counts = await _counts(abstract, manuscript)
    problems = limit_problems(manuscript, rules, counts) | find_problems(manuscript, rules)
    if problems:
        raise NotSubmittable("The abstract cannot be submitted yet.", errors=problems)


async def _make_version(act: Action, abstract: AbstractDetail, manuscript: Manuscript) -> int:
    number = 1 if abstract.state is AbstractState.DRAFT else abstract.version + 1
    await Abstract.update(
        {
            Abstract.state: AbstractState.SUBMITTED.value,
            Abstract.version: number,
            Abstract.submitted_at: abstract.submitted_at or act.now,
        }
    ).where(Abstract.id == abstract.id)
    await insert_version(abstract.id, number, manuscript, act.by.name, act.now)
    after = AbstractState.SUBMITTED
    act.note("abstract", abstract.code, state=[abstract.state, after], version=number)
    return number


async def _counts(abstract: AbstractDetail, manuscript: Manuscript) -> PresenterCounts:
    """What the presenter brings already (A08); not asked where the call has no limit."""
    call = abstract.call
    presenter = next((author for author in manuscript.authors if author.is_presenting), None)
    if presenter is None or (call.max_talks is None and call.max_abstracts is None):
        return PresenterCounts()
    return await presenter_counts(call.id, presenter.email, without=abstract.id)


async def _send_receipt(
    act: Action, desk: Desk, abstract: AbstractDetail, manuscript: Manuscript
) -> None:
    submitter = await people.person_by_id(desk.person)
    if submitter and submitter.email:
        written = receipt if abstract.state is AbstractState.DRAFT else change_receipt
        await queue_letter(
            act, written(desk.meeting, submitter, abstract, manuscript, desk.base_url)
        )
