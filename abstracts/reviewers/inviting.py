"""Inviting reviewers, hearing their answer, and letting them go."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from abstracts.reviewers import letters
from abstracts.reviewers.errors import UnknownInvitation, UnknownReviewer
from abstracts.tables import Abstract, TopicChair
from abstracts.tables.review import Assignment, Interest, Reviewer
from abstracts.vocabulary import AssignmentState, ReviewerState
from conference.letters.actions import queue_letter
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.people import actions as people_actions
from conference.people import queries as people
from conference.people.access import Role
from conference.people.rules import NewPerson
from conference.people.tables import RoleGrant

EXPERT = 2


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to be asked, as the committee typed them."""

    email: str
    given_name: str = ""
    family_name: str = ""
    institution: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """For which meeting, by whom, and where the link leads."""

    meeting: MeetingInfo
    by: Actor
    base_url: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a secret link opens."""

    reviewer: UUID
    person: UUID
    name: str
    state: ReviewerState


def digest_of(secret: str) -> str:
    """By what a secret address is found: only this is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def invite(
    host: Host, invitees: Sequence[Invitee], message: str, now: datetime
) -> Mapping[ReviewerState, int]:
    """Writes to each of them; who said yes already is left in peace.

    Answers how many were invited, and how many had accepted before.
    """
    counts: Counter[ReviewerState] = Counter()
    async with action("invite_reviewers", by=host.by, now=now, meeting=host.meeting.id) as act:
        for each in invitees:
            new = NewPerson(
                each.given_name, each.family_name, affiliation=each.institution, email=each.email
            )
            person = await people_actions.find_or_create_by_email(act, new)
            counts[await _invite(act, host, person, message)] += 1
    return counts


async def invite_again(host: Host, reviewer: UUID, now: datetime) -> None:
    """A new letter with a new link; the old link is void. Raises UnknownReviewer."""
    row = await _row(host.meeting.id, reviewer)
    async with action("invite_reviewers", by=host.by, now=now, meeting=host.meeting.id) as act:
        await _invite(act, host, row["person"], "")


async def enrol_chairs(host: Host, now: datetime) -> int:
    """The topic chairs become reviewers, experts of their topics; answers how many are new."""
    rows = await TopicChair.select(TopicChair.topic, TopicChair.person).where(
        TopicChair.topic.meeting == host.meeting.id
    )
    topics: dict[UUID, list[UUID]] = {}
    for row in rows:
        topics.setdefault(row["person"], []).append(row["topic"])
    async with action("enrol_chairs", by=host.by, now=now, meeting=host.meeting.id) as act:
        known = {
            row["person"]
            for row in await Reviewer.select(Reviewer.person).where(
                Reviewer.meeting == host.meeting.id
            )
        }
        new = [person for person in topics if person not in known]
        for person in new:
            reviewer = await _insert(act, host.meeting.id, person, ReviewerState.ACCEPTED)
            await Interest.insert(
                *(
                    Interest(created_at=now, reviewer=reviewer, topic=topic, level=EXPERT)
                    for topic in topics[person]
                )
            )
            await people_actions.grant_role(
                person=person, role=Role.REVIEWER, meeting=host.meeting.id, by=host.by, now=now
            )
    return len(new)


async def take_part(*, meeting: UUID, person: UUID, by: Actor, now: datetime) -> None:
    """A member of the programme committee reviews as well; nothing changes for who does already."""
    async with action("take_part_in_review", by=by, now=now, meeting=meeting) as act:
        mine = (Reviewer.meeting == meeting) & (Reviewer.person == person)
        if not await Reviewer.exists().where(mine):
            await _insert(act, meeting, person, ReviewerState.ACCEPTED)
        await Reviewer.update({Reviewer.state: ReviewerState.ACCEPTED.value}).where(mine)


async def invitation_of(meeting: UUID, secret: str) -> Invitation:
    """What the link opens; it stays good until another letter is sent. Raises UnknownInvitation."""
    row = (
        await Reviewer.select(
            Reviewer.id, Reviewer.person, Reviewer.state, Reviewer.person.registered_name
        )
        .where(
            Reviewer.meeting == meeting,
            Reviewer.digest == digest_of(secret),
            Reviewer.state != ReviewerState.REMOVED.value,
        )
        .first()
    )
    if row is None:
        raise UnknownInvitation
    return Invitation(
        row["id"], row["person"], row["person.registered_name"], ReviewerState(row["state"])
    )


