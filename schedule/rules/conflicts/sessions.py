"""What is wrong inside a session: too long, abstracts that are gone, its chairs (S01, S04, A13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from abstracts.reviewers.institutions import institution_keys
from conference.web.formats import days_span
from schedule.rules.abstract_places import GONE_WORDS, PRESENTING
from schedule.rules.conflicts.conflict import Conflict, Occupied, day_words
from schedule.rules.conflicts.kinds import ConflictKind
from schedule.rules.conflicts.placed import PlacedSession
from schedule.rules.programme import Involved, PlannedSession, Programme
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind

MOST_CHAIRS = 2
SMALL_HOURS = timedelta(hours=4)
CHAIRED = frozenset(
    {
        SessionKind.KEYNOTE,
        SessionKind.PLENARY,
        SessionKind.SYMPOSIUM,
        SessionKind.LIGHTNING,
        SessionKind.JOINT,
    }
)
_LEADING = (Part.CHAIR, Part.ORGANISER)


def inside(programme: Programme, placed: Iterable[PlacedSession]) -> Iterator[Conflict]:
    """All that is wrong with each session by itself."""
    for each in placed:
        yield from _off_days(programme, each)
        yield from _overruns(programme, each)
        yield from _gone(programme, each)
        yield from _chairs(programme, each)


def _off_days(programme: Programme, placed: PlacedSession) -> Iterator[Conflict]:
    """A session on a day that is none of the meeting's; the small hours belong to the eve."""
    if programme.days is None:
        return
    start = placed.whole.start.astimezone(programme.tz) - SMALL_HOURS
    first, last = programme.days
    if not first <= start.date() <= last:
        wrong = f"is outside the meeting's days ({days_span(first, last)})"
        yield _about(ConflictKind.DAYS, programme, placed, wrong, "Is the date right?")


def _overruns(programme: Programme, placed: PlacedSession) -> Iterator[Conflict]:
    """A talk that begins before its session or ends after it (S01)."""
    whole, zone = placed.whole, programme.tz
    for _, span in placed.slots:
        if span.end <= whole.end and span.start >= whole.start:
            continue
        sentence = (
            f"{span.words(zone)} does not fit into its session {whole.words(zone)} "
            f"on {day_words(whole.start, zone)}. Shorten {span.code} or lengthen {whole.code}."
        )
        yield Conflict(ConflictKind.OVERRUN, whole.item, whole.title, whole, span, sentence)


def _gone(programme: Programme, placed: PlacedSession) -> Iterator[Conflict]:
    """A place whose abstract is gone, whether it is struck through already or not (A13)."""
    whole, zone = placed.whole, programme.tz
    for slot in placed.session.slots:
        if slot.abstract_state not in GONE_WORDS:
            continue
        span = placed.span_of(slot)
        sentence = (
            f"{span.words(zone)} on {day_words(span.start, zone)} in {whole.name} is "
            f"{GONE_WORDS[slot.abstract_state]} and still placed. "
            f"Take {span.code} out or give its time to another."
        )
        yield Conflict(ConflictKind.GONE, whole.item, whole.title, span, span, sentence)


def _chairs(programme: Programme, placed: PlacedSession) -> Iterator[Conflict]:
    """One or two chairs; not a single one from the speakers' own institution (S04)."""
    session = placed.session
    chairs = [each for each in session.people if each.part is Part.CHAIR]
    if not chairs and session.kind in CHAIRED and not _is_led(session):
        yield _about(ConflictKind.CHAIRLESS, programme, placed, "has no chair yet", "Name one.")
    elif len(chairs) > MOST_CHAIRS:
        names = ", ".join(each.name for each in chairs)
        wrong = f"has {len(chairs)} chairs: {names}"
        yield _about(ConflictKind.CHAIRS, programme, placed, wrong, "One or two are usual.")
    elif len(chairs) == 1:
        yield from _of_one_lab(programme, placed, chairs[0])


def _is_led(session: PlannedSession) -> bool:
    return any(each.part in _LEADING for each in session.people)


def _of_one_lab(programme: Programme, placed: PlacedSession, chair: Involved) -> Iterator[Conflict]:
    colleagues = _colleagues(placed.session, chair)
    if not colleagues:
        return
    zone, whole = programme.tz, placed.whole
    names = ", ".join(sorted(colleagues))
    sentence = (
        f"{chair.name}, the only chair of {whole.words(zone)} on {day_words(whole.start, zone)}, "
        f"is of the same institution ({chair.affiliation}) as {names}, who "
        f"{'speaks' if len(colleagues) == 1 else 'speak'} in it. "
        f"Change the chair of {whole.code} or add a second one."
    )
    yield Conflict(ConflictKind.LAB, chair.person, chair.name, whole, whole, sentence)


def _colleagues(session: PlannedSession, chair: Involved) -> set[str]:
    """Who else speaks in it and names an institution of the chair's."""
    keys = institution_keys(chair.affiliation) if chair.affiliation else frozenset()
    speaking = (
        each
        for people in (session.people, *_people_of_live_slots(session))
        for each in people
        if each.part in PRESENTING and each.affiliation and each.person != chair.person
    )
    if not keys:
        return set()
    return {e.name for e in speaking if not keys.isdisjoint(institution_keys(e.affiliation))}


def _people_of_live_slots(session: PlannedSession) -> Iterator[tuple[Involved, ...]]:
    for slot in session.slots:
        if slot.status is not ItemStatus.CANCELLED:
            yield slot.people


def _about(
    kind: ConflictKind, programme: Programme, placed: PlacedSession, wrong: str, mend: str
) -> Conflict:
    whole: Occupied = placed.whole
    zone = programme.tz
    sentence = f"{whole.words(zone)} on {day_words(whole.start, zone)} {wrong}. {mend}"
    return Conflict(kind, whole.item, whole.title, whole, whole, sentence)
