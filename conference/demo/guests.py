"""Who registers, as what, and when: the registrations of the demo before they are priced."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from abstracts.vocabulary import AbstractState
from conference.demo.crowd import Crowd, DemoPerson, Standing
from conference.demo.ground import Ground
from conference.demo.paper_rows import WrittenPaper
from conference.demo.price_grid import IN_PERSON, VIRTUAL
from conference.demo.roll import Roll
from conference.demo.seeded import Seeded
from conference.demo.shop import LOW_INCOME
from conference.membership.rules import judge_membership

PRESENTERS, SPEAKERS = 0.88, 0.92
CANCELLED, ONLINE, EARLY, COMPANY = 0.08, 0.35, 0.62, 0.1
GIVEN = (
    ("council", 0.015),
    ("press", 0.008),
    ("exhibitor", 0.04),
)
TRAINEES = frozenset({Standing.TRAINEE, Standing.TRAINEE_OUTSIDE})
STAFF_PERSONAS = ("desk", "supervisor", "office", "treasurer", "admin")


class Money(StrEnum):
    """How far the money of a registration is."""

    SETTLED = "settled"
    DUE = "due"
    NEVER_PAID = "never_paid"
    TO_REFUND = "to_refund"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Guest:
    """A registration to be written; `category` is the key of the price table."""

    person: DemoPerson
    category: str
    mode: str
    placed_at: datetime
    money: Money

    @property
    def is_cancelled(self) -> bool:
        """Whether it holds no place any more."""
        return self.money in (Money.NEVER_PAID, Money.TO_REFUND, Money.REFUNDED)


class _Registrar:
    def __init__(self, ground: Ground, roll: Roll, seed: int) -> None:
        self.ground = ground
        self.roll = roll
        self.rng = Seeded(seed, "guests").random

    def comes(self, person: DemoPerson, category: str = "", *, may_watch: bool = False) -> Guest:
        """An active registration; most early, some of the newest still unpaid."""
        placed = self._placed_at()
        is_fresh = placed > self.ground.calendar.now - timedelta(days=12)
        is_due = is_fresh and not category and self.rng.random() < 0.6
        key = category or self._category(person, placed)
        mode = self._mode(key) if may_watch else IN_PERSON
        return Guest(person, key, mode, placed, Money.DUE if is_due else Money.SETTLED)

    def cancels(self, person: DemoPerson) -> Guest:
        """A registration that was given up."""
        placed = self._placed_at()
        money = self.rng.choice((Money.NEVER_PAID, Money.TO_REFUND, Money.REFUNDED))
        return Guest(person, self._category(person, placed), IN_PERSON, placed, money)

    def some(self, people: list[DemoPerson], share: float) -> list[DemoPerson]:
        """A random share of them, in their order."""
        return [each for each in people if self.rng.random() < share]

    def _placed_at(self) -> datetime:
        calendar = self.ground.calendar
        if self.rng.random() < EARLY:
            start, end = calendar.registration_opens, calendar.early_ends
            share = 1 - self.rng.random() ** 2 * self.rng.random()
        else:
            start, end = calendar.early_ends, calendar.now
            share = self.rng.random()
        moment = start + (end - start) * share
        return min(moment, end - timedelta(minutes=5)).replace(microsecond=0)

    def _category(self, person: DemoPerson, placed: datetime) -> str:
        verdict = judge_membership(
            self.roll.get(person.id, []),
            last_day=self.ground.calendar.last_day,
            now=placed,
            zone=self.ground.meeting.tz,
        )
        if verdict.is_member:
            return "trainee_member" if "trainee" in verdict.membership_types else "regular"
        if person.institution.country in LOW_INCOME:
            return "low_income"
        if person.standing in TRAINEES:
            return "non_member_trainee"
        return "industry" if self.rng.random() < COMPANY else "non_member"

    def _mode(self, category: str) -> str:
        offered = ("regular", "trainee_member", "non_member", "non_member_trainee")
        return VIRTUAL if category in offered and self.rng.random() < ONLINE else IN_PERSON


def list_guests(
    ground: Ground, crowd: Crowd, papers: list[WrittenPaper], roll: Roll, seed: int
) -> list[Guest]:
    """Every registration in the order in which it was placed; `shape.registrations` are active."""
    registrar = _Registrar(ground, roll, seed)
    shape, others = ground.shape, iter(crowd.others)
    guests = list(_with_a_part(registrar, crowd, papers))
    for category, share in GIVEN:
        count = round(shape.registrations * share)
        guests += [registrar.comes(next(others), category) for _ in range(count)]
    missing = shape.registrations - len(guests)
    guests = guests[: shape.registrations]
    guests += [registrar.comes(next(others), may_watch=True) for _ in range(missing)]
    count = round(shape.registrations * CANCELLED)
    guests += [registrar.cancels(person) for person, _ in zip(others, range(count), strict=False)]
    return sorted(guests, key=lambda guest: (guest.placed_at, str(guest.person.id)))


def _with_a_part(
    registrar: _Registrar, crowd: Crowd, papers: list[WrittenPaper]
) -> Iterator[Guest]:
    """Personas first, then staff, speakers, chairs and presenting authors, each person once."""
    early = registrar.ground.calendar.early_ends - timedelta(days=3)
    for key in ("attendee", "author", "reviewer", "chair"):
        category = registrar._category(crowd.personas[key], early)
        yield Guest(crowd.personas[key], category, IN_PERSON, early, Money.SETTLED)
    for key in STAFF_PERSONAS:
        yield registrar.comes(crowd.personas[key], "staff")
    for person in registrar.some(crowd.invited, SPEAKERS):
        yield registrar.comes(person, "invited")
    for person in registrar.some(crowd.chairs, SPEAKERS):
        yield registrar.comes(person)
    accepted = [w.paper.presenter for w in papers if w.paper.state is AbstractState.ACCEPTED]
    unique = {person.id: person for person in accepted if person != crowd.personas["author"]}
    for person in registrar.some(list(unique.values()), PRESENTERS):
        yield registrar.comes(person)
