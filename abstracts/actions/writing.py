"""What authors do: start, save, submit, withdraw."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from abstracts.actions.storing import insert_authors, insert_version, lock_abstract
from abstracts.errors import (
    CallClosed,
    NotPossible,
    NotSubmittable,
    SavedElsewhere,
    UnknownAbstract,
)
from abstracts.letters import receipt, withdrawal
from abstracts.manuscript import Manuscript, search_key
from abstracts.queries.calls import CallInfo, TopicInfo, topics
from abstracts.queries.one import AbstractDetail, abstract_for_author, digest_of, id_of_key
from abstracts.rules import find_problems
from abstracts.states import next_state
from abstracts.tables import Abstract, Author
from abstracts.vocabulary import AbstractEvent, AbstractState
from conference.letters.actions import queue_letter
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.orm.tokens import random_code
from conference.people import queries as people
from conference.web.formats import instant

CODE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one author writes: the meeting, who they are, and where letters point to."""

    meeting: MeetingInfo
    person: UUID
    by: Actor
    base_url: str


async def start_draft(
    desk: Desk, call: CallInfo, manuscript: Manuscript, now: datetime, *, key: str = ""
) -> str:
    """A new draft with its reference, which it keeps for ever. Raises CallClosed (A05), and
    SavedElsewhere if a form with this key has started one already."""
    _refuse_closed(call, now)
    known = await topics(desk.meeting.id)
    async with action("start_draft", by=desk.by, now=now, meeting=desk.meeting.id) as act:
        abstract_id, code = await _insert(
            act, desk, call, manuscript, known, id_of_key(key) or uuid4()
        )
        await insert_authors(abstract_id, manuscript.authors, now)
        act.note("abstract", code, state=[None, AbstractState.DRAFT])
    return code


async def save_draft(
    desk: Desk, code: str, manuscript: Manuscript, now: datetime, *, seen: str
) -> None:
    """Keeps a draft as it is, complete or not (A05).

    Raises UnknownAbstract, CallClosed, NotPossible for one that is submitted, SavedElsewhere when
    the stored text is no longer the one that was `seen`.
    """
    known = await topics(desk.meeting.id)
    async with action("save_draft", by=desk.by, now=now, meeting=desk.meeting.id) as act:
        abstract = await _editable(desk, code, now, seen)
        if abstract.state is not AbstractState.DRAFT:
            raise NotPossible("This abstract is submitted: save changes by submitting them.")
        await _replace(abstract, manuscript, known, now)
        act.note("abstract", code, saved=True)


async def submit_abstract(
    desk: Desk, code: str, manuscript: Manuscript, now: datetime, *, seen: str
) -> int:
    """Submits a draft, or changes to a submitted abstract; each becomes a version (A04, A05).

    Returns the version's number; the same text again is the same version. Raises NotSubmittable
    with a sentence a field, and what `save_draft` raises. The first submission sends a
    receipt (N03).
    """
    known = await topics(desk.meeting.id)
    async with action("submit_abstract", by=desk.by, now=now, meeting=desk.meeting.id) as act:
        abstract = await _editable(desk, code, now, seen)
        rules = abstract.call.rules(frozenset(topic.code for topic in known))
        if problems := find_problems(manuscript, rules):
            raise NotSubmittable("The abstract cannot be submitted yet.", errors=problems)
        is_first = abstract.state is AbstractState.DRAFT
        if not is_first and digest_of(manuscript) == abstract.digest:
            return abstract.version
        number = 1 if is_first else abstract.version + 1
        await _replace(abstract, manuscript, known, now)
        await Abstract.update(
            {
                Abstract.state: AbstractState.SUBMITTED.value,
                Abstract.version: number,
                Abstract.submitted_at: abstract.submitted_at or now,
            }
        ).where(Abstract.id == abstract.id)
        await insert_version(abstract.id, number, manuscript, desk.by.name, now)
        act.note("abstract", code, state=[abstract.state, AbstractState.SUBMITTED], version=number)
        if is_first:
            await _send_receipt(act, desk, abstract, manuscript)
    return number


