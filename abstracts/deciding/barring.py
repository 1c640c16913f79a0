"""What an abstract cannot become, and why, whatever its score."""

from __future__ import annotations

from collections.abc import Sequence

from abstracts.states import allowed_decisions
from abstracts.vocabulary import CallKind, Decision, Preference


def barred_decisions(
    kind: CallKind,
    preference: Preference,
    presentations: Sequence[Decision] = (),
    *,
    is_for_lightning: bool = True,
) -> dict[Decision, str]:
    """Decision -> why not: late-breaking is poster only (A06), the call's presentations, and the
    authors' wish, which is never made a talk against "poster only" (V05)."""
    found = {}
    for each in Decision:
        if reason := _refusal(each, kind, preference, presentations, is_for_lightning):
            found[each] = reason
    return found


def _refusal(
    decision: Decision,
    kind: CallKind,
    preference: Preference,
    presentations: Sequence[Decision],
    is_for_lightning: bool,
) -> str:
    if kind is CallKind.LATE_BREAKING and decision is not Decision.POSTER:
        return "late-breaking abstracts are posters"
    if presentations and decision not in presentations:
        return "its call does not lead to that"
    if decision is Decision.LIGHTNING and not is_for_lightning:
        return "the authors do not wish a lightning talk"
    if decision not in allowed_decisions(kind, preference):
        is_poster_only = preference is Preference.POSTER_ONLY
        return (
            "the authors wish a poster only" if is_poster_only else "the authors wish a talk only"
        )
    return ""
