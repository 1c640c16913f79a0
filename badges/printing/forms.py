"""What the printing pages send."""

from __future__ import annotations

from typing import Annotated

import msgspec

from badges.layout import DEFAULT_LAYOUT, LAYOUTS
from badges.printing.rules import PrintReason
from conference.web import FormErrors


class BatchForm(msgspec.Struct):
    """Which badges, on which paper; `expected` is how many the page showed."""

    printed: str = "new"
    category: Annotated[str, msgspec.Meta(max_length=40)] = ""
    first: Annotated[str, msgspec.Meta(max_length=20)] = ""
    last: Annotated[str, msgspec.Meta(max_length=20)] = ""
    layout: str = DEFAULT_LAYOUT
    reason: PrintReason | None = None
    expected: int = -1

    def __post_init__(self) -> None:
        if self.layout not in LAYOUTS:
            raise FormErrors({}, {"layout": "Choose one from the list."})