async def withdraw_abstract(desk: Desk, code: str, now: datetime, *, reason: str = "") -> None:
    """Withdraws a draft, submitted or accepted abstract for good; no reference is reused (A13).

    Raises UnknownAbstract, NotPossible.
    """
    async with action(
        "withdraw_abstract", by=desk.by, now=now, meeting=desk.meeting.id, reason=reason
    ) as act:
        abstract = await _own(desk, code)
        after = next_state(abstract.state, AbstractEvent.WITHDRAW)
        if after is None:
            raise NotPossible(f"An abstract that is {abstract.state} cannot be withdrawn.")
        await Abstract.update({Abstract.state: after.value, Abstract.decision: ""}).where(
            Abstract.id == abstract.id
        )
        act.note("abstract", code, state=[abstract.state, after])
        if abstract.submitted_at:
            submitter = await people.person_by_id(abstract.submitter)
            if submitter and submitter.email:
                await queue_letter(act, withdrawal(desk.meeting, submitter, abstract))


async def _insert(
    act: Action,
    desk: Desk,
    call: CallInfo,
    manuscript: Manuscript,
    known: list[TopicInfo],
    id: UUID,
) -> tuple[UUID, str]:
    row = Abstract(
        id=id,
        created_at=act.now,
        meeting=desk.meeting.id,
        call=call.id,
        topic=_topic_id(manuscript, known),
        submitter=desk.person,
        title=manuscript.title,
        body=manuscript.body,
        preference=manuscript.preference.value,
        state=AbstractState.DRAFT.value,
    )
    for _ in range(CODE_TRIES):
        row.code = random_code()
        row.search_key = search_key(row.code, manuscript)
        try:
            async with integrity():
                await Abstract.insert(row)
        except IntegrityConflict:
            if await Abstract.exists().where(Abstract.id == id):
                raise SavedElsewhere("It was saved a moment ago; look at your abstracts.") from None
            continue
        return row.id, row.code
    raise RuntimeError("no free reference was found")


async def _own(desk: Desk, code: str) -> AbstractDetail:
    await lock_abstract(desk.meeting.id, code)
    abstract = await abstract_for_author(desk.meeting.id, code, desk.person)
    if abstract is None or abstract.submitter != desk.person:
        raise UnknownAbstract
    return abstract


async def _editable(desk: Desk, code: str, now: datetime, seen: str) -> AbstractDetail:
    abstract = await _own(desk, code)
    if next_state(abstract.state, AbstractEvent.SUBMIT) is None:
        raise NotPossible(f"An abstract that is {abstract.state} is no longer edited.")
    _refuse_closed(abstract.call, now)
    if seen != abstract.digest:
        raise SavedElsewhere(
            "This abstract was saved from another window since you opened it. Your text is below, "
            "not yet saved: save again to put it in place of the other."
        )
    return abstract


def _refuse_closed(call: CallInfo, now: datetime) -> None:
    if now < call.opens_at:
        raise CallClosed(f"This call opens on {instant(call.opens_at, call.zone)}.")
    if not call.is_open(now):
        raise CallClosed(
            f"This call closed on {instant(call.closes_at, call.zone)}; nothing can be changed."
        )


async def _replace(
    abstract: AbstractDetail, manuscript: Manuscript, known: list[TopicInfo], now: datetime
) -> None:
    await Abstract.update(
        {
            Abstract.title: manuscript.title,
            Abstract.topic: _topic_id(manuscript, known),
            Abstract.preference: manuscript.preference.value,
            Abstract.body: manuscript.body,
            Abstract.search_key: search_key(abstract.code, manuscript),
        }
    ).where(Abstract.id == abstract.id)
    await Author.delete().where(Author.abstract == abstract.id)
    await insert_authors(abstract.id, manuscript.authors, now)


def _topic_id(manuscript: Manuscript, known: list[TopicInfo]) -> UUID | None:
    return next((topic.id for topic in known if topic.code == manuscript.topic), None)


async def _send_receipt(
    act: Action, desk: Desk, abstract: AbstractDetail, manuscript: Manuscript
) -> None:
    submitter = await people.person_by_id(desk.person)
    if submitter and submitter.email:
        await queue_letter(
            act, receipt(desk.meeting, submitter, abstract, manuscript, desk.base_url)
        )
