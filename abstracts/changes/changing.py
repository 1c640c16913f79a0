"""Asking for a change after the deadline, and judging it: authors and presenter (A12)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from uuid import UUID

from abstracts.actions.storing import lock_abstract
from abstracts.changes.applying import apply_change
from abstracts.changes.differences import Authors, author_differences, matched
from abstracts.changes.errors import NotChangeable, NotYours, TooLate, UnknownRequest
from abstracts.changes.letters import Post, Reader, committee_of, submitter_of
from abstracts.changes.presenters import (
    Choice,
    other_talks,
    person_of_presenter,
    refuse_clashing,
    wanted_presenter,
)
from abstracts.changes.reading import Hand, changeable, standing_of
from abstracts.changes.requests import RequestInfo, request_of_id
from abstracts.changes.rules import CHANGEABLE, is_before, is_erratum, is_free
from abstracts.changes.storing import Wanted, close_request, keep_request
from abstracts.deciding.policy import AbstractPolicyInfo, policy_of
from abstracts.errors import NotPossible, SavedElsewhere
from abstracts.manuscript import Manuscript
from abstracts.queries.calls import topics
from abstracts.queries.one import AbstractDetail, abstract_for_author, abstract_of_meeting
from abstracts.rules import find_problems
from abstracts.vocabulary import STATE_WORDS, ChangeKind, RequestState
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, action
from conference.people import queries as people
from conference.web.formats import instant


@dataclass(frozen=True, slots=True)
class Correction:
    """The authors as somebody wants them; `seen` names the text that was corrected."""

    authors: Authors
    reason: str = ""
    seen: str = ""


async def correct_authors(
    hand: Hand, code: str, correction: Correction, now: datetime
) -> RequestState:
    """Asks the committee for a corrected list of authors; its own correction holds at once.

    Raises UnknownAbstract, NotYours, NotPossible, TooLate, SavedElsewhere, NotChangeable.
    """
    verb = "correct_authors"
    async with action(verb, by=hand.by, now=now, meeting=hand.meeting.id) as act:
        abstract = await _opened(hand, code, now)
        policy = await policy_of(hand.meeting.id)
        is_committee = standing_of(abstract, hand).is_committee
        if not is_committee and not is_before(policy.correct_authors_until, now):
            raise TooLate(_passed(hand.meeting, policy.correct_authors_until))
        if correction.seen != abstract.digest:
            raise SavedElsewhere("The abstract was changed since you opened this page.")
        await _refuse_wrong(hand.meeting, abstract, correction.authors)
        wanted = Wanted(ChangeKind.AUTHORS, correction.authors, reason=correction.reason)
        return await _ask_or_do(act, hand, abstract, wanted, is_done=is_committee)


async def change_presenter(hand: Hand, code: str, choice: Choice, now: datetime) -> RequestState:
    """Names another presenter: at once until the day for it, afterwards the committee judges (A12).

    Raises UnknownAbstract, NotYours, NotPossible, NotChangeable beside "presenter", "email" or,
    for somebody with another talk (V06), "is_sure".
    """
    async with action("change_presenter", by=hand.by, now=now, meeting=hand.meeting.id) as act:
        abstract = await _opened(hand, code, now)
        policy = await policy_of(hand.meeting.id)
        wanted = await wanted_presenter(hand.meeting.id, abstract, choice, policy)
        person = await person_of_presenter(wanted)
        is_committee = standing_of(abstract, hand).is_committee
        await refuse_clashing(hand.meeting.id, abstract.id, person, told=is_committee)
        talks = await other_talks(hand.meeting.id, abstract, person, policy)
        if talks and not choice.is_sure:
            raise NotChangeable(errors={"is_sure": _one_talk(talks)})
        if talks:
            wanted = replace(
                wanted, reason=f"{wanted.reason} (They also give {_codes(talks)}.)".strip()
            )
        is_done = is_committee or may_change_freely(hand.meeting, policy, now)
        return await _ask_or_do(act, hand, abstract, wanted, is_done=is_done)


def may_change_freely(meeting: MeetingInfo, policy: AbstractPolicyInfo, now: datetime) -> bool:
    """Until its own day, else until the book is frozen; never once the meeting has begun (A12)."""
    begins = datetime.combine(meeting.starts_on, time(), meeting.tz).astimezone(UTC)
    return now < begins and is_free(policy.presenter_change_until, policy.frozen_at, now)


async def judge_request(
    hand: Hand, id: UUID, answer: str, now: datetime, *, is_granted: bool
) -> RequestInfo:
    """Grants or refuses what was asked; after the freeze of the book a granted one is an erratum.

    Raises UnknownRequest, NotYours for one's own abstract, NotPossible, Invalid (S01).
    """
    verb = "grant_change" if is_granted else "refuse_change"
    async with action(verb, by=hand.by, now=now, meeting=hand.meeting.id, reason=answer) as act:
        asked = await request_of_id(hand.meeting.id, id)
        if asked is None or asked.state is not RequestState.ASKED:
            raise UnknownRequest
        await lock_abstract(hand.meeting.id, asked.code)
        abstract = await _judged(hand, asked)
        if is_granted:
            await apply_change(act, hand, abstract, _wanted(asked, abstract))
        await _close(act, hand, abstract, asked, answer, is_granted=is_granted)
    return asked


def refuse_while_open(abstract: AbstractDetail, hand: Hand, now: datetime) -> None:
    """While the call is open, its submitter changes the abstract itself. Raises NotPossible."""
    if abstract.may_edit(now) and not standing_of(abstract, hand).is_committee:
        raise NotPossible(
            f"The call is still open: {abstract.submitter_name}, who submitted it, changes it."
        )


async def _opened(hand: Hand, code: str, now: datetime) -> AbstractDetail:
    """The abstract, held for a change that its form no longer takes."""
    await lock_abstract(hand.meeting.id, code)
    abstract = await changeable(hand, code)
    if abstract.state not in CHANGEABLE:
        word = STATE_WORDS[abstract.state].lower()
        raise NotPossible(f"An abstract that is {word} is not changed any more.")
    refuse_while_open(abstract, hand, now)
    return abstract


async def _ask_or_do(
    act: Action, hand: Hand, abstract: AbstractDetail, wanted: Wanted, *, is_done: bool
) -> RequestState:
    """Applies the change at once, or writes it down and asks the committee."""
    policy = await policy_of(hand.meeting.id)
    after_freeze = is_erratum(policy.frozen_at, act.now)
    if is_done:
        await apply_change(act, hand, abstract, wanted)
        if after_freeze or wanted.kind is ChangeKind.AUTHORS:
            id = await keep_request(act, abstract, wanted)
            await close_request(act, id, RequestState.GRANTED, "", is_erratum=after_freeze)
        return RequestState.GRANTED
    id = await keep_request(act, abstract, wanted)
    asked = await request_of_id(hand.meeting.id, id)
    assert asked is not None, "it was written a moment ago"
    post = Post(act, hand.meeting, hand.base_url, abstract)
    await post.send_all(
        "request",
        await committee_of(hand.meeting.id),
        f"Abstract {abstract.code}: a change to judge",
        by=hand.by.name,
        sentences=asked.sentences,
        reason=wanted.reason,
    )
    return RequestState.ASKED


async def _judged(hand: Hand, asked: RequestInfo) -> AbstractDetail:
    if await abstract_for_author(hand.meeting.id, asked.code, hand.person):
        raise NotYours("It is about your own abstract: another chair has to judge it.")
    abstract = await abstract_of_meeting(hand.meeting.id, asked.code)
    assert abstract is not None, "a request is about a submitted abstract"
    return abstract


def _wanted(asked: RequestInfo, abstract: AbstractDetail) -> Wanted:
    """What was asked, if it still fits the abstract. Raises NotPossible."""
    if abstract.state not in CHANGEABLE:
        raise NotPossible("The abstract is no longer in the programme’s running: refuse it.")
    if asked.before != abstract.manuscript.authors:
        raise NotPossible("The authors were changed since this was asked: refuse it, with a word.")
    return Wanted(asked.kind, asked.after, asked.presenter, asked.presenter_name, asked.reason)


async def _close(
    act: Action,
    hand: Hand,
    abstract: AbstractDetail,
    asked: RequestInfo,
    answer: str,
    *,
    is_granted: bool,
) -> None:
    policy = await policy_of(hand.meeting.id)
    after_freeze = is_granted and is_erratum(policy.frozen_at, act.now)
    state = RequestState.GRANTED if is_granted else RequestState.REFUSED
    await close_request(act, asked.id, state, answer, is_erratum=after_freeze)
    act.note("abstract", asked.code, request=[asked.state, state])
    readers = [*await submitter_of(abstract), *await _asker(asked)]
    await Post(act, hand.meeting, hand.base_url, abstract).send_all(
        "judged",
        readers,
        f"Abstract {asked.code}: your request",
        by=asked.by_name,
        sentences=asked.sentences,
        is_granted=is_granted,
        is_erratum=after_freeze,
        answer=answer,
    )


async def _asker(asked: RequestInfo) -> list[Reader]:
    known = await people.person_by_id(asked.by_person) if asked.by_person else None
    if known is None or not known.email:
        return []
    return [Reader(known.registered_name, known.email, "author", known.id)]


async def _refuse_wrong(meeting: MeetingInfo, abstract: AbstractDetail, authors: Authors) -> None:
    """Only what the correction brings in is held against it. Raises NotChangeable."""
    before = abstract.manuscript.authors
    if not author_differences(before, authors):
        raise NotChangeable(errors={"authors": "Nothing is changed yet."})
    known = frozenset(topic.code for topic in await topics(meeting.id))
    rules = abstract.call.rules(known)
    old = find_problems(abstract.manuscript, rules)
    new = find_problems(_with(abstract, authors), rules)
    problems = {name: text for name, text in new.items() if old.get(name) != text}
    problems |= _presenter_problem(before, authors)
    if problems:
        raise NotChangeable(errors=problems)


def _presenter_problem(before: Authors, after: Authors) -> dict[str, str]:
    """Who presents has a page of its own: the programme and its letters follow from it."""
    for pair in matched(before, after):
        was_presenting = pair.before and pair.before.is_presenting
        if was_presenting and not (pair.after and pair.after.is_presenting):
            assert pair.before is not None
            sentence = f"{pair.before.name} presents the abstract: change that on its own page."
            return {"presenting": sentence}
    return {}


def _with(abstract: AbstractDetail, authors: Authors) -> Manuscript:
    return replace(abstract.manuscript, authors=authors)


def _passed(meeting: MeetingInfo, until: datetime | None) -> str:
    when = f" on {instant(until, meeting.zone)}" if until else ""
    office = meeting.contact_email or "the society’s office"
    return f"Corrections of authors closed{when}. If something is wrong, write to {office}."


def _codes(talks: list[str]) -> str:
    return ", ".join(talks)


def _one_talk(talks: list[str]) -> str:
    return (
        f"The new presenter has a talk already ({_codes(talks)}); the rule is one talk a "
        "person. Tick this if it is to be so all the same."
    )
