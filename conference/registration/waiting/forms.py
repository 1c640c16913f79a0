"""What the office sends about the waiting list."""

from __future__ import annotations

from typing import Annotated

import msgspec


class WaitingReasonForm(msgspec.Struct):
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""
