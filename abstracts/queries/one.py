"""One abstract with all that belongs to it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns.combination import And, Or

from abstracts.manuscript import Affiliation, AuthorEntry, Figure, Manuscript, Part
from abstracts.queries.calls import CallInfo, call_by_id, call_for
from abstracts.states import may_edit
from abstracts.tables import Abstract, AbstractFigure, AbstractVersion, Author, AuthorAffiliation
from abstracts.vocabulary import AbstractState, Decision, Preference


@dataclass(frozen=True, slots=True)
class AbstractDetail:
    """An abstract as its authors and the committee see it; `people` are the linked authors."""

    id: UUID
    code: str
    call: CallInfo
    submitter: UUID
    submitter_name: str
    state: AbstractState
    decision: Decision | None
    version: int
    created_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    topic_title: str
    manuscript: Manuscript
    people: tuple[UUID | None, ...]
    presented_by: UUID | None = None
    presented_by_name: str = ""
    answer: str = ""
    answer_by: datetime | None = None
    register_by: datetime | None = None
    waiting_rank: int | None = None

    @property
    def digest(self) -> str:
        """Names exactly this text: a save says which text it started from."""
        return digest_of(self.manuscript)

    @property
    def presenter(self) -> AuthorEntry | None:
        """The author who presents."""
        return next((each for each in self.manuscript.authors if each.is_presenting), None)

    @property
    def presenter_person(self) -> UUID | None:
        """Who presents, once that is known: the presenting author, or who does it for them."""
        if self.presented_by:
            return self.presented_by
        pairs = zip(self.manuscript.authors, self.people, strict=True)
        return next((person for author, person in pairs if author.is_presenting), None)

    @property
    def presenter_name(self) -> str:
        """Who presents, by name (A12)."""
        return self.presented_by_name or (self.presenter.name if self.presenter else "")

    def may_edit(self, now: datetime) -> bool:
        """Whether its submitter may still change it (A05)."""
        return may_edit(self.state, self.call.opens_at, self.call.last_moment, now)


@dataclass(frozen=True, slots=True)
class AbstractVersionInfo:
    """One kept version; `manuscript` is what it said."""

    number: int
    at: datetime
    by_name: str
    manuscript: Manuscript


async def abstract_for_author(meeting: UUID, code: str, person: UUID) -> AbstractDetail | None:
    """The abstract if the person submitted it, is one of its authors or presents it; else None."""
    named = Abstract.id.is_in(Author.select(Author.abstract).where(Author.person == person))
    # A draft is its submitter's alone, whoever is named in it.
    is_author = And(Or(named, Abstract.presented_by == person), Abstract.submitted_at.is_not_null())
    mine = Or(Abstract.submitter == person, is_author)
    row = await _abstracts(meeting, code).where(mine).first()
    return await _detail(meeting, row, person) if row else None


async def abstract_of_key(meeting: UUID, key: str, person: UUID) -> AbstractDetail | None:
    """The abstract that this person's form of this key has started; None before it was sent."""
    id = id_of_key(key)
    if id is None:
        return None
    row = await Abstract.select(Abstract.code).where(
        Abstract.id == id, Abstract.submitter == person
    ).first()  # fmt: skip
    return await abstract_for_author(meeting, row["code"], person) if row else None


def id_of_key(key: str) -> UUID | None:
    """The id that a form asks for with its key."""
    try:
        return UUID(key)
    except ValueError:
        return None


async def abstract_of_meeting(meeting: UUID, code: str) -> AbstractDetail | None:
    """The abstract for the committee, which sees all that were ever submitted, never a draft."""
    submitted = Abstract.submitted_at.is_not_null()
    row = await _abstracts(meeting, code).where(submitted).first()
    return await _detail(meeting, row) if row else None


async def versions(abstract: UUID) -> list[AbstractVersionInfo]:
    """What the abstract said, newest first."""
    rows = (
        await AbstractVersion.select(
            AbstractVersion.number,
            AbstractVersion.created_at,
            AbstractVersion.by_name,
            AbstractVersion.snapshot,
        )
        .where(AbstractVersion.abstract == abstract)
        .order_by(AbstractVersion.number, ascending=False)
    )
    return [
        AbstractVersionInfo(
            row["number"], row["created_at"], row["by_name"], decode_manuscript(row["snapshot"])
        )
        for row in rows
    ]


