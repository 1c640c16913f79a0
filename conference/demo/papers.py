"""The abstracts of the demo: which there are, and what each says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from abstracts.manuscript import Affiliation, AuthorEntry, Manuscript
from abstracts.vocabulary import AbstractState, CallKind, Decision, Preference
from conference.demo.crowd import Crowd, DemoPerson
from conference.demo.day_plan import PlannedBlock
from conference.demo.institutions import Institution, institutions_in, pick_institution
from conference.demo.names import culture_of, make_name
from conference.demo.science import TOPICS, TopicWords
from conference.demo.seeded import Seeded
from conference.demo.shape import WITHOUT_A_PLACE, Shape
from conference.demo.titles import make_body, make_title
from schedule.rules.vocabulary import SlotKind

AT_HOME, TWO_PLACES = 0.7, 0.18
SECOND_POSTER_EVERY = 40
WAITLISTED = 3  # of those that were not accepted
BY_CODE = {topic.code: topic for topic in TOPICS}


@dataclass(frozen=True, slots=True)
class Paper:
    """One abstract of the demo; `block` is its place in the day plan, if it has one."""

    manuscript: Manuscript
    presenter: DemoPerson
    state: AbstractState
    call: CallKind
    decision: Decision | None = None
    block: int | None = None


class PaperWriter:
    """Writes abstracts whose titles never repeat."""

    def __init__(self, seeded: Seeded) -> None:
        self._rng: Random = seeded.random
        self._titles: set[str] = set()

    def write(self, presenter: DemoPerson, topic: str, preference: Preference) -> Manuscript:
        """An abstract of the topic by the presenter and three to seven others, at times more."""
        words = BY_CODE[topic]
        return Manuscript(
            title=self._title(words),
            topic=topic,
            preference=preference,
            authors=self._authors(presenter),
            body=make_body(self._rng, words),
        )

    def _title(self, words: TopicWords) -> str:
        while True:
            title = make_title(self._rng, words)
            if title not in self._titles:
                self._titles.add(title)
                return title

    def _authors(self, presenter: DemoPerson) -> tuple[AuthorEntry, ...]:
        rng, home = self._rng, presenter.institution
        count = rng.randint(3, 7) if rng.random() > 0.08 else rng.randint(8, 14)
        places = self._places(home)
        coauthors = [self._coauthor(home, places) for _ in range(count)]
        coauthors[-1] = replace(coauthors[-1], is_corresponding=True, is_senior=True)
        first = AuthorEntry(
            presenter.name.given, presenter.name.family, presenter.email, True, False,
            (_affiliation(home),), is_submitting=True,
        )  # fmt: skip
        at = 0 if rng.random() < 0.85 else 1
        return (*coauthors[:at], first, *coauthors[at:])

    def _places(self, home: Institution) -> list[Institution]:
        others = [pick_institution(self._rng) for _ in range(self._rng.randint(0, 3))]
        near = institutions_in(home.country)
        return [home, self._rng.choice(near), *others]

    def _coauthor(self, home: Institution, places: list[Institution]) -> AuthorEntry:
        rng = self._rng
        place = home if rng.random() < AT_HOME else rng.choice(places)
        name = make_name(rng, culture_of(rng, place.country))
        at = [_affiliation(place)]
        if rng.random() < TWO_PLACES:
            at.append(_affiliation(rng.choice(places)))
        return AuthorEntry(name.given, name.family, affiliations=tuple(dict.fromkeys(at)))


def write_papers(
    shape: Shape, plan: tuple[PlannedBlock, ...], crowd: Crowd, seed: int
) -> list[Paper]:
    """Every abstract: those in the programme first, then those of every other state."""
    seeded = Seeded(seed, "papers")
    writer = PaperWriter(seeded)
    presenters = iter(crowd.presenters)
    papers = list(_placed_papers(plan, crowd, presenters, writer, seeded))
    papers += _unplaced_papers(shape, presenters, writer, seeded)
    papers.append(_draft(writer, crowd.personas["author"], seeded))
    return papers


def _placed_papers(
    plan: tuple[PlannedBlock, ...],
    crowd: Crowd,
    presenters: Iterator[DemoPerson],
    writer: PaperWriter,
    seeded: Seeded,
) -> Iterator[Paper]:
    author: list[DemoPerson] = [crowd.personas["author"]]
    speakers: list[DemoPerson] = []
    for place, block in enumerate(plan):
        for talk in block.talks:
            if talk.kind is not SlotKind.INVITED:
                wants_author = author and block.topic
                person = author.pop() if wants_author else next(presenters)
                speakers.append(person)
                yield _accepted(writer, person, block, place, talk.kind, seeded)
    last = max(place for place, block in enumerate(plan) if block.posters)
    for place, block in enumerate(plan):
        for number in range(block.posters):
            # Some people have a talk and a poster; talks never overlap with poster sessions.
            is_second = number % SECOND_POSTER_EVERY == SECOND_POSTER_EVERY - 1 and speakers
            person = speakers.pop(0) if is_second else next(presenters)
            paper = _accepted(writer, person, block, place, SlotKind.POSTER, seeded)
            waits = place == last and number >= block.posters - WITHOUT_A_PLACE
            yield replace(paper, block=None) if waits else paper


def _accepted(
    writer: PaperWriter,
    person: DemoPerson,
    block: PlannedBlock,
    place: int,
    kind: SlotKind,
    seeded: Seeded,
) -> Paper:
    rng = seeded.random
    topic = block.topic or rng.choice(TOPICS).code
    decision = _DECISIONS[kind]
    wishes = [Preference.ORAL_OR_POSTER] * 4
    wishes.append(Preference.POSTER_ONLY if decision is Decision.POSTER else Preference.ORAL_ONLY)
    manuscript = writer.write(person, topic, rng.choice(wishes))
    return Paper(manuscript, person, AbstractState.ACCEPTED, CallKind.REGULAR, decision, place)


def _unplaced_papers(
    shape: Shape, presenters: Iterator[DemoPerson], writer: PaperWriter, seeded: Seeded
) -> list[Paper]:
    """Rejected and withdrawn ones of the regular call; late-breaking ones not yet decided."""
    kinds = (
        *[(AbstractState.WAITLISTED, CallKind.REGULAR)] * WAITLISTED,
        *[(AbstractState.REJECTED, CallKind.REGULAR)] * (shape.rejected - WAITLISTED),
        *[(AbstractState.WITHDRAWN, CallKind.REGULAR)] * shape.withdrawn,
        *[(AbstractState.SUBMITTED, CallKind.LATE_BREAKING)] * shape.undecided,
        *[(AbstractState.DRAFT, CallKind.LATE_BREAKING)] * shape.drafts,
    )
    found = []
    for state, call in kinds:
        person, topic = next(presenters), seeded.random.choice(TOPICS).code
        wish = Preference.ORAL_OR_POSTER
        if call is CallKind.LATE_BREAKING:
            wish = Preference.POSTER_ONLY
        found.append(Paper(writer.write(person, topic, wish), person, state, call))
    return found


def _draft(writer: PaperWriter, author: DemoPerson, seeded: Seeded) -> Paper:
    """The author persona has begun a late-breaking abstract."""
    topic = seeded.random.choice(TOPICS).code
    manuscript = writer.write(author, topic, Preference.POSTER_ONLY)
    return Paper(manuscript, author, AbstractState.DRAFT, CallKind.LATE_BREAKING)


_DECISIONS = {
    SlotKind.TALK: Decision.ORAL,
    SlotKind.LIGHTNING: Decision.LIGHTNING,
    SlotKind.POSTER: Decision.POSTER,
}


def _affiliation(place: Institution) -> Affiliation:
    return Affiliation(place.name, place.city, place.country)
