"""What readers send."""

from __future__ import annotations

import msgspec


class StarForm(msgspec.Struct):
    """Which items to star or unstar; `merged` when a browser hands over what it kept."""

    star: list[str] = []
    unstar: list[str] = []
    merged: bool = False
    back: str = ""
