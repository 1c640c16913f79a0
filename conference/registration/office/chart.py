"""A line over days as the points of an SVG; no script and no library draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 600, 160


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of a polyline in a box of 600 x 160, and the largest value."""

    points: str
    most: int


def curve_of(days: Sequence[date], values: Sequence[int], most: int = 0) -> Curve:
    """A step for each day; days without business keep the value before.

    `most` is the value at the top of the box, so that two curves share a scale.
    """
    top = max(most, *values, 1) if values else 1
    if not days:
        return Curve("", 0)
    span = max(1, (days[-1] - days[0]).days)
    points, before = [], 0
    for day, value in zip(days, values, strict=True):
        x = WIDTH * (day - days[0]).days / span
        points += [f"{x:.1f},{_y(before, top):.1f}", f"{x:.1f},{_y(value, top):.1f}"]
        before = value
    points.append(f"{WIDTH}.0,{_y(before, top):.1f}")
    return Curve(" ".join(points), max(values))


def _y(value: int, top: int) -> float:
    return HEIGHT - HEIGHT * max(0, value) / top
