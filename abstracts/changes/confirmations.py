"""What co-authors were asked and what they said."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from abstracts.changes.rules import OBJECTION_WORDS, Ground
from abstracts.manuscript import AuthorEntry
from abstracts.tables.writing import Confirmation
from abstracts.vocabulary import Agreement
from conference.people.rules import normal_address
from conference.people.tables import EmailAddress

_ABSTRACT: Any = Confirmation.abstract


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One co-author's answer; `words` is what an objection says in general."""

    id: UUID
    abstract: UUID
    code: str
    email: str
    name: str
    shown: str
    state: Agreement
    ground: Ground | None
    said: str
    asked_at: datetime | None
    answered_at: datetime | None
    settled_at: datetime | None
    settlement: str

    @property
    def is_open(self) -> bool:
        """An objection that nobody has settled (situation 16)."""
        return self.state is Agreement.OBJECTED and self.settled_at is None

    @property
    def words(self) -> str:
        """ "did not agree to be an author"."""
        return OBJECTION_WORDS[self.ground] if self.ground else ""


@dataclass(frozen=True, slots=True)
class AuthorAgreement:
    """How it stands with one author: a word, the colour of its badge, and the answer if any."""

    name: str
    word: str
    colour: str
    confirmed: Confirmed | None = None

    @property
    def may_ask_again(self) -> bool:
        """A letter may have been lost; who has agreed is left in peace."""
        return self.confirmed is not None and self.confirmed.state is not Agreement.AGREED


def new_secret() -> str:
    """A secret for one letter: 32 random bytes."""
    return secrets.token_urlsafe(32)


def digest_of_secret(secret: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def confirmations_of(abstract: UUID) -> list[Confirmed]:
    """What was asked about an abstract, and the answers; one statement."""
    rows = await _confirmations().where(Confirmation.abstract == abstract)
    return [_confirmed(row) for row in rows]


async def confirmation_of_secret(meeting: UUID, secret: str) -> Confirmed | None:
    """What the letter with this secret asked; one statement."""
    row = (
        await _confirmations()
        .where(Confirmation.digest == digest_of_secret(secret), _ABSTRACT.meeting == meeting)
        .first()
    )
    return _confirmed(row) if row else None


async def confirmation_of_id(meeting: UUID, id: UUID) -> Confirmed | None:
    """One of the meeting's confirmations; one statement."""
    row = await _confirmations().where(Confirmation.id == id, _ABSTRACT.meeting == meeting).first()
    return _confirmed(row) if row else None


async def addresses_of_submitter(person: UUID) -> frozenset[str]:
    """The submitter is not asked, under none of their addresses; one statement."""
    rows = await EmailAddress.select(EmailAddress.address).where(EmailAddress.person == person)
    return frozenset(row["address"] for row in rows)


def agreements(
    authors: tuple[AuthorEntry, ...], own: frozenset[str], answers: list[Confirmed]
) -> list[AuthorAgreement]:
    """How it stands with each author, in order."""
    by_email = {each.email: each for each in answers}
    return [_agreement(author, own, by_email) for author in authors]


def _agreement(
    author: AuthorEntry, own: frozenset[str], by_email: dict[str, Confirmed]
) -> AuthorAgreement:
    email = normal_address(author.email)
    answer = by_email.get(email)
    if email and email in own:
        return AuthorAgreement(author.name, "Submitted it", "")
    if answer is None:
        word = "Not asked" if email else "Not asked: no e-mail address"
        return AuthorAgreement(author.name, word, "")
    if answer.is_open:
        return AuthorAgreement(author.name, "Objects", "bad", answer)
    if answer.state is Agreement.OBJECTED:
        return AuthorAgreement(author.name, "Objected, settled", "", answer)
    if answer.state is Agreement.AGREED:
        return AuthorAgreement(author.name, "Agreed", "good", answer)
    return AuthorAgreement(author.name, "Asked, no answer yet", "warn", answer)


def _confirmations() -> Any:
    return Confirmation.select(
        *Confirmation.all_columns(), _ABSTRACT.code.as_alias("code")
    ).order_by(Confirmation.created_at)


def _confirmed(row: dict[str, Any]) -> Confirmed:
    same = ("id", "abstract", "code", "email", "name", "shown", "said", "settlement")
    moments = ("asked_at", "answered_at", "settled_at")
    return Confirmed(
        **{name: row[name] for name in (*same, *moments)},
        state=Agreement(row["state"]),
        ground=Ground(row["ground"]) if row["ground"] else None,
    )
