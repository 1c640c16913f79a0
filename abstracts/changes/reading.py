"""The abstract that somebody wants to change, and who they are to it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from abstracts.changes.errors import NotYours
from abstracts.errors import UnknownAbstract
from abstracts.queries.one import AbstractDetail, abstract_for_author, abstract_of_meeting
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor
from conference.people.access import Role, Visitor
from conference.settings import Settings


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changes something, and where letters point to."""

    meeting: MeetingInfo
    person: UUID
    by: Actor
    base_url: str
    is_committee: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the person is to the abstract."""

    is_submitter: bool = False
    is_presenter: bool = False
    is_corresponding: bool = False
    is_committee: bool = False

    @property
    def may_change(self) -> bool:
        """Withdraw, correct, name another presenter: whoever answers for the abstract."""
        return self.is_submitter or self.is_presenter or self.is_corresponding or self.is_committee

    @property
    def may_answer(self) -> bool:
        """The presenting author, and the submitter for them (V08)."""
        return self.is_submitter or self.is_presenter


def hand_of(meeting: MeetingInfo, visitor: Visitor, settings: Settings) -> Hand:
    """The visitor, as somebody who changes something."""
    assert visitor.person is not None
    return Hand(
        meeting,
        visitor.person,
        visitor.actor,
        settings.base_url,
        is_committee=visitor.may(Role.PROGRAMME),
    )


async def abstract_at_hand(hand: Hand, code: str) -> AbstractDetail:
    """The abstract of one of its authors; the committee sees every one that was submitted.

    Raises UnknownAbstract, also for somebody else's.
    """
    abstract = await abstract_for_author(hand.meeting.id, code, hand.person)
    if abstract is None and hand.is_committee:
        abstract = await abstract_of_meeting(hand.meeting.id, code)
    if abstract is None:
        raise UnknownAbstract
    return abstract


async def changeable(hand: Hand, code: str) -> AbstractDetail:
    """The abstract, if this person answers for it. Raises UnknownAbstract, NotYours."""
    abstract = await abstract_at_hand(hand, code)
    if not standing_of(abstract, hand).may_change:
        raise NotYours(
            "The submitter, the presenting and the corresponding author change an abstract. "
            f"It was submitted by {abstract.submitter_name}."
        )
    return abstract


def standing_of(abstract: AbstractDetail, hand: Hand) -> Standing:
    """Submitter, presenting or corresponding author, or of the programme committee.

    Who is one of the abstract's own people is not its committee (V03).
    """
    pairs = zip(abstract.manuscript.authors, abstract.people, strict=True)
    mine = [author for author, person in pairs if person == hand.person]
    is_submitter = abstract.submitter == hand.person
    is_presenter = abstract.presenter_person == hand.person
    return Standing(
        is_submitter=is_submitter,
        is_presenter=is_presenter,
        is_corresponding=any(author.is_corresponding for author in mine),
        is_committee=hand.is_committee and not (mine or is_submitter or is_presenter),
    )
