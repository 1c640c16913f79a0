"""What the office sends about unpaid orders."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from conference.web import FormErrors

Reason = Annotated[str, msgspec.Meta(max_length=500)]


class DecisionForm(msgspec.Struct):
    reason: Reason = ""


class MoreTimeForm(msgspec.Struct):
    reason: Reason = ""
    until: date | None = None

    def __post_init__(self) -> None:
        errors = {}
        if self.until is None:
            errors["until"] = "Choose the day until which it stands."
        if not self.reason:
            errors["reason"] = "Write the reason; it is kept in the history."
        if errors:
            raise FormErrors({}, errors)
