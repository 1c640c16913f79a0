"""Filling a session from the tray: which abstracts would go in, where, and why; proposed only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from abstracts.vocabulary import Decision
from schedule.rules.conflicts import Occupied
from schedule.rules.conflicts.placed import duties_of, placed_sessions
from schedule.rules.editing import end_of_talks, free_stretches, inserted
from schedule.rules.inside import takes_turn
from schedule.rules.programme import Involved, PlannedSession, PlannedSlot, Programme, Span
from schedule.rules.usual import USUAL_SLOT
from schedule.rules.vocabulary import ItemStatus, Part, SlotKind

TALKS = frozenset({SlotKind.TALK, SlotKind.INVITED})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An accepted abstract without a place; `score` is None where there is none to show."""

    id: UUID
    code: str
    title: str
    decision: Decision
    topic_code: str = ""
    topic_title: str = ""
    presenter: Involved | None = None
    presenter_name: str = ""
    family_name: str = ""
    is_registered: bool = False
    score: float | None = None
    available: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class FillWish:
    """What to fill with; no topic means every topic."""

    decision: Decision = Decision.ORAL
    topics: frozenset[str] = frozenset()
    minutes: int = 15
    questions: int = 0
    registered_first: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the session for one talk; `slot` is the empty one that it takes."""

    start: int
    minutes: int
    slot: UUID | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One abstract: its place and the reasons for it, or what speaks against it."""

    candidate: Candidate
    place: Place | None
    reasons: tuple[str, ...] = ()
    against: str = ""

    @property
    def is_proposed(self) -> bool:
        """Whether it goes in unless somebody says no."""
        return self.place is not None and not self.against


def propose_filling(
    programme: Programme,
    session: PlannedSession,
    candidates: Iterable[Candidate],
    wish: FillWish,
    taken: Collection[str] | None = None,
) -> tuple[Offer, ...]:
    """Every abstract of the wished kind and topics, best first, with its place or why it has none.

    Talks are ranked by score, posters by topic and name (B01); registered presenters come first if
    that is wished. Nobody is put where they are elsewhere (S01), or given a second talk (V06).
    With `taken`, only those codes, whatever speaks against them; those without room follow the
    last talk.
    """
    chosen = [each for each in candidates if _is_wished(each, wish)]
    if taken is not None:
        chosen = [each for each in chosen if each.code in taken]
    ranked = sorted(chosen, key=lambda each: _rank(each, wish))
    maker = _Filler(programme, session, wish, _ranks(ranked), is_forced=taken is not None)
    return tuple(maker.offer(each) for each in ranked)


def filled(
    session: PlannedSession, offers: Iterable[Offer], wish: FillWish, blanks: Iterable[PlannedSlot]
) -> PlannedSession:
    """The session with every offer that has a place; a `blank` gives a new slot its id and code."""
    new, slots = iter(blanks), session.slots
    for offer in offers:
        if offer.place is None:
            continue
        known = next((each for each in slots if each.id == offer.place.slot), None)
        if known is not None:
            shown = showing(known, offer.candidate)
            slots = tuple(shown if each.id == known.id else each for each in slots)
            continue
        kind = USUAL_SLOT[offer.candidate.decision].kind
        blank = replace(
            next(new),
            kind=kind,
            starts_after_minutes=offer.place.start,
            duration_minutes=offer.place.minutes,
            questions_minutes=min(wish.questions, max(offer.place.minutes - 1, 0)),
        )
        slots = inserted(slots, showing(blank, offer.candidate))
    return replace(session, slots=slots)


def showing(slot: PlannedSlot, candidate: Candidate) -> PlannedSlot:
    """The slot with that abstract in it, presented by its presenting author; discussants stay."""
    who, part = candidate.presenter, USUAL_SLOT[candidate.decision].part
    discussants = [each for each in slot.people if each.part is Part.DISCUSSANT]
    people = (*([replace(who, part=part)] if who else []), *discussants)
    return replace(
        slot,
        title=candidate.title,
        abstract=candidate.id,
        abstract_code=candidate.code,
        abstract_state="accepted",
        status=ItemStatus.CONFIRMED,
        people=people,
    )


def usual_talk(session: PlannedSession, decision: Decision) -> tuple[int, int]:
    """(minutes, of these for questions) of most talks of that kind in the session, else the usual
    ones (S03)."""
    usual = USUAL_SLOT[decision]
    known = Counter(
        (each.duration_minutes, each.questions_minutes)
        for each in session.slots
        if each.kind is usual.kind and takes_turn(each)
    )
    return known.most_common(1)[0][0] if known else (usual.minutes, usual.questions)


def is_open(slot: PlannedSlot) -> bool:
    """Whether a slot only keeps a place: no abstract, nobody in it, not cancelled."""
    return (
        slot.abstract is None
        and not slot.people
        and slot.status is not ItemStatus.CANCELLED
        and slot.kind in (SlotKind.TALK, SlotKind.LIGHTNING, SlotKind.POSTER)
    )


def places_in(session: PlannedSession, wish: FillWish) -> list[Place]:
    """Where talks of the wished length go: empty slots of the kind first, then free stretches."""
    kind = USUAL_SLOT[wish.decision].kind
    empty = [
        Place(each.starts_after_minutes, each.duration_minutes, each.id)
        for each in session.slots
        if is_open(each) and each.kind is kind
    ]
    if kind is SlotKind.POSTER or wish.minutes <= 0:
        return empty
    return [*empty, *_free(session, wish.minutes)]


