"""The author index: made once from each state of the abstracts, and for strangers kept as bytes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from litestar import Request, Response, get
from litestar.response import Template

from abstracts.book.author_index import IndexEntry, index_of
from abstracts.book.embargo import Shown, shown_to
from abstracts.book.index_queries import index_stamp, named_entries
from abstracts.book.queries import audience_of
from abstracts.book.reading_pages import not_public
from abstracts.deciding.policy import policy_of
from abstracts.programme_places import programme_numbers
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.navigation import anonymous_page
from conference.meetings.rules import MeetingInfo
from conference.people.access import public
from conference.web import page
from conference.web.packing import Packed, pack, packed_answer
from conference.web.pages import theme_of

AnyRequest = Request[Any, Any, Any]
TEMPLATE = "abstracts/book/authors.html"
HTML = "text/html; charset=utf-8"
KEPT_MEETINGS, KEPT_PAGES = 8, 256
_PageKey = tuple[MeetingInfo, str, str, str]


@dataclass(frozen=True, slots=True)
class AuthorIndex:
    """The names under each letter, and the stamp of what they were made from."""

    stamp: str
    letters: Mapping[str, tuple[IndexEntry, ...]]

    def letter(self, asked: str) -> str:
        """The letter that is asked for, else the first."""
        return asked if asked in self.letters else next(iter(self.letters), "")


_indexes: OrderedDict[UUID, AuthorIndex] = OrderedDict()
_pages: OrderedDict[_PageKey, Packed] = OrderedDict()
_locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def forget_author_indexes() -> None:
    """As a process that has just started."""
    _indexes.clear()
    _pages.clear()


async def author_index(meeting: UUID) -> AuthorIndex:
    """The index as it is in the database now, whichever process changed it: what was made before
    is served while its stamp is the same. Whoever asks meanwhile waits for the same one."""
    codes = await programme_numbers(meeting)
    stamp = await index_stamp(meeting, codes)
    async with _locks.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        known = _indexes.get(meeting)
        if known is None or known.stamp != stamp:
            entries = await named_entries(meeting, codes)
            known = AuthorIndex(stamp, await asyncio.to_thread(_letters, index_of(entries)))
            _keep(_indexes, meeting, known, KEPT_MEETINGS)
    return known


def _letters(entries: list[IndexEntry]) -> Mapping[str, tuple[IndexEntry, ...]]:
    found: defaultdict[str, list[IndexEntry]] = defaultdict(list)
    for each in entries:
        found[each.letter].append(each)
    return {letter: tuple(names) for letter, names in found.items()}


@get("/{slug:str}/book/authors", opt=public)
async def show_authors(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template | Response[bytes | None]:
    """The names under one letter, as soon as titles are shown to this reader (A14)."""
    audience, policy = await audience_of(meeting.id, visitor.person), await policy_of(meeting.id)
    shown = shown_to(audience, policy, meeting.starts_on, meeting.zone, now)
    index = await author_index(meeting.id) if shown is not Shown.NOTHING else None
    if index is None or not index.letters:
        raise await not_public(meeting)
    letter = index.letter(request.query_params.get("letter", ""))
    if visitor.person is None:
        return packed_answer(request, _stranger_page(request, meeting, index, letter), HTML)
    return page(request, TEMPLATE, **_context(index, letter))


def _context(index: AuthorIndex, letter: str) -> dict[str, Any]:
    return {"letters": list(index.letters), "letter": letter, "entries": index.letters[letter]}


def _stranger_page(
    request: AnyRequest, meeting: MeetingInfo, index: AuthorIndex, letter: str
) -> Packed:
    key = (meeting, index.stamp, letter, theme_of(request))
    packed = _pages.get(key)
    if packed is None:
        html = anonymous_page(
            TEMPLATE, meeting=meeting, path=request.url.path, theme=theme_of(request),
            **_context(index, letter),
        )  # fmt: skip
        packed = pack(html.encode())
    _keep(_pages, key, packed, KEPT_PAGES)
    return packed


def _keep(kept: OrderedDict[Any, Any], key: object, value: object, most: int) -> None:
    """The longest unused goes first."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)


handlers = [show_authors]
