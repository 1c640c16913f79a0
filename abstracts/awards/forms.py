"""What is typed about applications: reasons, orders, answers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from abstracts.awards.cycle_actions import Extended
from abstracts.awards.cycles import CycleInfo
from abstracts.awards.rules import Rule
from conference.meetings.forms import read_local
from conference.people.rules import clean
from conference.web import FormErrors

Reason = Annotated[str, msgspec.Meta(max_length=1_000)]


class ExtendForm(msgspec.Struct):
    """`shown_at` is the deadline as the person saw it, so that two extensions do not mix."""

    at: str
    reason: Reason
    shown_at: str

    def as_extension(self, cycle: CycleInfo) -> Extended:
        """The new deadline on the clock of the award's zone. Raises FormErrors."""
        if self.shown_at != cycle.closes_at.isoformat():
            raise FormErrors({}, {"at": "Somebody else moved the deadline; look at it again."})
        return Extended(read_local(self.at, cycle.zone, "at"), clean(self.reason))


class OffersForm(msgspec.Struct):
    seen: str = ""
    chosen: list[UUID] = []


class TieForm(msgspec.Struct):
    """The applicants of one tie with a number for each, in the same order."""

    applicant: list[UUID]
    order: list[int]
    reason: Reason

    def as_order(self) -> list[UUID]:
        """The applicants, the first first. Raises FormErrors unless each number is used once."""
        wanted = list(range(1, len(self.applicant) + 1))
        if len(self.order) != len(self.applicant) or sorted(self.order) != wanted:
            raise FormErrors({}, {"order": f"Use each number from 1 to {len(wanted)} once."})
        pairs = zip(self.order, self.applicant, strict=True)
        return [who for _, who in sorted(pairs, key=lambda pair: pair[0])]


class WaiverForm(msgspec.Struct):
    reason: Reason
    rules: list[Rule] = []


class LateLettersForm(msgspec.Struct):
    until: str
    reason: Reason


class ReasonForm(msgspec.Struct):
    reason: Reason


class AnswerForm(msgspec.Struct):
    answer: str
    reason: Reason = ""

    def __post_init__(self) -> None:
        if self.answer not in ("accept", "decline"):
            raise FormErrors({}, {"answer": "Choose one of the two."})


class LetterForm(msgspec.Struct):
    text: str = ""
    file: UploadFile | None = None


class PaymentForm(msgspec.Struct):
    note: Annotated[str, msgspec.Meta(max_length=200)]
