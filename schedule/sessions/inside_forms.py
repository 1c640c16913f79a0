"""What the committee sends to rearrange, fill, move and copy what is inside a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from abstracts.vocabulary import Decision
from conference.people.rules import clean
from conference.web import FormErrors
from conference.web.forms import MISSING
from schedule.rules.arrangements import (
    Arrangement,
    CloseUp,
    CopyTo,
    Discussion,
    Reorder,
    SetLengths,
    Shift,
    Stretch,
)
from schedule.rules.filling import FillWish
from schedule.rules.usual import USUAL_SLOT
from schedule.rules.vocabulary import SlotKind
from schedule.sessions.forms import Title
from schedule.sessions.venue_times import when_of

Code = Annotated[str, msgspec.Meta(max_length=20)]
Length = Annotated[int, msgspec.Meta(ge=1, le=600)]
STEPS = (1, 5)


class ArrangeForm(msgspec.Struct, kw_only=True):
    """One step inside a session; `do` says which, and which of the fields it reads."""

    version: int
    do: str = ""
    conflicts_ok: bool = False
    slot: Code = ""
    place: Annotated[int, msgspec.Meta(ge=1, le=2000)] | None = None
    step: int = 5
    shift_after: Code = ""
    shift_minutes: Annotated[int, msgspec.Meta(ge=-600, le=600)] | None = None
    gap_after: Code = ""
    gap_minutes: Length | None = None
    gap_title: Title = "Discussion"
    each_kind: SlotKind = SlotKind.TALK
    each_minutes: Length | None = None
    each_questions: Annotated[int, msgspec.Meta(ge=0, le=600)] = 0
    slots: list[str] = []
    to: Annotated[str, msgspec.Meta(max_length=40)] = ""

    def arrangement(self) -> Arrangement:
        """The step that is meant. Raises FormErrors for what is missing, or for no such step."""
        made = _STEPS.get(self.do)
        if made is None:
            raise self.wrong(**{"": "Choose what is to be done."})
        return made(self)

    def target(self) -> tuple[str, int]:
        """(code, version seen) of the session that talks move to. Raises FormErrors."""
        code, _, version = self.to.partition(":")
        if not code or not version.isdecimal() or len(version) > 9:
            raise self.wrong(to="Choose the session that they move to.")
        return code, int(version)

    def wrong(self, **errors: str) -> FormErrors:
        """This form again with a sentence beside each named field."""
        return FormErrors(self, errors)

    def reorder(self) -> Reorder:
        """Raises FormErrors without a talk or a place."""
        if not self.slot:
            raise self.wrong(slot="Choose the talk.")
        if self.place is None:
            raise self.wrong(place="Say which place, for example 1 for the first.")
        return Reorder(self.slot, self.place)

    def stretch(self) -> Stretch:
        """Raises FormErrors for a rounding that is not offered."""
        if self.step not in STEPS:
            raise self.wrong(step="Choose one from the list.")
        return Stretch(self.step)

    def shift(self) -> Shift:
        """Raises FormErrors without minutes."""
        if not self.shift_minutes:
            raise self.wrong(shift_minutes="Say by how many minutes, for example 5 or -5.")
        return Shift(self.shift_after, self.shift_minutes)

    def discussion(self) -> Discussion:
        """Raises FormErrors without a length or a title."""
        if self.gap_minutes is None:
            raise self.wrong(gap_minutes="Say how many minutes it lasts.")
        if not clean(self.gap_title):
            raise self.wrong(gap_title=MISSING)
        return Discussion(self.gap_after, self.gap_minutes, clean(self.gap_title))

    def lengths(self) -> SetLengths:
        """Raises FormErrors without a length, or if questions take all of it."""
        if self.each_minutes is None:
            raise self.wrong(each_minutes="Say how many minutes each one lasts.")
        if self.each_questions >= self.each_minutes:
            raise self.wrong(each_questions="Questions are part of the minutes: fewer than those.")
        return SetLengths(self.each_kind, self.each_minutes, self.each_questions)


_STEPS: dict[str, Callable[[ArrangeForm], Arrangement]] = {
    "reorder": ArrangeForm.reorder,
    "close": lambda form: CloseUp(),
    "stretch": ArrangeForm.stretch,
    "shift": ArrangeForm.shift,
    "discussion": ArrangeForm.discussion,
    "lengths": ArrangeForm.lengths,
}


class FillForm(msgspec.Struct, kw_only=True):
    """What to fill a session with, and of what was proposed, which ones; `topics` are codes."""

    version: int = 0
    what: Decision | None = None
    topics: list[str] = []
    minutes: Length | None = None
    questions: Annotated[int, msgspec.Meta(ge=0, le=600)] | None = None
    registered_first: bool = False
    take: list[str] = []
    conflicts_ok: bool = False

    def wish(self, usual: Decision) -> FillWish:
        """What is wished, with the usual kind and lengths where nothing was said.

        Raises FormErrors if questions take all the minutes.
        """
        what = self.what or usual
        slot = USUAL_SLOT[what]
        minutes = slot.minutes if self.minutes is None or not slot.minutes else self.minutes
        questions = min(slot.questions, max(minutes - 1, 0))
        if self.questions is not None and slot.minutes:
            questions = self.questions
        if slot.minutes and questions >= minutes:
            sentence = "Questions are part of the minutes: fewer than the talk has."
            raise FormErrors(self, {"questions": sentence})
        return FillWish(
            what, frozenset(self.topics), minutes, questions, registered_first=self.registered_first
        )


class CopyForm(msgspec.Struct, kw_only=True):
    """Where and when the shape of a session is repeated."""

    version: int
    copy_title: Title = ""
    day: date | None = None
    start: str = ""
    which: str = ""
    room: UUID | None = None
    with_chairs: bool = False

    def copy_to(self, zone: ZoneInfo) -> CopyTo:
        """Raises FormErrors without a title and for a time that cannot be."""
        if not clean(self.copy_title):
            raise FormErrors(self, {"copy_title": MISSING})
        return CopyTo(
            clean(self.copy_title),
            when_of(self, zone),
            self.room,
            with_chairs=self.with_chairs,
        )
