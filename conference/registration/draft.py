"""What a visitor has typed so far: in the session until the address is proved, then in a row.

The row belongs to whoever orders, so that the registration goes on in any browser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Request

from conference.orm import Actor, action
from conference.registration import tables
from conference.registration.chosen import Chosen
from conference.registration.forms import WhoForm

AnyRequest = Request[Any, Any, Any]
_KEY = "registering"


class Draft(msgspec.Struct):
    """The first screen of a stranger, kept by the browser's session."""

    who: dict[str, str] = {}

    @property
    def email(self) -> str:
        return self.who.get("email", "")


class Somebody(msgspec.Struct, frozen=True):
    """Somebody else who is registered by the person at the browser, as typed."""

    person: UUID
    typed: dict[str, str] = {}
    is_proved: bool = False

    @property
    def name(self) -> str:
        return f"{self.typed.get('given_name', '')} {self.typed.get('family_name', '')}".strip()

    @property
    def email(self) -> str:
        return self.typed.get("email", "")


class Kept(msgspec.Struct, frozen=True):
    """Everything chosen so far. `somebody`: for whom, if not for oneself."""

    chosen: Chosen = Chosen()
    somebody: Somebody | None = None
    bill: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What is stored of a registration under way; an empty one if nothing is."""

    kept: Kept = field(default_factory=Kept)
    quote: UUID | None = None
    saved_at: datetime | None = None


def read_draft(request: AnyRequest, slug: str) -> Draft:
    """The draft of this browser for the meeting; an empty one if there is none."""
    kept = request.session.get(_KEY, {}).get(slug, {})
    return Draft(who=dict(kept.get("who", {})))


def keep_draft(request: AnyRequest, slug: str, draft: Draft) -> None:
    request.session.setdefault(_KEY, {})[slug] = msgspec.to_builtins(draft)


def drop_draft(request: AnyRequest, slug: str) -> None:
    request.session.get(_KEY, {}).pop(slug, None)


def who_of(form: WhoForm) -> dict[str, str]:
    return {name: str(value) for name, value in msgspec.structs.asdict(form).items()}


async def load_kept(meeting: UUID, person: UUID) -> KeptDraft:
    """What this person has chosen for the meeting, on whichever device; one statement."""
    row = (
        await tables.Draft.select(tables.Draft.wish, tables.Draft.quote, tables.Draft.saved_at)
        .where(tables.Draft.meeting == meeting, tables.Draft.person == person)
        .first()
    )
    if row is None:
        return KeptDraft()
    kept = msgspec.json.decode(row["wish"], type=Kept)
    return KeptDraft(kept, row["quote"], row["saved_at"])


async def save_kept(
    meeting: UUID,
    person: UUID,
    kept: Kept,
    *,
    by: Actor,
    now: datetime,
    quote: UUID | None = None,
) -> None:
    """Writes what is chosen; of two tabs the later one counts. Nothing is ordered by it."""
    row = tables.Draft(
        id=uuid4(),
        created_at=now,
        meeting=meeting,
        person=person,
        wish=msgspec.json.encode(kept).decode(),
        quote=quote,
        saved_at=now,
    )
    async with action("save_draft", by=by, now=now, meeting=meeting):
        await tables.Draft.insert(row).on_conflict(
            target=(tables.Draft.meeting, tables.Draft.person),
            action="DO UPDATE",
            values=[tables.Draft.wish, tables.Draft.quote, tables.Draft.saved_at],
        )


async def drop_kept(meeting: UUID, person: UUID, *, by: Actor, now: datetime) -> None:
    """The order is placed: nothing is under way any more."""
    async with action("drop_draft", by=by, now=now, meeting=meeting):
        await tables.Draft.delete().where(
            tables.Draft.meeting == meeting, tables.Draft.person == person
        )


async def drafts_of(person: UUID) -> dict[UUID, datetime]:
    """Meeting -> when a registration was begun and left there; one statement."""
    rows = await tables.Draft.select(tables.Draft.meeting, tables.Draft.saved_at).where(
        tables.Draft.person == person
    )
    return {row["meeting"]: row["saved_at"] for row in rows}
