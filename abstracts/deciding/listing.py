"""The committee's list of abstracts: filtered by the address, a page at a time, or whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And
from piccolo.custom_types import Combinable

from abstracts.deciding.fees import unpaid_fees
from abstracts.deciding.held import held_of
from abstracts.deciding.registered import registered_and_paid
from abstracts.reviews.standings import standings_of
from abstracts.tables import Abstract, Author
from abstracts.tables.deciding import HeldDecision
from abstracts.vocabulary import AbstractState, Decision, Outcome, Preference
from conference.orm.containing import contains
from conference.people.queries import primary_addresses
from conference.people.rules import fold
from conference.registration.rules import OrderState, RegistrationState
from conference.registration.tables import Order, Registration

PAGE_SIZE = 100
NONE = "none"
SORTS: Mapping[str, tuple[str, Any, bool]] = {
    "": ("Newest first", Abstract.submitted_at, False),
    "oldest": ("Oldest first", Abstract.submitted_at, True),
    "title": ("Title", Abstract.title, True),
    "topic": ("Topic", Abstract.topic.code, True),
    "state": ("State", Abstract.state, True),
    "code": ("Reference", Abstract.code, True),
}
_COLUMNS = (
    Abstract.id,
    Abstract.code,
    Abstract.title,
    Abstract.state,
    Abstract.decision,
    Abstract.preference,
    Abstract.submitted_at,
    Abstract.fee_order,
    Abstract.presented_by,
    Abstract.presented_by_name,
    Abstract.answer,
    Abstract.topic.code.as_alias("topic_code"),
    Abstract.topic.title.as_alias("topic_title"),
    Abstract.call.title.as_alias("call_title"),
)


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the address asks for; empty: any. `page` counts from 1; 0 is everything.

    `conflicted`: what the viewer has a conflict with; filters that tell of a judgement leave it
    out, and nothing that is held for it is shown (V03).
    """

    text: str = ""
    state: str = ""
    topic: str = ""
    call: str = ""
    held: str = ""
    fee: str = ""
    presenter: str = ""
    disputed: str = ""
    sort: str = ""
    page: int = 1
    conflicted: frozenset[UUID] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class ListRow:
    """An abstract in the committee's list."""

    id: UUID
    code: str
    title: str
    state: AbstractState
    decision: Decision | None
    preference: Preference
    topic_code: str
    topic_title: str
    call_title: str
    presenter: str
    presenter_email: str
    is_registered: bool
    is_fee_due: bool
    held: Outcome | None
    is_conflicted: bool
    answer: str
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list, and how many there are in all."""

    rows: list[ListRow]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


async def list_abstracts(meeting: UUID, wanted: ListFilter) -> ListPage:
    """What the committee may read: never a draft. A fixed number of statements."""
    where = await _where(meeting, wanted)
    total = await Abstract.count().where(where)
    _, column, ascending = SORTS.get(wanted.sort, SORTS[""])
    query = Abstract.select(*_COLUMNS).where(where).order_by(column, ascending=ascending)
    query = query.order_by(Abstract.code)
    number = min(wanted.page, max(1, -(-total // PAGE_SIZE)))
    if wanted.page:
        query = query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    rows: list[dict[str, Any]] = await query
    return ListPage(await _rows(meeting, rows, wanted), total, number)


async def _where(meeting: UUID, wanted: ListFilter) -> Combinable:
    parts = [*_plain(wanted), *_judged(wanted), *_presenting(meeting, wanted)]
    if wanted.disputed:
        disputed = [
            id
            for id, standing in (await standings_of(meeting)).items()
            if standing.is_disputed and id not in wanted.conflicted
        ]
        parts.append(Abstract.id.is_in(disputed) if disputed else Abstract.id.is_null())
    where: Combinable = And(Abstract.meeting == meeting, Abstract.submitted_at.is_not_null())
    for part in parts:
        where = And(where, part)
    return where


def _plain(wanted: ListFilter) -> Iterator[Combinable]:
    if wanted.state:
        yield Abstract.state == wanted.state
    if wanted.topic:
        yield Abstract.topic.code == wanted.topic
    if wanted.call:
        yield Abstract.call.key == wanted.call
    for word in fold(wanted.text).split():
        yield contains(Abstract.search_key, word)
    unpaid = Order.select(Order.code).where(Order.state != OrderState.PAID.value)
    if wanted.fee == "due":
        yield Abstract.fee_order.is_in(unpaid)
    elif wanted.fee == "paid":
        yield And(Abstract.fee_order != "", Abstract.fee_order.not_in(unpaid))


def _judged(wanted: ListFilter) -> Iterator[Combinable]:
    if not wanted.held:
        return
    held = HeldDecision.select(HeldDecision.abstract)
    if wanted.held == NONE:
        yield Abstract.id.not_in(held)
    else:
        yield Abstract.id.is_in(held.where(HeldDecision.outcome == wanted.held))
    if wanted.conflicted:
        yield Abstract.id.not_in(list(wanted.conflicted))


def _presenting(meeting: UUID, wanted: ListFilter) -> Iterator[Combinable]:
    if not wanted.presenter:
        return
    registered = Registration.select(Registration.person).where(
        Registration.meeting == meeting,
        Registration.state == RegistrationState.CONFIRMED.value,
    )
    presenting = Author.select(Author.abstract).where(
        Author.is_presenting.eq(True), Author.person.is_in(registered)
    )
    by_author = And(Abstract.presented_by.is_null(), Abstract.id.is_in(presenting))
    found = by_author | Abstract.presented_by.is_in(registered)
    if wanted.presenter == "registered":
        yield found
        return
    others = And(Abstract.presented_by.is_null(), Abstract.id.not_in(presenting))
    yield others | And(
        Abstract.presented_by.is_not_null(), Abstract.presented_by.not_in(registered)
    )


async def _rows(meeting: UUID, rows: list[dict[str, Any]], wanted: ListFilter) -> list[ListRow]:
    held = await held_of(meeting)
    unpaid = await unpaid_fees(meeting)
    presenting = await _presenters([row["id"] for row in rows], meeting)
    persons = {
        row["id"]: row["presented_by"] or presenting.get(row["id"], _NOBODY)["person"]
        for row in rows
    }
    stand_ins = {row["presented_by"] for row in rows} - {None}
    addresses = await primary_addresses(stand_ins) if stand_ins else {}
    registered = await registered_and_paid(meeting, [each for each in persons.values() if each])
    return [
        _row(
            row,
            presenting.get(row["id"], _NOBODY),
            stand_in_email=addresses.get(row["presented_by"], ""),
            is_registered=persons[row["id"]] in registered,
            is_fee_due=bool(row["fee_order"]) and row["fee_order"] in unpaid,
            held=held[row["id"]].outcome if row["id"] in held else None,
            is_conflicted=row["id"] in wanted.conflicted,
        )
        for row in rows
    ]


_NOBODY: dict[str, Any] = {"person": None, "given_name": "", "family_name": "", "email": ""}


async def _presenters(ids: list[UUID], meeting: UUID) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    of_meeting: Any = Author.abstract
    which = Author.abstract.is_in(ids) if len(ids) <= PAGE_SIZE else of_meeting.meeting == meeting
    found = await Author.select(
        Author.abstract, Author.person, Author.given_name, Author.family_name, Author.email
    ).where(which, Author.is_presenting.eq(True))
    return {row["abstract"]: row for row in found}


def _row(
    row: dict[str, Any],
    presenter: dict[str, Any],
    *,
    stand_in_email: str,
    is_registered: bool,
    is_fee_due: bool,
    held: Outcome | None,
    is_conflicted: bool,
) -> ListRow:
    name = f"{presenter['given_name']} {presenter['family_name']}".strip()
    return ListRow(
        id=row["id"],
        code=row["code"],
        title=row["title"],
        state=AbstractState(row["state"]),
        decision=Decision(row["decision"]) if row["decision"] else None,
        preference=Preference(row["preference"]),
        topic_code=row["topic_code"] or "",
        topic_title=row["topic_title"] or "",
        call_title=row["call_title"],
        presenter=row["presented_by_name"] or name,
        presenter_email=stand_in_email if row["presented_by"] else presenter["email"],
        is_registered=is_registered,
        is_fee_due=is_fee_due,
        held=None if is_conflicted else held,
        is_conflicted=is_conflicted,
        answer=row["answer"],
        submitted_at=row["submitted_at"],
    )
