"""The rules about abstracts that differ between societies, and their defaults."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from abstracts.tables.deciding import AbstractPolicy
from abstracts.vocabulary import Silence


@dataclass(frozen=True, slots=True)
class AbstractPolicyInfo:
    """What a meeting has decided; without a row in the table, these defaults."""

    has_one_talk: bool = True
    is_lightning_a_talk: bool = True
    answer_days: int = 14
    silence: Silence = Silence.REMIND
    grace_days: int = 7
    presenter_days: int = 30
    presenter_reminders: tuple[int, ...] = (14, 3)
    is_slot_released: bool = True
    presenter_change_until: datetime | None = None
    may_anybody_present: bool = False
    correct_authors_until: datetime | None = None
    does_ask_coauthors: bool = True
    frozen_at: datetime | None = None
    titles_from: datetime | None = None
    texts_from: datetime | None = None
    registered_texts_from: datetime | None = None

    def answer_by(self, released: datetime) -> datetime:
        """Until when the presenter accepts or declines (V08)."""
        return released + timedelta(days=self.answer_days)

    def register_by(self, released: datetime) -> datetime:
        """Until when the presenting author must be registered and paid (A09)."""
        return released + timedelta(days=self.presenter_days)


async def policy_of(meeting: UUID) -> AbstractPolicyInfo:
    """The meeting's rules about abstracts; the defaults where it has set none; one statement."""
    row = await AbstractPolicy.select().where(AbstractPolicy.meeting == meeting).first()
    return policy_of_row(row) if row else AbstractPolicyInfo()


def policy_of_row(row: dict[str, Any]) -> AbstractPolicyInfo:
    """A stored row as the rules it says."""
    values = {each.name: row[each.name] for each in fields(AbstractPolicyInfo)}
    values["silence"] = Silence(values["silence"])
    values["presenter_reminders"] = msgspec.json.decode(
        values["presenter_reminders"], type=tuple[int, ...]
    )
    return AbstractPolicyInfo(**values)
