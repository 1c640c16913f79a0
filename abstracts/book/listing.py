"""The list of the abstracts: the order of all from a few columns, the words of one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where
from piccolo.query.functions import Lower
from piccolo.querystring import QueryString

from abstracts.book.assembling import Row, Seen, stays_named
from abstracts.book.content import Book, Chapter, Entry, chapters_of
from abstracts.book.embargo import Audience
from abstracts.book.numberable import topic_numbers
from abstracts.book.queries import entries_in, in_book, open_book
from abstracts.manuscript import AuthorEntry, Manuscript
from abstracts.programme_places import ProgrammeState
from abstracts.tables import Abstract, Author, AuthorAffiliation
from abstracts.vocabulary import AbstractState, Decision
from conference.meetings.rules import MeetingInfo
from conference.orm.containing import contains, expression_contains
from conference.people.rules import fold

PAGE_SIZE = 100
SHORTEST_SEARCH, MOST_WORDS = 2, 8
_AUTHOR: Any = AuthorAffiliation.author


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the list looks for; `by` is "" for the order of the book."""

    by: str = ""
    text: str = ""
    chapter: str = ""
    page: int = 1

    @property
    def words(self) -> list[str]:
        """The words to look for, folded; none while the text is too short to search."""
        words = fold(self.text).split() if len(self.text) >= SHORTEST_SEARCH else []
        return words[:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list; `chapters` are all there are, `found` those of the page, with words.

    The abstracts in `chapters` have no title: they only count, and stand in order.
    """

    book: Book
    by: str
    chapters: tuple[Chapter, ...] = ()
    found: tuple[Chapter, ...] = ()
    total: int = 0
    page: int = 1

    @property
    def count(self) -> int:
        """How many abstracts the book has."""
        return sum(len(each.entries) for each in self.chapters)

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


async def list_page(
    meeting: MeetingInfo, audience: Audience, wanted: Wanted, now: datetime
) -> ListPage:
    """A page of a chapter, or of what holds every word of a search, as the audience may read it
    (A14); a fixed number of statements."""
    opened = await open_book(meeting, audience, now)
    by = wanted.by or opened.book.setup.order
    if opened.is_shut:
        return ListPage(opened.book, by)
    seen = opened.seen
    chapters = chapters_of(await _outlines(meeting.id, seen), seen.state.sessions, by)
    chosen = await _chosen(meeting.id, chapters, wanted, seen.state)
    total = sum(len(each.entries) for each in chosen)
    number = min(max(wanted.page, 1), max(1, -(-total // PAGE_SIZE)))
    part = _part(chosen, (number - 1) * PAGE_SIZE)
    found = await _with_words(meeting.id, part, seen)
    return ListPage(opened.book, by, chapters, found, total, number)


async def _outlines(meeting: UUID, seen: Seen) -> list[Entry]:
    """Every abstract of the book with no more than its place in the order; three statements."""
    where = in_book(meeting)
    rows = await Abstract.select(
        Abstract.id, Abstract.code, Abstract.topic, Abstract.state, Abstract.decision,
        Abstract.left_as, Abstract.withdrawn_at, Abstract.forfeited_at, Abstract.answered_at,
    ).where(where)  # fmt: skip
    firsts = await Author.select(Author.abstract, Author.given_name, Author.family_name).where(
        Author.position == 0, Author.abstract.is_in(Abstract.select(Abstract.id).where(where))
    )
    names = {row["abstract"]: row for row in firsts}
    topics = await topic_numbers(meeting)
    return [
        _outline(row, names.get(row["id"]), topics.get(row["topic"], (0, "", "")), seen.state)
        for row in rows
        if row["state"] == AbstractState.ACCEPTED.value or stays_named(row, seen)
    ]


def _outline(
    row: Row, first: Row | None, topic: tuple[int, str, str], state: ProgrammeState
) -> Entry:
    is_withdrawn = row["state"] != AbstractState.ACCEPTED.value
    has_name = first is not None and not is_withdrawn
    names = (AuthorEntry(first["given_name"], first["family_name"]),) if has_name and first else ()
    return Entry(
        id=row["id"],
        reference=row["code"],
        manuscript=Manuscript(title="", authors=names),
        decision=Decision(row["decision"] or row["left_as"]),
        number=state.codes.get(row["code"], ""),
        topic=topic[0],
        topic_code=topic[1],
        topic_title=topic[2],
        is_withdrawn=is_withdrawn,
        place=state.places.get(row["code"]),
    )


async def _chosen(
    meeting: UUID, chapters: tuple[Chapter, ...], wanted: Wanted, state: ProgrammeState
) -> Sequence[Chapter]:
    """The chapter that was asked for, or of all chapters what a search finds."""
    if not wanted.words:
        return [each for each in chapters if each.key == wanted.chapter] or chapters[:1]
    hits = await _searched(meeting, wanted, state)
    return list(_only(chapters, hits))


async def _searched(meeting: UUID, wanted: Wanted, state: ProgrammeState) -> frozenset[str]:
    """References of what holds every word in title, names, institutions or codes; one statement.

    Texts and keywords are not searched, so that nothing under embargo can be found; nor are the
    names of a withdrawn abstract, which are not shown.
    """
    where = in_book(meeting)
    for word, typed in zip(wanted.words, wanted.text.split(), strict=False):
        where = And(where, _holds(word, typed, state))
    rows = await Abstract.select(Abstract.code).where(where)
    return frozenset(row["code"] for row in rows)


def _holds(word: str, typed: str, state: ProgrammeState) -> Or:
    numbers = [code for code, number in state.codes.items() if word in fold(number)]
    institution = AuthorAffiliation.institution
    as_typed = _at(contains(institution, typed))
    in_lower = _at(expression_contains(Lower(institution), typed.lower()))
    at_place = Or(Abstract.id.is_in(as_typed), Abstract.id.is_in(in_lower))
    accepted = Abstract.state == AbstractState.ACCEPTED.value
    named = Or(contains(Abstract.search_key, word), at_place)
    shown = Or(contains(Abstract.blind_key, word), And(accepted, named))
    return Or(shown, Abstract.code.is_in(numbers)) if numbers else shown


def _at(place: Where | QueryString) -> Any:
    return AuthorAffiliation.select(_AUTHOR.abstract).where(place)


def _only(chapters: Sequence[Chapter], references: frozenset[str]) -> Iterator[Chapter]:
    for chapter in chapters:
        entries = tuple(each for each in chapter.entries if each.reference in references)
        if entries:
            yield replace(chapter, entries=entries)


def _part(chapters: Sequence[Chapter], start: int) -> list[Chapter]:
    """The chapters of one page, cut where it begins and ends."""
    all_of_them = [each.reference for chapter in chapters for each in chapter.entries]
    return list(_only(chapters, frozenset(all_of_them[start : start + PAGE_SIZE])))


async def _with_words(meeting: UUID, part: Sequence[Chapter], seen: Seen) -> tuple[Chapter, ...]:
    """The same chapters with whole abstracts; five statements."""
    references = [each.reference for chapter in part for each in chapter.entries]
    if not references:
        return ()
    whole = {each.reference: each for each in await entries_in(meeting, seen, references)}
    return tuple(
        replace(
            chapter,
            entries=tuple(
                whole[each.reference] for each in chapter.entries if each.reference in whole
            ),
        )
        for chapter in part
    )
