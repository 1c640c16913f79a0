"""Letters about reviewing: who stood back, what was reopened, what is new in a discussion."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.reviews.reading import Given
from abstracts.tables import Abstract, TopicChair
from conference.letters.rules import Letter
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.access import Role
from conference.people.queries import people_by_ids, person_by_id, role_holders
from conference.web.templating import render


class Seated(Protocol):
    """Who acts, and where this is served."""

    @property
    def by(self) -> Actor: ...

    @property
    def base_url(self) -> str: ...


async def recusal_letters(
    meeting: MeetingInfo, given: Given, seat: Seated, reason: str
) -> list[Letter]:
    """Tells the topic's chairs, or the programme committee where the topic has none (V03).

    Neither the reviewer who stood back is told of themselves, nor a chair in conflict with it.
    """
    chairs = [
        each
        for each in await _chairs_of(meeting.id, given.abstract)
        if given.abstract not in await conflicted_abstracts(meeting.id, each)
    ]
    people = await people_by_ids(chairs)
    body = {
        "meeting": meeting,
        "reviewer": seat.by.name,
        "code": given.code,
        "round": given.round.title,
        "reason": reason,
        "address": f"{seat.base_url}/{meeting.slug}/committee/assignments",
    }
    return [
        Letter(
            "review_recused",
            person.email,
            f"{given.code} needs another reviewer · {meeting.title}",
            render("abstracts/reviews/letter_recused.txt", dear=person.registered_name, **body),
            person.id,
            meeting.id,
        )
        for person in people.values()
        if person.email and person.id != seat.by.person
    ]


async def reopened_letter(
    meeting: MeetingInfo, person: UUID, code: str, reason: str, address: str
) -> Letter | None:
    """Asks the reviewer to look at their review again, with the committee's reason."""
    reviewer = await person_by_id(person)
    if reviewer is None or not reviewer.email:
        return None
    body = render(
        "abstracts/reviews/letter_reopened.txt",
        meeting=meeting,
        dear=reviewer.registered_name,
        code=code,
        reason=reason,
        address=address,
    )
    subject = f"Your review of {code} is open again · {meeting.title}"
    return Letter("review_reopened", reviewer.email, subject, body, reviewer.id, meeting.id)


def discussion_letter(
    meeting_title: str,
    meeting: UUID,
    person: tuple[UUID, str, str],
    codes: Sequence[str],
    address: str,
) -> Letter:
    """Says in which discussions there is something new: references only, no word of it."""
    who, name, email = person
    body = render(
        "abstracts/reviews/letter_discussion.txt",
        dear=name,
        codes=codes,
        address=address,
        meeting_title=meeting_title,
    )
    subject = f"New in the discussion of {', '.join(codes[:3])} · {meeting_title}"
    return Letter("review_discussion", email, subject, body, who, meeting)


async def _chairs_of(meeting: UUID, abstract: UUID) -> list[UUID]:
    topic = await Abstract.select(Abstract.topic).where(Abstract.id == abstract).first()
    chairs = (
        await TopicChair.select(TopicChair.person).where(TopicChair.topic == topic["topic"])
        if topic and topic["topic"]
        else []
    )
    if chairs:
        return [row["person"] for row in chairs]
    holders = await role_holders(meeting)
    return list(
        {row["person"] for row in holders if row["role"] == Role.PROGRAMME.value and row["meeting"]}
    )
