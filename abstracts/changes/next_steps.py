"""What an author can do with an abstract now: a card of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from abstracts.changes.changing import may_change_freely
from abstracts.changes.confirmations import (
    AuthorAgreement,
    addresses_of_submitter,
    agreements,
    confirmations_of,
)
from abstracts.changes.invitations import Invitation, invitation_to_present
from abstracts.changes.reading import Hand, Standing, standing_of
from abstracts.changes.requests import RequestInfo, requests_of
from abstracts.changes.rules import CHANGEABLE, is_before
from abstracts.deciding.policy import policy_of
from abstracts.queries.one import AbstractDetail
from abstracts.states import next_state
from abstracts.vocabulary import AbstractEvent, AbstractState, RequestState
from abstracts.writing.form_parts import FormPart
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.access import Visitor

ANSWERED = (AbstractState.ACCEPTED, AbstractState.DECLINED, AbstractState.FORFEITED)


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Everything that the card says; links are shown for what is possible."""

    code: str
    standing: Standing
    invitation: Invitation | None
    is_late: bool
    may_correct: bool
    may_change_presenter: bool
    is_presenter_free: bool
    may_withdraw: bool
    presenter_name: str
    coauthors: tuple[AuthorAgreement, ...]
    requests: tuple[RequestInfo, ...]

    @property
    def objections(self) -> tuple[AuthorAgreement, ...]:
        """Co-authors who object."""
        return tuple(each for each in self.coauthors if each.confirmed and each.confirmed.is_open)


async def next_steps(
    meeting: MeetingInfo, abstract: AbstractDetail, person: UUID, now: datetime
) -> NextSteps:
    """What this person can do with the abstract; a fixed number of statements."""
    standing = standing_of(abstract, Hand(meeting, person, Actor(person, ""), ""))
    policy = await policy_of(meeting.id)
    answers = await confirmations_of(abstract.id)
    own = await addresses_of_submitter(abstract.submitter)
    decided = abstract.state in ANSWERED
    invitation = await invitation_to_present(meeting.id, abstract) if decided else None
    is_closed = standing.may_change and abstract.state in CHANGEABLE and not abstract.may_edit(now)
    asked = await requests_of(abstract.id) if standing.may_change else []
    coauthors = agreements(abstract.manuscript.authors, own, answers)
    may_withdraw = next_state(abstract.state, AbstractEvent.WITHDRAW) is not None
    return NextSteps(
        code=abstract.code,
        standing=standing,
        invitation=invitation,
        is_late=bool(invitation and invitation.is_late(now)),
        may_correct=is_closed and is_before(policy.correct_authors_until, now),
        may_change_presenter=is_closed,
        is_presenter_free=may_change_freely(meeting, policy, now),
        may_withdraw=standing.may_change and may_withdraw,
        presenter_name=abstract.presenter_name,
        coauthors=tuple(coauthors) if standing.may_change and answers else (),
        requests=tuple(each for each in asked if _is_worth_showing(each)),
    )


async def show_next_steps(
    meeting: MeetingInfo, abstract: AbstractDetail, visitor: Visitor, now: datetime
) -> FormPart | None:
    """The card; none for a draft, nor for what is over."""
    is_gone = abstract.state in (AbstractState.DRAFT, AbstractState.WITHDRAWN)
    if visitor.person is None or is_gone:
        return None
    steps = await next_steps(meeting, abstract, visitor.person, now)
    return FormPart("abstracts/changes/_next_steps.html", {"steps": steps, "meeting": meeting})


def _is_worth_showing(each: RequestInfo) -> bool:
    """What the committee did itself was never asked."""
    return each.state is RequestState.ASKED or bool(each.judged_by_name != each.by_name)
