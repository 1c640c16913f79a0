"""What a co-author answers to the letter: agreed, or an objection (situation 16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from abstracts.changes.confirmations import Confirmed, confirmation_of_secret
from abstracts.changes.errors import DeadLink
from abstracts.changes.letters import Post, committee_of, submitter_of
from abstracts.changes.rules import OBJECTION_WORDS, Ground
from abstracts.queries.one import AbstractDetail, abstract_of_meeting
from abstracts.tables import Author
from abstracts.tables.writing import Confirmation
from abstracts.vocabulary import AbstractState, Agreement
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, action
from conference.people import queries as people
from conference.people.rules import normal_address

_OVER = (AbstractState.DRAFT, AbstractState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the page behind the secret link shows."""

    asked: Confirmed
    abstract: AbstractDetail

    @property
    def place(self) -> int:
        """Which author they are, from 1; 0 if their address is no longer among the authors."""
        addresses = [normal_address(each.email) for each in self.abstract.manuscript.authors]
        email = self.asked.email
        return addresses.index(email) + 1 if email in addresses else 0


@dataclass(frozen=True, slots=True)
class Coauthor:
    """Who answers: the link proves the address; `person` is who is signed in, if anybody."""

    meeting: MeetingInfo
    secret: str
    person: UUID | None
    base_url: str


async def invitation_of(meeting: MeetingInfo, secret: str) -> Invitation:
    """What a co-author was asked. Raises DeadLink for a secret that asks nothing any more."""
    asked = await confirmation_of_secret(meeting.id, secret)
    abstract = await abstract_of_meeting(meeting.id, asked.code) if asked else None
    if asked is None or abstract is None or abstract.state in _OVER:
        raise DeadLink
    return Invitation(asked, abstract)


async def agree(who: Coauthor, now: datetime) -> None:
    """Agrees to be named; twice is as once. An objection of before is settled by it.

    Somebody signed in who holds the address is from now on known to be this author. Raises
    DeadLink.
    """
    async with _answering("agree_to_be_named", who, now) as act:
        found = await invitation_of(who.meeting, who.secret)
        person = await _holder(who, found.asked)
        await _answer(act, found, Agreement.AGREED, person=person)
        if person:
            await _link(found, person)


async def object_to(who: Coauthor, ground: Ground, said: str, now: datetime) -> None:
    """Objects to the abstract; its submitter and the programme committee hear of it at once.

    The same objection again writes no more letters. Raises DeadLink.
    """
    async with _answering("object_to_abstract", who, now) as act:
        found = await invitation_of(who.meeting, who.secret)
        asked = found.asked
        if asked.is_open and (asked.ground, asked.said) == (ground, said):
            return
        person = await _holder(who, asked)
        await _answer(act, found, Agreement.OBJECTED, ground, said, person)
        post = Post(act, who.meeting, who.base_url, found.abstract)
        readers = [*await committee_of(who.meeting.id), *await submitter_of(found.abstract)]
        await post.send_all(
            "objection",
            readers,
            f"Abstract {found.abstract.code}: a co-author objects",
            who=found.asked.name,
            words=OBJECTION_WORDS[ground],
            said=said,
        )


def _answering(verb: str, who: Coauthor, now: datetime) -> Any:
    by = Actor(who.person, "a co-author, by the link in their letter")
    return action(verb, by=by, now=now, meeting=who.meeting.id)


async def _holder(who: Coauthor, asked: Confirmed) -> UUID | None:
    """The signed-in person, if the address that was asked is one of theirs."""
    known = await people.person_by_email(asked.email) if who.person else None
    return known.id if known and known.id == who.person else None


async def _answer(
    act: Action,
    found: Invitation,
    state: Agreement,
    ground: Ground | None = None,
    said: str = "",
    person: UUID | None = None,
) -> None:
    before = found.asked
    await Confirmation.update(
        {
            Confirmation.state: state.value,
            Confirmation.ground: ground.value if ground else "",
            Confirmation.said: said,
            Confirmation.person: person,
            Confirmation.answered_at: act.now,
            Confirmation.settled_at: None,
        }
    ).where(Confirmation.id == before.id)
    act.note("abstract", before.code, coauthor=before.name, said=[before.state, state])


async def _link(found: Invitation, person: UUID) -> None:
    """An author who is known already stays who they are."""
    await Author.update({Author.person: person}).where(
        Author.abstract == found.abstract.id,
        Author.position == found.place - 1,
        Author.person.is_null(),
    )
