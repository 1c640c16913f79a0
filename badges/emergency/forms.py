"""What the pages of the emergency pack send."""

from __future__ import annotations

from typing import Annotated

import msgspec

from badges.temporary.rules import AT_ONCE, MOST_AT_ONCE

Key = Annotated[str, msgspec.Meta(max_length=60)]
Typed = Annotated[str, msgspec.Meta(max_length=200)]


class BadgesForm(msgspec.Struct):
    stock: Key


class TemporaryForm(msgspec.Struct):
    temporary_stock: Key
    count: Annotated[int, msgspec.Meta(ge=1, le=MOST_AT_ONCE)] = AT_ONCE


class LinkForm(msgspec.Struct):
    badge: Typed
    person: Typed
