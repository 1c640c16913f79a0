"""Cut-offs as the address carries them: for all topics, and for one where it differs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from abstracts.deciding.proposing import ALL, CutOffs
from conference.web import FormErrors

LEVELS = ("oral", "lightning", "poster", "waiting")
LABELS = {
    "oral": "Talk from",
    "lightning": "Lightning talk from",
    "poster": "Poster from",
    "waiting": "Waiting list from",
}


def field_of(level: str, topic: str = ALL) -> str:
    """The name of the field of a cut-off."""
    return f"{level}-{topic}" if topic else level


def read_cutoffs(typed: Mapping[str, str], topics: Iterable[str]) -> dict[str, CutOffs]:
    """Topic -> its cut-offs (ALL: those of every other); an empty field of a topic is that of all.

    Raises FormErrors with a sentence a field: for what is no number, and for a cut-off that lies
    above the one of a better outcome.
    """
    errors: dict[str, str] = {}
    overall = _one(typed, ALL, CutOffs(), errors)
    found = {ALL: overall}
    for topic in topics:
        if any(typed.get(field_of(level, topic), "").strip() for level in LEVELS):
            found[topic] = _one(typed, topic, overall, errors)
    if errors:
        raise FormErrors(typed, errors)
    return found


def query_of(typed: Mapping[str, str]) -> str:
    """The address of the same cut-offs, without the empty ones."""
    named = {key: text for key, text in typed.items() if text and key.split("-")[0] in LEVELS}
    return urlencode(named)


def _one(
    typed: Mapping[str, str], topic: str, otherwise: CutOffs, errors: dict[str, str]
) -> CutOffs:
    values: dict[str, float | None] = {}
    above: float | None = None
    for level in LEVELS:
        name = field_of(level, topic)
        text = typed.get(name, "").strip().replace(",", ".")
        value = getattr(otherwise, level) if not text else _number(text)
        if text and value is None:
            errors[name] = "Write a score, for example 3.6."
        elif value is not None and above is not None and value > above:
            errors[name] = f"This is higher than the cut-off before it ({above:g})."
        values[level] = value
        above = above if value is None else value
    return CutOffs(**values)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1_000 else None
