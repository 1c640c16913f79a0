"""A statement as a treasurer looks at it: its open entries by what is proposed for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from conference.meetings.rules import MeetingInfo
from conference.registration.bank.books import books_of
from conference.registration.bank.matching import KIND_WORDS, MatchKind, Proposal, match
from conference.registration.bank.queries import EntryInfo
from conference.registration.bank.rules import Account, EntryState
from conference.registration.found_orders import FoundOrder, find_orders

SHOWN_OF_A_KIND = 200
MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Row:
    entry: EntryInfo
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Group:
    """The open entries of one kind; `hidden`: more of them than a page shows."""

    kind: MatchKind
    title: str
    rows: tuple[Row, ...]
    hidden: int

    @property
    def is_certain(self) -> bool:
        return any(row.proposal.is_certain for row in self.rows)


def groups_of(
    entries: Sequence[EntryInfo], proposals: Mapping[UUID, Proposal]
) -> tuple[Group, ...]:
    """Certain ones first; kinds without an entry are left out."""
    rows = [Row(each, proposals[each.id]) for each in entries if each.id in proposals]
    return tuple(
        _group(kind, of_kind)
        for kind in MatchKind
        if (of_kind := [row for row in rows if row.proposal.kind is kind])
    )


def _group(kind: MatchKind, rows: Sequence[Row]) -> Group:
    hidden = max(0, len(rows) - SHOWN_OF_A_KIND)
    return Group(kind, KIND_WORDS[kind], tuple(rows[:SHOWN_OF_A_KIND]), hidden)


def of_state(entries: Iterable[EntryInfo], *states: EntryState) -> tuple[EntryInfo, ...]:
    return tuple(each for each in entries if each.state in states)


@dataclass(frozen=True, slots=True)
class EntryView:
    """What is proposed for one entry, and the orders that it may be about."""

    proposal: Proposal | None
    candidates: tuple[FoundOrder, ...]


async def entry_view(meeting: MeetingInfo, entry: EntryInfo, text: str) -> EntryView:
    """The orders that a search finds; without one those that the entry names or whose due it is.

    Five statements, or three with a search; none for an entry that is decided about.
    """
    if entry.state is not EntryState.OPEN:
        return EntryView(None, ())
    if text:
        return EntryView(None, await find_orders(meeting.id, text))
    books = await books_of(meeting, [entry.credit])
    proposal = match(entry.credit, books)
    named = [books.accounts[code] for code in proposal.candidates if code in books.accounts]
    alike = [each for each in books.accounts.values() if each.due == entry.rest]
    accounts = {each.code: each for each in [*named, *alike]}
    shown = tuple(_candidate(each) for each in list(accounts.values())[:MOST_CANDIDATES])
    return EntryView(proposal, shown)


def _candidate(account: Account) -> FoundOrder:
    return FoundOrder(account.code, ", ".join(account.names), account.balance, account.is_closed)
