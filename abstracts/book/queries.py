"""Bulk reading: a fixed number of statements for one abstract, for 400 and for 3,300."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where

from abstracts.book.assembling import Seen, Stored, entries_of
from abstracts.book.content import Book, BookMeeting, Entry, Erratum, chapters_of
from abstracts.book.embargo import Audience, Shown, shown_to
from abstracts.book.numberable import GONE, topic_numbers
from abstracts.book.setup import setup_of
from abstracts.changes.errata import errata_of
from abstracts.deciding.policy import policy_of
from abstracts.programme_places import NO_PROGRAMME, ProgrammeState, programme_state
from abstracts.tables import Abstract, AbstractFigure, Author, AuthorAffiliation
from abstracts.vocabulary import AbstractState
from conference.meetings.rules import MeetingInfo
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration

_AUTHOR: Any = AuthorAffiliation.author


@dataclass(frozen=True, slots=True)
class Opened:
    """A book without its abstracts yet, and what decides how they are shown."""

    book: Book
    seen: Seen

    @property
    def is_shut(self) -> bool:
        """Whether this audience may see nothing now."""
        return self.seen.shown is Shown.NOTHING


async def book_of(meeting: MeetingInfo, audience: Audience, now: datetime, only: str = "") -> Book:
    """The book as the audience may read it now (A14); with `only`, of one abstract, by its
    reference or its programme code.

    Where nothing is shown nothing is read: an export cannot leak what it never held.
    """
    opened = await open_book(meeting, audience, now)
    if opened.is_shut:
        return opened.book
    state = opened.seen.state
    entries = await entries_in(meeting.id, opened.seen, [reference_of(state, only)] if only else ())
    return replace(
        opened.book,
        chapters=chapters_of(entries, state.sessions, opened.book.setup.order),
        errata=await _errata(meeting.id, entries),
    )


async def open_book(meeting: MeetingInfo, audience: Audience, now: datetime) -> Opened:
    """Set-up, embargo and programme; no abstract is read."""
    policy, setup = await policy_of(meeting.id), await setup_of(meeting.id)
    shown = shown_to(audience, policy, meeting.starts_on, meeting.zone, now)
    bare = Book(_meeting(meeting), setup, audience, shown)
    if shown is Shown.NOTHING:
        return Opened(bare, Seen(policy, NO_PROGRAMME, shown, setup.has_emails))
    state = await programme_state(meeting.id, may_be_draft=audience is Audience.COMMITTEE)
    book = replace(bare, release=state.release, release_name=state.release_name)
    return Opened(book, Seen(policy, state, shown, setup.has_emails))


async def entries_in(meeting: UUID, seen: Seen, references: Collection[str]) -> list[Entry]:
    """These abstracts of the book, or all without a reference; five statements."""
    stored = await _stored(in_book(meeting, references), meeting)
    return await asyncio.to_thread(entries_of, stored, seen)  # thousands take a second


def reference_of(state: ProgrammeState, code: str) -> str:
    """The reference of what a reader calls by its programme code or its reference."""
    wanted = code.upper()
    known = (each for each, number in state.codes.items() if number.upper() == wanted)
    return next(known, wanted)


async def audience_of(meeting: UUID, person: UUID | None) -> Audience:
    """Registered people read earlier; one statement, none for a stranger."""
    if person is None:
        return Audience.PUBLIC
    is_registered = await Registration.exists().where(
        Registration.meeting == meeting,
        Registration.person == person,
        Registration.state == RegistrationState.CONFIRMED.value,
    )
    return Audience.REGISTERED if is_registered else Audience.PUBLIC


async def figures_of(abstracts: list[UUID]) -> dict[UUID, tuple[str, bytes]]:
    """Media type and bytes of the figures of these abstracts; one statement."""
    if not abstracts:
        return {}
    rows = await AbstractFigure.select(
        AbstractFigure.abstract, AbstractFigure.media_type, AbstractFigure.body
    ).where(AbstractFigure.abstract.is_in(abstracts))
    return {row["abstract"]: (row["media_type"], bytes(row["body"])) for row in rows}


def _meeting(meeting: MeetingInfo) -> BookMeeting:
    return BookMeeting(
        slug=meeting.slug,
        title=meeting.title,
        society=meeting.society_name,
        zone=meeting.zone,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        city=meeting.city,
        venue=meeting.venue,
    )


async def _stored(where: And, meeting: UUID) -> Stored:
    """The rows of these abstracts; five statements."""
    ids = Abstract.select(Abstract.id).where(where)
    return Stored(
        abstracts=await Abstract.select(
            *Abstract.all_columns(exclude=[Abstract.search_key, Abstract.blind_key]),
            Abstract.call.kind.as_alias("call_kind"),
        ).where(where),
        authors=await Author.select().where(Author.abstract.is_in(ids)).order_by(Author.position),
        places=await AuthorAffiliation.select()
        .where(_AUTHOR.abstract.is_in(ids))
        .order_by(AuthorAffiliation.position),
        figures=await AbstractFigure.select(
            AbstractFigure.abstract,
            AbstractFigure.digest,
            AbstractFigure.caption,
            AbstractFigure.alt,
        ).where(AbstractFigure.abstract.is_in(ids)),
        topics=await topic_numbers(meeting),
    )


def in_book(meeting: UUID, references: Collection[str] = ()) -> And:
    """Accepted, or gone since then, and in both cases shown (A15); of these references, or any."""
    accepted: Where = Abstract.state == AbstractState.ACCEPTED.value
    gone = And(Abstract.state.is_in([each.value for each in GONE]), Abstract.left_as != "")
    is_published = And(Abstract.meeting == meeting, Abstract.not_published_at.is_null())
    where = And(is_published, Or(accepted, gone))
    return And(where, Abstract.code.is_in(list(references))) if references else where


async def _errata(meeting: UUID, entries: list[Entry]) -> tuple[Erratum, ...]:
    """What was corrected after the freeze, oldest first; one statement."""
    known = {entry.reference: entry for entry in entries if not entry.is_withdrawn}
    return tuple(
        Erratum(each.code, known[each.code].code, known[each.code].title, each.sentences, each.at)
        for each in await errata_of(meeting)
        if each.code in known and each.sentences
    )


async def has_abstracts(meeting: UUID) -> bool:
    """Whether anything is accepted; one statement."""
    return await Abstract.exists().where(
        Abstract.meeting == meeting, Abstract.state == AbstractState.ACCEPTED.value
    )


async def is_not_published(meeting: UUID, code: str, state: ProgrammeState) -> bool:
    """Whether an abstract, by reference or programme code, was taken out because it was not shown
    (A15); one statement."""
    return await Abstract.exists().where(
        Abstract.meeting == meeting,
        Abstract.code == reference_of(state, code),
        Abstract.not_published_at.is_not_null(),
    )
