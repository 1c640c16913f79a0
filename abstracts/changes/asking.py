"""Asking co-authors whether they agree to be named, and what they answer (N03, situation 16)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from abstracts.changes.confirmations import (
    Confirmed,
    addresses_of_submitter,
    confirmation_of_id,
    confirmations_of,
    digest_of_secret,
    new_secret,
)
from abstracts.changes.errors import DeadLink, NotYours, UnknownRequest
from abstracts.changes.letters import Post, Reader
from abstracts.changes.reading import Hand, changeable
from abstracts.changes.rules import Asked, AskingPlan, may_ask_again, plan_asking, shown_of
from abstracts.deciding.policy import policy_of
from abstracts.manuscript import AuthorEntry
from abstracts.queries.one import AbstractDetail, abstract_for_author
from abstracts.tables import Abstract
from abstracts.tables.writing import Confirmation
from abstracts.vocabulary import Agreement
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, action
from conference.people.rules import normal_address
from conference.web.problems import TooMany


async def ask_coauthors(act: Action, meeting: MeetingInfo, abstract: UUID, base_url: str) -> int:
    """Inside an action that wrote an abstract's authors: asks those who were not asked yet.

    Requests of people who are no longer authors end. Returns the number of letters; none where
    the meeting's rules ask nobody.
    """
    policy = await policy_of(meeting.id)
    detail = await _detail(meeting, abstract)
    answers = await confirmations_of(abstract)
    own = await addresses_of_submitter(detail.submitter)
    plan = plan_asking(detail.manuscript.authors, own, [_asked(each) for each in answers])
    await _end(act, detail, plan)
    if not policy.does_ask_coauthors:
        return 0
    post = Post(act, meeting, base_url, detail)
    for author in plan.ask:
        await _ask_first(post, author)
    for author in plan.again:
        await _ask_anew(post, author)
    return len(plan.ask) + len(plan.again)


async def ask_again(hand: Hand, code: str, id: UUID, now: datetime) -> str:
    """Sends another letter with a new link; the name of who is asked.

    Raises UnknownAbstract, NotYours, UnknownRequest, and TooMany within a day of the last letter.
    """
    async with action("ask_coauthor_again", by=hand.by, now=now, meeting=hand.meeting.id) as act:
        abstract = await changeable(hand, code)
        asked = await _confirmation(hand, id)
        author = _author(abstract, asked)
        if asked.abstract != abstract.id or author is None or asked.state is Agreement.AGREED:
            raise UnknownRequest
        if not may_ask_again(asked.asked_at, now):
            raise TooMany(
                f"A letter to {asked.name} went out less than a day ago. Give it time, or talk to "
                "them: the link in it still works."
            )
        await _ask_anew(Post(act, hand.meeting, hand.base_url, abstract), author)
    return asked.name


async def settle_objection(hand: Hand, id: UUID, settlement: str, now: datetime) -> str:
    """The committee deals with an objection and says how; the co-author gets a letter.

    Raises UnknownRequest for one that is not open, NotYours for one's own abstract.
    """
    async with action(
        "settle_objection", by=hand.by, now=now, meeting=hand.meeting.id, reason=settlement
    ) as act:
        asked = await _confirmation(hand, id)
        if not asked.is_open:
            raise UnknownRequest
        if await abstract_for_author(hand.meeting.id, asked.code, hand.person):
            raise NotYours("It is about your own abstract: another chair has to settle it.")
        await _settle(act, [asked.id], settlement)
        act.note("abstract", asked.code, objection=[asked.name, "settled"])
        post = Post(act, hand.meeting, hand.base_url, await _detail(hand.meeting, asked.abstract))
        reader = Reader(asked.name, asked.email)
        await post.send(
            "settled", reader, f"Abstract {asked.code}: your objection", said=settlement
        )
    return asked.name


async def _confirmation(hand: Hand, id: UUID) -> Confirmed:
    found = await confirmation_of_id(hand.meeting.id, id)
    if found is None:
        raise UnknownRequest
    return found


async def _detail(meeting: MeetingInfo, abstract: UUID) -> AbstractDetail:
    row = await Abstract.select(Abstract.code, Abstract.submitter).where(Abstract.id == abstract)
    if not row:
        raise DeadLink
    found = await abstract_for_author(meeting.id, row[0]["code"], row[0]["submitter"])
    assert found is not None, "its submitter always sees it"
    return found


def _asked(each: Confirmed) -> Asked:
    return Asked(each.email, each.name, each.shown, each.state, each.is_open)


def _author(abstract: AbstractDetail, asked: Confirmed) -> AuthorEntry | None:
    authors = abstract.manuscript.authors
    return next((each for each in authors if normal_address(each.email) == asked.email), None)


async def _end(act: Action, abstract: AbstractDetail, plan: AskingPlan) -> None:
    if plan.ended:
        await Confirmation.delete().where(
            Confirmation.abstract == abstract.id, Confirmation.email.is_in(list(plan.ended))
        )
    if plan.settled:
        await Confirmation.update(_settled(act, "No longer named as an author.")).where(
            Confirmation.abstract == abstract.id, Confirmation.email.is_in(list(plan.settled))
        )


async def _settle(act: Action, ids: list[UUID], settlement: str) -> None:
    await Confirmation.update(_settled(act, settlement)).where(Confirmation.id.is_in(ids))


def _settled(act: Action, settlement: str) -> dict[Any, Any]:
    return {
        Confirmation.settled_at: act.now,
        Confirmation.settled_by_name: act.by.name,
        Confirmation.settlement: settlement,
    }


async def _ask_first(post: Post, author: AuthorEntry) -> None:
    secret = new_secret()
    await Confirmation.insert(
        Confirmation(
            id=uuid4(),
            created_at=post.act.now,
            abstract=post.abstract.id,
            email=normal_address(author.email),
            name=author.name,
            digest=digest_of_secret(secret),
            shown=shown_of(post.abstract.manuscript.authors),
            asked_at=post.act.now,
        )
    )
    await _send(post, author, secret)


async def _ask_anew(post: Post, author: AuthorEntry) -> None:
    """The old link dies with its secret; what was said before stays in the log."""
    secret = new_secret()
    await Confirmation.update(
        {
            Confirmation.name: author.name,
            Confirmation.digest: digest_of_secret(secret),
            Confirmation.shown: shown_of(post.abstract.manuscript.authors),
            Confirmation.state: Agreement.ASKED.value,
            Confirmation.ground: "",
            Confirmation.asked_at: post.act.now,
            Confirmation.answered_at: None,
            Confirmation.settled_at: None,
        }
    ).where(
        Confirmation.abstract == post.abstract.id,
        Confirmation.email == normal_address(author.email),
    )
    await _send(post, author, secret)


async def _send(post: Post, author: AuthorEntry, secret: str) -> None:
    post.act.note("abstract", post.abstract.code, asked_coauthor=author.name)
    await post.send(
        "agree",
        Reader(author.name, author.email),
        f"Do you agree to be an author of abstract {post.abstract.code}?",
        printed=author.name,
        link=f"{post.base_url}/{post.meeting.slug}/agree/{secret}",
    )
