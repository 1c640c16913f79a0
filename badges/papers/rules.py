"""Who is entitled to which certificate, from when, and why not. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from badges.papers.credits import CreditSheet
from badges.papers.kinds import CertificateKind
from conference.people.rules import PersonInfo


@dataclass(frozen=True, slots=True)
class Entitled:
    """The certificate may be given now."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """It will be given, from `when` if that is known."""

    reason: str
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """It will not be given, unless a fact changes."""

    reason: str


Entitlement = Entitled | NotYet | Never
ENTITLED = Entitled()


@dataclass(frozen=True, slots=True)
class Attended:
    """How one registration was used; `days` are those on which the person was scanned."""

    registration: UUID
    code: str
    holds_place: bool
    is_virtual: bool
    is_checked_in: bool
    day: date | None = None
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """What a person does in the released programme; `part` as "talk", "poster" or "chair"."""

    code: str
    part: str
    title: str
    session: str
    starts_at: datetime
    ends_at: datetime
    number: str = ""
    reference: str = ""
    presenters: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Grounds:
    """The facts that a certificate states."""

    attended: Attended | None = None
    item: Item | None = None
    reviews: int = 0
    sheet: CreditSheet | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A person, a kind of certificate, what it is for, and whether it may be given."""

    person: PersonInfo
    kind: CertificateKind
    entitlement: Entitlement
    grounds: Grounds
    subject: str = ""

    @property
    def is_ready(self) -> bool:
        return isinstance(self.entitlement, Entitled)

    @property
    def what(self) -> str:
        """What it is for, in the list of a person who has several."""
        item = self.grounds.item
        return item.title if item else ""


def once_key(meeting: UUID, kind: CertificateKind, person: UUID, subject: str) -> str:
    """One certificate in force of a kind, person and subject."""
    return f"{meeting}:{kind}:{person}:{subject}"


def judge_attendance(attended: Attended, ends: datetime, now: datetime) -> Entitlement:
    """Only who was checked in, and only after the meeting's end (T09)."""
    if attended.is_checked_in:
        return ENTITLED if now >= ends else NotYet("The meeting is not over yet.", ends)
    if not attended.holds_place:
        return Never("The registration is no longer valid.")
    if attended.is_virtual:
        return Never("It certifies having been there in person; this registration is online.")
    if now < ends:
        return NotYet("It is for who is checked in at the meeting.", ends)
    return Never("No check-in at the meeting is recorded.")


def judge_item(item: Item, was_not_shown: bool, now: datetime) -> Entitlement:
    """What is in the released programme, is over, and was shown (A15, B06)."""
    if was_not_shown:
        return Never("It is recorded as not shown.")
    if item.is_cancelled:
        return Never("It was cancelled.")
    if now < item.ends_at:
        return NotYet("It has not taken place yet.", item.ends_at)
    return ENTITLED


def judge_reviews(count: int, out_at: datetime | None, now: datetime) -> Entitlement:
    """How many reviews were sent; only once decisions are out, so that nobody is pressed (V07)."""
    if not count:
        return Never("No review was sent.")
    if out_at is None or now < out_at:
        return NotYet("The decisions are not out yet.", out_at)
    return ENTITLED


def judge_credits(
    sheet: CreditSheet, attended: Attended, ends: datetime, now: datetime
) -> Entitlement:
    """Whoever may have a certificate of attendance, and earned credits at all."""
    whole = judge_attendance(attended, ends, now)
    if not isinstance(whole, Entitled):
        return whole
    if not sheet.credits:
        return Never("No accredited session was attended long enough.")
    return ENTITLED


def best_attended(found: Sequence[Attended]) -> Attended:
    """Of a person's registrations the one that counts: checked in, else the one in force."""
    return max(found, key=lambda each: (each.is_checked_in, each.holds_place, each.code))