def _free(session: PlannedSession, minutes: int) -> Iterator[Place]:
    for start, length in free_stretches(session.slots, session.duration_minutes):
        for n in range(length // minutes):
            yield Place(start + n * minutes, minutes)


def _is_wished(candidate: Candidate, wish: FillWish) -> bool:
    is_of_topic = not wish.topics or candidate.topic_code in wish.topics
    return candidate.decision is wish.decision and is_of_topic


def _rank(candidate: Candidate, wish: FillWish) -> tuple[bool, str, float, str, str]:
    late = wish.registered_first and not candidate.is_registered
    if wish.decision is Decision.POSTER:
        return late, candidate.topic_code, 0.0, candidate.family_name.casefold(), candidate.code
    score = -candidate.score if candidate.score is not None else float("inf")
    return late, "", score, "", candidate.code


def _ranks(ranked: Sequence[Candidate]) -> Mapping[str, int]:
    scored = sorted((c for c in ranked if c.score is not None), key=lambda c: -(c.score or 0))
    return {each.code: place for place, each in enumerate(scored, start=1)}


class _Filler:
    """Gives one candidate after the other its place, and knows what is taken by then."""

    def __init__(
        self,
        programme: Programme,
        session: PlannedSession,
        wish: FillWish,
        ranks: Mapping[str, int],
        *,
        is_forced: bool,
    ) -> None:
        self.session, self.wish, self.ranks, self.is_forced = session, wish, ranks, is_forced
        self.places = places_in(session, wish)
        self.end = end_of_talks(session.slots)
        self.busy, self.talks = _taken_up(programme, session)
        self.zone = programme.tz

    def offer(self, candidate: Candidate) -> Offer:
        against = self._second_talk(candidate)
        if against and not self.is_forced:
            return Offer(candidate, None, against=against)
        place, why = self._place(candidate)
        if place is None:
            return Offer(candidate, None, against=why)
        self._take(candidate, place)
        return Offer(candidate, place, self._reasons(candidate))

    def _take(self, candidate: Candidate, place: Place) -> None:
        if place in self.places:
            self.places.remove(place)
        if candidate.decision is not Decision.POSTER:
            self.end = max(self.end, place.start + place.minutes)
            if candidate.presenter:
                self.talks[candidate.presenter.person] = candidate.title

    def _second_talk(self, candidate: Candidate) -> str:
        who = candidate.presenter
        if who is None or candidate.decision is not Decision.ORAL or who.person not in self.talks:
            return ""
        return f"{who.name} has a talk already: “{self.talks[who.person]}”."

    def _place(self, candidate: Candidate) -> tuple[Place | None, str]:
        if self.wish.decision is Decision.POSTER:
            place = next(iter(self.places), Place(0, 0))
            why = self._elsewhere(candidate, Place(0, self.session.duration_minutes))
            return (None, why) if why and not self.is_forced else (place, "")
        whys = [(place, self._elsewhere(candidate, place)) for place in self.places]
        free = next((place for place, why in whys if not why), None)
        if free is not None:
            return free, ""
        if self.is_forced:
            return next(iter(self.places), Place(self.end, self.wish.minutes)), ""
        return None, whys[0][1] if whys else "The session is full."

    def _elsewhere(self, candidate: Candidate, place: Place) -> str:
        if self.session.starts_at is None or candidate.presenter is None:
            return ""
        start = self.session.starts_at + timedelta(minutes=place.start)
        span = Span(start, start + timedelta(minutes=place.minutes))
        for other in self.busy.get(candidate.presenter.person, ()):
            if span.overlaps(Span(other.start, other.end)):
                return f"{candidate.presenter.name} is in {other.words(self.zone)} then."
        hours = candidate.available
        if hours and not any(
            h.starts_at <= span.starts_at and span.ends_at <= h.ends_at for h in hours
        ):
            return f"{candidate.presenter.name} cannot be there at that time."
        return ""

    def _reasons(self, candidate: Candidate) -> tuple[str, ...]:
        found = [f"topic {candidate.topic_title}"] if candidate.topic_title else []
        if candidate.score is not None:
            place = self.ranks[candidate.code]
            found.append(f"score {candidate.score:.2f}, no. {place} of {len(self.ranks)}")
        found.append("presenter registered" if candidate.is_registered else "not registered yet")
        return tuple(found)


def _taken_up(
    programme: Programme, session: PlannedSession
) -> tuple[Mapping[UUID, list[Occupied]], dict[UUID, str]]:
    """When each person is elsewhere, and the talk that they have somewhere."""
    busy: defaultdict[UUID, list[Occupied]] = defaultdict(list)
    for placed in placed_sessions(programme):
        for duty in duties_of(placed):
            if placed.session.id != session.id:
                busy[duty.involved.person].append(duty.occupied)
    talks = {
        person.person: slot.title
        for each in programme.sessions
        if each.status is not ItemStatus.CANCELLED
        for slot in each.slots
        if slot.kind in TALKS and takes_turn(slot)
        for person in slot.people
        if person.part is Part.SPEAKER
    }
    return busy, talks
