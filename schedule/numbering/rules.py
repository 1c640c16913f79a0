"""Programme codes as a proposal (S05, B01, B05): pure, and never a code for a second abstract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from conference.people.rules import fold
from schedule.numbering.patterns import LONGEST_CODE, Facts, Group, group_of, uses

NOWHERE = Facts()
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class WindowRule(StrEnum):
    """Who of a poster session stands at the board when (B02)."""

    HOUR = "hour"  # odd boards in the first half, even ones in the second
    DAY = "day"  # odd boards in one session, even ones in the next
    TOPIC = "topic"  # odd topics in the first half, even ones in the second
    NONE = "none"


class Change(StrEnum):
    """What a proposal does to one code."""

    NEW = "new"
    KEPT = "kept"
    CHANGED = "changed"
    FREED = "freed"
    DOUBT = "in doubt"


@dataclass(frozen=True, slots=True)
class Plan:
    """The patterns, the window rule, and whether codes are frozen."""

    talk_pattern: str = "{kind}{session}.{order}"
    poster_pattern: str = "P{session}.{topic}.{order:02}"
    late_pattern: str = "LB-{order:02}"
    board_pattern: str = "{order:03}"
    window: WindowRule = WindowRule.HOUR
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """An abstract that has a code or should get one; `session` is "" while it has no place."""

    abstract: UUID
    reference: str
    title: str = ""
    presenter_name: str = ""
    given_name: str = ""
    family_name: str = ""
    code: str = ""
    is_gone: bool = False
    is_late: bool = False
    is_poster: bool = True
    session: str = ""
    position: int = 0
    facts: Facts = NOWHERE


@dataclass(frozen=True, slots=True)
class Proposal:
    """The code that one abstract would have, and why."""

    item: Numbered
    change: Change
    code: str
    reason: str = ""


def by_author(item: Numbered) -> tuple[int, str, str, str]:
    """Posters by topic, family name of the first author, reference (B01); accents aside."""
    return item.facts.topic, fold(item.family_name), fold(item.given_name), item.reference


def in_order(items: Sequence[Numbered]) -> list[Numbered]:
    """Talks as they stand in their session, posters by author, late-breaking ones last."""

    def key(item: Numbered) -> tuple[object, ...]:
        place = (item.facts.kind, item.facts.session, item.session)
        if item.is_poster:
            return item.is_late, place, 0, *by_author(item)
        return item.is_late, place, item.position, 0, "", "", item.reference

    return sorted(items, key=key)


def propose_codes(
    plan: Plan, items: Sequence[Numbered], taken: Mapping[str, UUID]
) -> list[Proposal]:
    """A code for every abstract that has a place, in the order of the programme.

    Before the freeze all count anew from 1. After it no code changes, none goes to another
    abstract, and what comes in takes the letter after its neighbour: P2.04.17a (S05, A13).
    """
    ordered = in_order(items)
    if not plan.is_frozen:
        return _anew(plan, ordered)
    return _inserted(plan, ordered, taken)


def _anew(plan: Plan, ordered: Sequence[Numbered]) -> list[Proposal]:
    counts: dict[Group, int] = defaultdict(int)
    used: set[str] = set()
    made: list[Proposal] = []
    for item in ordered:
        if item.is_gone:
            made += [Proposal(item, Change.FREED, "", "withdrawn")] if item.code else []
        elif doubt := doubt_of(plan, item):
            made.append(Proposal(item, Change.DOUBT, "", doubt))
        else:
            made.append(_proposal(item, _next(_group(plan, item), counts, used)))
    return made


def _next(group: Group, counts: dict[Group, int], used: set[str]) -> str:
    code = ""
    while not code or code in used:
        counts[group] += 1
        code = group.code(counts[group])
    used.add(code)
    return code


def _inserted(plan: Plan, ordered: Sequence[Numbered], taken: Mapping[str, UUID]) -> list[Proposal]:
    used = set(taken) | {item.code for item in ordered if item.code}
    begun = {_group(plan, item) for item in ordered if _counts(plan, item)}
    begun = {group for group in begun if any(group.read(code) for code in used)}
    counts: dict[Group, int] = defaultdict(int)
    last: dict[Group, int] = {}
    made: list[Proposal] = []
    for item in ordered:
        if item.code:
            made.append(Proposal(item, Change.KEPT, item.code))
            _pass(plan, item, last)
        elif not item.is_gone and (doubt := doubt_of(plan, item)):
            made.append(Proposal(item, Change.DOUBT, "", doubt))
        elif not item.is_gone:
            group = _group(plan, item)
            if group not in begun or item.is_late:
                counts[group] = max(counts[group], _highest(group, used))
                code = _next(group, counts, used)
            else:
                code = _lettered(group, last.get(group), used)
            made.append(_proposal(item, code))
    return made


def _pass(plan: Plan, item: Numbered, last: dict[Group, int]) -> None:
    """Remembers the number that insertions after this one follow."""
    if _counts(plan, item):
        group = _group(plan, item)
        read = group.read(item.code)
        if read:
            last[group] = read[0]


def _lettered(group: Group, after: int | None, used: set[str]) -> str:
    """The next free letter behind the neighbour's number; at the front, behind the first one's."""
    read = [found for code in used if (found := group.read(code))]
    number = min(each for each, _ in read) if after is None else after
    letters = [each for base, each in read if base == number and each]
    letter = max(letters, key=_letter_value, default="")
    code = ""
    while not code or code in used:
        letter = _after(letter)
        code = f"{group.code(number)}{letter}"
    used.add(code)
    return code


def _letter_value(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _after(letters: str) -> str:
    """a, b, ... z, aa, ab, ..."""
    if not letters:
        return "a"
    if letters[-1] != "z":
        return letters[:-1] + ALPHABET[ALPHABET.index(letters[-1]) + 1]
    return _after(letters[:-1]) + "a"


def _highest(group: Group, used: set[str]) -> int:
    return max((found[0] for code in used if (found := group.read(code))), default=0)


def _proposal(item: Numbered, code: str) -> Proposal:
    if len(code) > LONGEST_CODE:
        return Proposal(item, Change.DOUBT, "", f"{code} is longer than {LONGEST_CODE} characters.")
    if not item.code:
        return Proposal(item, Change.NEW, code)
    change = Change.KEPT if item.code == code else Change.CHANGED
    return Proposal(item, change, code)


def pattern_of(plan: Plan, item: Numbered) -> str:
    """Which of the three patterns makes its code (B05)."""
    if item.is_late:
        return plan.late_pattern
    return plan.poster_pattern if item.is_poster else plan.talk_pattern


def doubt_of(plan: Plan, item: Numbered) -> str:
    """Why an abstract cannot have a code yet, as a sentence; "" when it can."""
    pattern = pattern_of(plan, item)
    if not item.session and (uses(pattern, "session") or uses(pattern, "kind")):
        return "It has no place in the programme yet."
    if uses(pattern, "track") and not item.facts.track:
        return "Its session has no track, which the pattern asks for."
    if uses(pattern, "topic") and not item.facts.topic:
        return "It has no topic, which the pattern asks for."
    return ""


def _counts(plan: Plan, item: Numbered) -> bool:
    return not doubt_of(plan, item)


def _group(plan: Plan, item: Numbered) -> Group:
    return group_of(pattern_of(plan, item), item.facts)


def applied(items: Sequence[Numbered], proposals: Sequence[Proposal]) -> list[Numbered]:
    """The abstracts as they are once the proposals are applied."""
    codes = {each.item.abstract: each for each in proposals}
    made = []
    for item in items:
        found = codes.get(item.abstract)
        if found is None or found.change is Change.DOUBT:
            made.append(item)
        else:
            made.append(replace(item, code=found.code))
    return made
