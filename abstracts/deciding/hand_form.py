"""Decisions by hand, as the ranked table sends them: those that differ from what is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from abstracts.deciding.holding import Choice
from abstracts.deciding.ranking import RankedRow
from abstracts.vocabulary import OUTCOME_WORDS, Outcome
from conference.web import FormErrors

PREFIX = "d-"
WAS = "w-"  # beside each field: what was held when the page was made


def read_choices(typed: Mapping[str, str], rows: Iterable[RankedRow]) -> list[Choice]:
    """What was changed by hand. Raises FormErrors when nothing says why it was (N06)."""
    why = typed.get("why", "").strip()
    choices = list(_changed(typed, rows, why))
    if choices and not why:
        raise FormErrors(typed, {"why": "Say why in a few words: the committee reads it later."})
    return choices


def _changed(typed: Mapping[str, str], rows: Iterable[RankedRow], why: str) -> Iterator[Choice]:
    words = {each.value: each for each in Outcome}
    for row in rows:
        name = PREFIX + row.code
        if name not in typed:
            continue
        now = row.held.outcome if row.held else None
        was = words.get(typed[WAS + row.code]) if WAS + row.code in typed else now
        outcome = words.get(typed[name])
        if outcome is not was:
            yield Choice(row.code, outcome, why, row.held.note if row.held else "", was=was)


def caught_up(
    typed: Mapping[str, str], rows: Iterable[RankedRow]
) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The form once others were quicker: its values, the fields where both chose, and in words
    what others did to abstracts that this person left alone or cannot choose for any more."""
    values = {key: text for key, text in typed.items() if not key.startswith((PREFIX, WAS))}
    errors: dict[str, str] = {}
    others: list[str] = []
    for row in rows:
        mine, was = typed.get(PREFIX + row.code), typed.get(WAS + row.code)
        now = row.held.outcome.value if row.held else ""
        if mine is None or was is None or (mine == was == now and not row.is_released):
            continue
        if row.is_released:
            others.append(f"{row.code}: its authors have been told meanwhile.")
            continue
        values[PREFIX + row.code] = now if mine == was else mine
        if now in (was, mine):
            continue
        if mine == was:
            others.append(f"{row.code}: {_by_whom(row)}")
        else:
            errors[PREFIX + row.code] = f"{_by_whom(row)} You chose “{_word(mine)}”."
    return values, errors, others


def _by_whom(row: RankedRow) -> str:
    if row.held is None:
        return "somebody took the decision back meanwhile."
    who = row.held.by_name if row.held.is_by_hand else f"{row.held.by_name}, by a proposal,"
    return f"{who} chose “{OUTCOME_WORDS[row.held.outcome]}” meanwhile: {row.held.why}."


def _word(value: str) -> str:
    return OUTCOME_WORDS[Outcome(value)] if value in set(Outcome) else "nothing"