def encode_manuscript(manuscript: Manuscript) -> str:
    """The snapshot of a version."""
    return msgspec.json.encode(manuscript).decode()


def decode_manuscript(snapshot: str) -> Manuscript:
    """The manuscript that a snapshot keeps."""
    return msgspec.json.decode(snapshot, type=Manuscript)


def digest_of(manuscript: Manuscript) -> str:
    """Sixteen characters that differ as soon as the text differs."""
    return hashlib.sha256(encode_manuscript(manuscript).encode()).hexdigest()[:16]


def _abstracts(meeting: UUID, code: str) -> Any:
    return Abstract.select(
        *Abstract.all_columns(),
        Abstract.submitter.registered_name.as_alias("submitter_name"),
        Abstract.topic.code.as_alias("topic_code"),
        Abstract.topic.title.as_alias("topic_title"),
        Abstract.second_topic.code.as_alias("second_topic_code"),
    ).where(Abstract.meeting == meeting, Abstract.code == code.upper())


async def _detail(meeting: UUID, row: dict[str, Any], person: UUID | None = None) -> AbstractDetail:
    authors = await Author.select().where(Author.abstract == row["id"]).order_by(Author.position)
    places = (
        await AuthorAffiliation.select()
        .where(AuthorAffiliation.author.abstract == row["id"])
        .order_by(AuthorAffiliation.position)
    )
    figure = (
        await AbstractFigure.select(
            AbstractFigure.digest, AbstractFigure.caption, AbstractFigure.alt
        )
        .where(AbstractFigure.abstract == row["id"])
        .first()
    )
    if person:
        call = await call_for(meeting, row["call"], person)
    else:
        call = await call_by_id(meeting, row["call"])
    assert call is not None, "an abstract belongs to a call of its meeting"
    return AbstractDetail(
        id=row["id"],
        code=row["code"],
        call=call,
        submitter=row["submitter"],
        submitter_name=row["submitter_name"],
        state=AbstractState(row["state"]),
        decision=Decision(row["decision"]) if row["decision"] else None,
        version=row["version"],
        created_at=row["created_at"],
        submitted_at=row["submitted_at"],
        decided_at=row["decided_at"],
        topic_title=row["topic_title"] or "",
        manuscript=Manuscript(
            title=row["title"],
            topic=row["topic_code"] or "",
            preference=Preference(row["preference"]),
            authors=tuple(_author(each, places) for each in authors),
            body=row["body"],
            second_topic=row["second_topic_code"] or "",
            is_for_lightning=row["is_for_lightning"],
            parts=msgspec.json.decode(row["parts"], type=tuple[Part, ...]),
            keywords=row["keywords"],
            funding=row["funding"],
            ethics=row["ethics"],
            trial=row["trial"],
            justification=row["justification"],
            agreed=msgspec.json.decode(row["agreed"], type=tuple[str, ...]),
            figure=Figure(**figure) if figure else None,
        ),
        people=tuple(each["person"] for each in authors),
        presented_by=row["presented_by"],
        presented_by_name=row["presented_by_name"],
        answer=row["answer"],
        answer_by=row["answer_by"],
        register_by=row["register_by"],
        waiting_rank=row["waiting_rank"],
    )


def _author(row: dict[str, Any], places: list[dict[str, Any]]) -> AuthorEntry:
    return AuthorEntry(
        given_name=row["given_name"],
        family_name=row["family_name"],
        email=row["email"],
        is_presenting=row["is_presenting"],
        is_corresponding=row["is_corresponding"],
        affiliations=tuple(
            Affiliation(place["institution"], place["city"], place["country"])
            for place in places
            if place["author"] == row["id"]
        ),
        orcid=row["orcid"],
        is_submitting=row["is_submitting"],
        is_senior=row["is_senior"],
        discloses=row["discloses"],
        disclosure=row["disclosure"],
    )
