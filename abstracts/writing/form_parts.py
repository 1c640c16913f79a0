"""What other parts put into the form of an abstract: told from above, like places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from litestar.datastructures import FormMultiDict

from abstracts.queries.calls import CallInfo
from abstracts.queries.one import AbstractDetail
from conference.meetings.rules import MeetingInfo
from conference.orm import Action
from conference.people.access import Visitor


@dataclass(frozen=True, slots=True)
class FormPart:
    """A fragment of the page: a template, and under "part" what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


class PartOfForm(Protocol):
    """A section of the form; `code` is "" until the draft has been saved, `typed` what was sent."""

    async def show(
        self, call: CallInfo, person: UUID, code: str, typed: FormMultiDict | None
    ) -> FormPart | None:
        """The section, with what was typed or what is stored; None where there is nothing."""

    async def problems(
        self, call: CallInfo, person: UUID, code: str, typed: FormMultiDict
    ) -> dict[str, str]:
        """What keeps the form from being submitted: field -> sentence."""

    async def save(
        self, act: Action, person: UUID, code: str, typed: FormMultiDict, *, is_submitted: bool
    ) -> None:
        """Writes what was typed, in the transaction that saves the abstract."""


class PartOfPage(Protocol):
    """A card of the page that shows an abstract to its authors."""

    async def __call__(
        self, meeting: MeetingInfo, abstract: AbstractDetail, visitor: Visitor, now: datetime
    ) -> FormPart | None: ...


_form_parts: list[PartOfForm] = []
_show_parts: list[PartOfPage] = []


def add_form_part(part: PartOfForm) -> None:
    """Registers a section of the form."""
    if part not in _form_parts:
        _form_parts.append(part)


def add_show_part(part: PartOfPage) -> None:
    """Registers a card of the page of one abstract."""
    if part not in _show_parts:
        _show_parts.append(part)


async def shown_in_form(
    call: CallInfo, person: UUID, code: str, typed: FormMultiDict | None
) -> list[FormPart]:
    """The sections that other parts add to the form."""
    found = [await part.show(call, person, code, typed) for part in _form_parts]
    return [part for part in found if part]


async def problems_of_parts(
    call: CallInfo, person: UUID, code: str, typed: FormMultiDict
) -> dict[str, str]:
    """What those sections say against submitting."""
    problems: dict[str, str] = {}
    for part in _form_parts:
        problems |= await part.problems(call, person, code, typed)
    return problems


async def save_parts(
    act: Action, person: UUID, code: str, typed: FormMultiDict | None, *, is_submitted: bool
) -> None:
    """Writes what was typed in those sections; nothing where no form was sent."""
    if typed is not None:
        for part in _form_parts:
            await part.save(act, person, code, typed, is_submitted=is_submitted)


async def shown_on_page(
    meeting: MeetingInfo, abstract: AbstractDetail, visitor: Visitor, now: datetime
) -> list[FormPart]:
    """The cards that other parts add to the page of an abstract."""
    found = [await part(meeting, abstract, visitor, now) for part in _show_parts]
    return [part for part in found if part]
