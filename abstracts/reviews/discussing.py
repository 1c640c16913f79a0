"""The thread on an abstract: who reads which post, who says something, who unsays it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from abstracts.reviews.errors import NotSendable, UnknownThread
from abstracts.reviews.seats import Seat, Seated, seat_at
from abstracts.reviews.seen_reviews import names_in
from abstracts.tables.review import DiscussionLook, DiscussionPost
from conference.meetings.rules import MeetingInfo
from conference.orm import action
from conference.people.access import Visitor

LONGEST_POST = 5_000
COMMITTEE = "Programme committee"


@dataclass(frozen=True, slots=True)
class Post:
    """One word in a thread, under the name that this reader may know."""

    id: UUID
    at: datetime
    by: str
    text: str
    is_own: bool
    is_new: bool
    audience: str
    may_delete: bool


async def thread_of(seat: Seated) -> list[Post]:
    """The posts that the seat reads, oldest first.

    A post for the committee alone is read by committee and chairs; one for a round also by those
    of its reviewers who may see what the others say. Names are hidden where the round is
    double-blind.
    """
    rows = (
        await DiscussionPost.select()
        .where(DiscussionPost.abstract == seat.abstract, DiscussionPost.is_deleted.eq(False))
        .order_by(DiscussionPost.created_at)
        .order_by(DiscussionPost.id)
    )
    names = await names_in(seat)
    look = await _look(seat)
    titles = {each.id: each.title for each in seat.rounds}
    return [
        Post(
            id=row["id"],
            at=row["created_at"],
            by=_named(seat, row, names),
            text=row["text"],
            is_own=row["person"] == seat.person,
            is_new=row["person"] != seat.person and (look is None or row["created_at"] > look),
            audience=titles.get(row["round"], ""),
            may_delete=may_delete(seat, row["person"]),
        )
        for row in rows
        if reads(seat, row["round"])
    ]


def reads(seat: Seated, round_: UUID | None) -> bool:
    """Whether a post for a round (None: for the committee alone) is read from the seat."""
    return seat.sees_all or round_ in {each.id for each in seat.rounds}


async def say(
    *, meeting: MeetingInfo, visitor: Visitor, code: str, text: str, round_key: str, now: datetime
) -> None:
    """Adds a post; a reviewer's is for their round, the committee's for itself or for a round.

    Raises UnknownThread (no seat, or in conflict), NotSendable.
    """
    async with action("post_discussion", by=visitor.actor, now=now, meeting=meeting.id) as act:
        seat = await seat_at(meeting.id, visitor, code)
        if seat is None:
            raise UnknownThread
        round_ = audience_of(seat, round_key)
        if not text or len(text) > LONGEST_POST:
            raise NotSendable(
                errors={"text": f"Write something, at most {LONGEST_POST:,} characters."}
            )
        await DiscussionPost.insert(
            DiscussionPost(
                id=uuid4(),
                created_at=now,
                abstract=seat.abstract,
                round=round_,
                person=seat.person,
                by_name=visitor.name,
                text=text,
            )
        )
        act.note("discussion", seat.code, round=round_key or None)


def may_delete(seat: Seated, writer: UUID) -> bool:
    """Everybody their own words; the committee every word, as one that names the authors."""
    return writer == seat.person or seat.seat is Seat.COMMITTEE


async def delete_post(
    *, meeting: MeetingInfo, visitor: Visitor, code: str, post: str, now: datetime
) -> None:
    """Takes a post out of the thread for everybody; the row and the audit keep it.

    Raises UnknownThread: no seat, in conflict, no post that the visitor reads and may delete.
    """
    async with action(
        "delete_discussion_post", by=visitor.actor, now=now, meeting=meeting.id
    ) as act:
        seat = await seat_at(meeting.id, visitor, code)
        mine = {str(each.id) for each in await thread_of(seat) if each.may_delete} if seat else ()
        if seat is None or post not in mine:
            raise UnknownThread
        await DiscussionPost.update({DiscussionPost.is_deleted: True}).where(
            DiscussionPost.id == UUID(post)
        )
        act.note("discussion", seat.code, deleted=post)


def audience_of(seat: Seated, round_key: str) -> UUID | None:
    """The round that a post is for. Raises NotSendable for one that the writer has no seat in."""
    by_key = {each.key: each.id for each in seat.rounds}
    if seat.seat is Seat.REVIEWER and not round_key and len(by_key) == 1:
        return next(iter(by_key.values()))
    if seat.sees_all and not round_key:
        return None
    if round_key not in by_key:
        raise NotSendable(errors={"round": "Choose who reads it."})
    return by_key[round_key]


async def look_at(seat: Seated, now: datetime) -> None:
    """Keeps when somebody read a thread, so that what comes later is new to them."""
    row = DiscussionLook(
        id=uuid4(), created_at=now, abstract=seat.abstract, person=seat.person, looked_at=now
    )
    await DiscussionLook.insert(row).on_conflict(
        target=(DiscussionLook.abstract, DiscussionLook.person),
        action="DO UPDATE",
        values=[DiscussionLook.looked_at],
    )


async def _look(seat: Seated) -> datetime | None:
    row = (
        await DiscussionLook.select(DiscussionLook.looked_at)
        .where(DiscussionLook.abstract == seat.abstract, DiscussionLook.person == seat.person)
        .first()
    )
    return row["looked_at"] if row else None


def _named(seat: Seated, row: dict[str, Any], names: dict[tuple[UUID, UUID], str]) -> str:
    if row["person"] == seat.person:
        return "You"
    rounds = {each.id: each for each in seat.rounds}
    if not seat.hides_names(rounds.get(row["round"])):
        return str(row["by_name"])
    return names.get((row["round"], row["person"]), COMMITTEE)


async def said_in(abstracts: Collection[UUID]) -> list[dict[str, Any]]:
    """Who said something of which abstract, for whom and when: no text."""
    if not abstracts:
        return []
    rows: list[dict[str, Any]] = await DiscussionPost.select(
        DiscussionPost.abstract,
        DiscussionPost.round,
        DiscussionPost.person,
        DiscussionPost.created_at,
    ).where(DiscussionPost.abstract.is_in(list(abstracts)), DiscussionPost.is_deleted.eq(False))
    return rows
