"""What the committee sends about conflicts."""

from __future__ import annotations

from typing import Annotated

import msgspec

Key = Annotated[str, msgspec.Meta(max_length=200)]


class AcknowledgeForm(msgspec.Struct, kw_only=True):
    """The conflicts that are accepted, and why; `back` is the page to go on with."""

    keys: list[Key] = []
    reason: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    back: str = ""


class WithdrawForm(msgspec.Struct, kw_only=True):
    """The conflicts that are no longer accepted."""

    keys: list[Key] = []
    back: str = ""