async def answer_invitation(
    meeting: MeetingInfo, secret: str, *, accepts: bool, words: str, now: datetime
) -> Invitation:
    """Yes gives the reviewer's role at this meeting; no keeps what was said.

    A no after a yes gives back what was not sent. Raises UnknownInvitation.
    """
    invitation = await invitation_of(meeting.id, secret)
    by = Actor(invitation.person, invitation.name)
    state = ReviewerState.ACCEPTED if accepts else ReviewerState.DECLINED
    async with action("answer_invitation", by=by, now=now, meeting=meeting.id) as act:
        await Reviewer.update(
            {Reviewer.state: state.value, Reviewer.answered_at: now, Reviewer.answer: words}
        ).where(Reviewer.id == invitation.reviewer)
        act.note("reviewer", invitation.person, state=[invitation.state, state], words=words)
        if accepts:
            await people_actions.grant_role(
                person=invitation.person, role=Role.REVIEWER, meeting=meeting.id, by=by, now=now
            )
        else:
            await _let_go(act, meeting.id, invitation.reviewer, invitation.person)
    return invitation


async def remove_reviewer(host: Host, reviewer: UUID, reason: str, now: datetime) -> int:
    """Somebody stops: what they have not sent is free again, what they sent stays.

    Answers how many abstracts were freed. Raises UnknownReviewer.
    """
    row = await _row(host.meeting.id, reviewer)
    async with action(
        "remove_reviewer", by=host.by, now=now, meeting=host.meeting.id, reason=reason
    ) as act:
        await Reviewer.update(
            {Reviewer.state: ReviewerState.REMOVED.value, Reviewer.digest: ""}
        ).where(Reviewer.id == reviewer)
        act.note("reviewer", row["person"], state=[row["state"], ReviewerState.REMOVED])
        return await _let_go(act, host.meeting.id, reviewer, row["person"])


async def _let_go(act: Action, meeting: UUID, reviewer: UUID, person: UUID) -> int:
    """Open assignments and the role go."""
    freed = await free_open(act, reviewer)
    await RoleGrant.delete().where(
        RoleGrant.person == person,
        RoleGrant.role == Role.REVIEWER.value,
        RoleGrant.meeting == meeting,
    )
    return freed


async def free_open(act: Action, reviewer: UUID, round_: UUID | None = None) -> int:
    """Takes back what a reviewer has not sent, drafts with it; what was sent stays."""
    is_open: Any = (Assignment.reviewer == reviewer) & (
        Assignment.state == AssignmentState.OPEN.value
    )
    if round_:
        is_open = is_open & (Assignment.round == round_)
    gone = await Assignment.delete().where(is_open).returning(Assignment.abstract)
    if gone:
        codes = await Abstract.select(Abstract.code).where(
            Abstract.id.is_in([row["abstract"] for row in gone])
        )
        act.note("reviewer", reviewer, freed=sorted(row["code"] for row in codes))
    return len(gone)


async def _invite(act: Action, host: Host, person: UUID, message: str) -> ReviewerState:
    known = (
        await Reviewer.select(Reviewer.id, Reviewer.state)
        .where(Reviewer.meeting == host.meeting.id, Reviewer.person == person)
        .first()
    )
    if known and known["state"] == ReviewerState.ACCEPTED.value:
        return ReviewerState.ACCEPTED
    id = known["id"] if known else await _insert(act, host.meeting.id, person)
    secret = secrets.token_urlsafe(32)
    await Reviewer.update(
        {
            Reviewer.state: ReviewerState.INVITED.value,
            Reviewer.digest: digest_of(secret),
            Reviewer.invited_at: act.now,
        }
    ).where(Reviewer.id == id)
    info = await people.person_by_id(person)
    assert info is not None
    address = f"{host.base_url}/{host.meeting.slug}/reviewing/invitation/{secret}"
    await queue_letter(act, letters.invitation(host.meeting, info, message, address, act.by.name))
    act.note("reviewer", person, invited=info.registered_name)
    return ReviewerState.INVITED


async def _insert(
    act: Action, meeting: UUID, person: UUID, state: ReviewerState = ReviewerState.INVITED
) -> UUID:
    row = Reviewer(
        id=uuid4(), created_at=act.now, meeting=meeting, person=person, state=state.value
    )
    await Reviewer.insert(row)
    act.note("reviewer", person, state=[None, state])
    return UUID(str(row.id))


async def _row(meeting: UUID, reviewer: UUID) -> dict[str, Any]:
    row = (
        await Reviewer.select(Reviewer.person, Reviewer.state)
        .where(Reviewer.id == reviewer, Reviewer.meeting == meeting)
        .first()
    )
    if row is None:
        raise UnknownReviewer
    return row
