"""What the committee must know of an abstract at a glance before it decides."""

from __future__ import annotations

from collections.abc import Iterator

from abstracts.deciding.ranking import RankedRow
from abstracts.vocabulary import CallKind, Preference

Mark = tuple[str, str]  # the words, and the kind of badge


def marks_of(row: RankedRow) -> list[Mark]:
    """Limits and doubts in words: wish, late-breaking, reviews, a co-author's objection, fee."""
    return list(_marks(row))


def _marks(row: RankedRow) -> Iterator[Mark]:
    if row.is_conflicted:
        yield "your conflict", "warn"
        return
    if row.kind is CallKind.LATE_BREAKING:
        yield "late-breaking", "info"
    if row.preference is Preference.POSTER_ONLY:
        yield "poster only", "info"
    if row.preference is Preference.ORAL_ONLY:
        yield "talk only", "info"
    if row.standing is None:
        yield "no review", "bad"
    elif row.standing.is_short:
        yield "too few reviews", "warn"
    if row.standing and row.standing.is_disputed:
        yield "disputed", "warn"
    if row.has_objection:
        yield "objection", "bad"
    if row.is_fee_due:
        yield "fee unpaid", "warn"
