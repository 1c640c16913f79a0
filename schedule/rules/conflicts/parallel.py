"""What should not run in parallel (S02, S10): plenaries, posters, one track, popular talks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from schedule.rules.conflicts.conflict import Conflict, Occupied, day_words
from schedule.rules.conflicts.kinds import ConflictKind
from schedule.rules.conflicts.placed import PlacedSession
from schedule.rules.conflicts.sweep import Timed, crossing, overlapping
from schedule.rules.programme import Programme
from schedule.rules.vocabulary import SessionKind, SlotKind

FOR_ALL = frozenset({SessionKind.KEYNOTE, SessionKind.PLENARY})
BESIDE_POSTERS = frozenset({SessionKind.BREAK, SessionKind.SOCIAL, SessionKind.POSTER}) | FOR_ALL
OFF_TOPIC = frozenset({SessionKind.BREAK, SessionKind.SOCIAL, SessionKind.POSTER})


def beside_plenaries(programme: Programme, placed: Sequence[PlacedSession]) -> Iterator[Conflict]:
    """A plenary or keynote with anything but a break beside it (S02); an industry session may
    least of all (S10)."""
    plenaries = [_attended(each) for each in placed if each.session.kind in FOR_ALL]
    others = (
        _attended(each)
        for each in placed
        if each.session.kind not in FOR_ALL and each.session.kind is not SessionKind.BREAK
    )
    pairs = (*overlapping(plenaries), *(crossing(plenaries, others) if plenaries else ()))
    for one, other in pairs:
        is_industry = other.session.kind is SessionKind.INDUSTRY
        kind = ConflictKind.INDUSTRY if is_industry else ConflictKind.PLENARY
        word = "An industry session" if is_industry else "Another session"
        wrong = f"{word} runs beside a {one.session.kind.value} on"
        yield _pair(kind, programme, one.whole, other.whole, wrong, f"Move {other.whole.code}.")


def beside_posters(programme: Programme, placed: Sequence[PlacedSession]) -> Iterator[Conflict]:
    """A poster session with talks beside it; breaks, receptions and other posters may be."""
    posters = [_attended(e) for e in placed if e.session.kind is SessionKind.POSTER]
    if not posters:
        return
    others = (_attended(e) for e in placed if e.session.kind not in BESIDE_POSTERS)
    for one, other in crossing(posters, others):
        mend = f"Move {one.whole.code} or {other.whole.code}."
        wrong = "Posters are presented beside another session on"
        yield _pair(ConflictKind.POSTERS, programme, one.whole, other.whole, wrong, mend)


def of_one_track(programme: Programme, placed: Iterable[PlacedSession]) -> Iterator[Conflict]:
    """Two sessions of one track at once: whoever cares for it cannot see both."""
    tracks: defaultdict[str, list[PlacedSession]] = defaultdict(list)
    for each in placed:
        if each.session.track and each.session.kind not in OFF_TOPIC:
            tracks[each.session.track].append(each)
    for track, sessions in tracks.items():
        for one, other in overlapping(_timed(each) for each in sessions):
            mend = f"Move {one.whole.code} or {other.whole.code}."
            wrong = f"Two sessions of the track “{track}” run in parallel on"
            yield _pair(ConflictKind.TOPIC, programme, one.whole, other.whole, wrong, mend)


def popular_together(programme: Programme, placed: Iterable[PlacedSession]) -> Iterator[Conflict]:
    """Two items at once that many people starred both of."""
    limits = programme.constraints
    wanted = {pair: n for pair, n in limits.together.items() if n >= limits.popular_from}
    items = _items(placed) if wanted else {}
    for (one, other), people in wanted.items():
        first, second = items.get(one), items.get(other)
        if first is None or second is None or first.session == second.session:
            continue
        if first.start < second.end and second.start < first.end:
            wrong = f"{people} people starred two items that run in parallel on"
            mend = f"Move {first.code} or {second.code}."
            yield _pair(ConflictKind.POPULAR, programme, first, second, wrong, mend)


def _items(placed: Iterable[PlacedSession]) -> dict[str, Occupied]:
    """Sessions and talks by code."""
    found = {}
    for each in placed:
        found[each.whole.code] = each.whole
        for slot, span in each.slots:
            if slot.kind is not SlotKind.POSTER:
                found[slot.code] = span
    return found


def _timed(placed: PlacedSession) -> Timed[PlacedSession]:
    return placed.whole.start, placed.whole.end, placed.whole.code, placed


def _attended(placed: PlacedSession) -> Timed[PlacedSession]:
    """When people are asked to come: to posters while they are presented, not while they hang."""
    posters = [span for slot, span in placed.slots if slot.kind is SlotKind.POSTER]
    if placed.session.kind is not SessionKind.POSTER or not posters:
        return _timed(placed)
    start, end = min(each.start for each in posters), max(each.end for each in posters)
    return start, end, placed.whole.code, placed


def _pair(
    kind: ConflictKind, programme: Programme, one: Occupied, other: Occupied, wrong: str, mend: str
) -> Conflict:
    zone = programme.tz
    first, second = sorted((one, other), key=lambda each: (each.start, each.end, each.code))
    day = day_words(max(first.start, second.start), zone)
    sentence = f"{wrong} {day}: {first.words(zone)} and {second.words(zone)}. {mend}"
    named = min(first, second, key=lambda each: each.code)
    return Conflict(kind, named.session, "", first, second, sentence)
