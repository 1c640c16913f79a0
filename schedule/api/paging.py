"""A page of a long list, by `limit` and `offset` in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from litestar import Request

from conference.web.problems import Invalid

T = TypeVar("T")
USUAL, MOST = 50, 200


@dataclass(frozen=True, slots=True)
class Paged:
    """Which part of a list was asked for, and how to ask for the next."""

    limit: int
    offset: int
    path: str
    others: tuple[tuple[str, str], ...]

    def of(self, found: Sequence[T]) -> tuple[T, ...]:
        """This page of all that was found."""
        return tuple(found[self.offset : self.offset + self.limit])

    def next(self, total: int) -> str | None:
        """The address of the following page, None after the last."""
        following = self.offset + self.limit
        if following >= total:
            return None
        asked = (*self.others, ("limit", str(self.limit)), ("offset", str(following)))
        return f"{self.path}?{urlencode(asked)}"


def paged(request: Request[Any, Any, Any], base: str) -> Paged:
    """What the query string asks for. Raises Invalid with a sentence for what is no such number."""
    asked = request.query_params
    errors = {}
    limit, offset = (
        asked.get(name, str(usual)) for name, usual in (("limit", USUAL), ("offset", 0))
    )
    if not (_is_number(limit) and 1 <= int(limit) <= MOST):
        errors["limit"] = f"Ask for 1 to {MOST} at a time."
    if not _is_number(offset):
        errors["offset"] = "Give the number of entries to pass over, from 0."
    if not _is_day(asked.get("day", "")):
        errors["day"] = "Give the day as 2027-10-18."
    if errors:
        raise Invalid("The address asks for what cannot be answered.", errors=errors)
    others = tuple(
        (name, value) for name, value in asked.multi_items() if name not in ("limit", "offset")
    )
    return Paged(int(limit), int(offset), base + request.url.path, others)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _is_day(text: str) -> bool:
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
