"""The awards of the demo: one that is decided and half answered, one that is open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from abstracts.awards.answering import accept_offer, decline_offer
from abstracts.awards.applications import applications_of
from abstracts.awards.applying import Applicant, save_application
from abstracts.awards.cycle_actions import save_cycle
from abstracts.awards.cycles import CycleInfo, cycle_of_key
from abstracts.awards.entry import Entry, Referee
from abstracts.awards.evaluating import evaluate
from abstracts.awards.letters import Sender
from abstracts.awards.offering import apply_proposal, propose
from abstracts.awards.rules import AwardRules, CareerStage
from abstracts.tables import Author
from abstracts.vocabulary import AbstractState, CallKind
from conference.demo.crowd import Crowd
from conference.demo.ground import Ground
from conference.demo.seeded import Seeded
from conference.orm import Actor

APPLICANTS = 12
YOUNG, GRADUATE = "young-investigator", "graduate"
TEN_YEARS = AwardRules(years_since_degree=10, aims="Every region; half of them trainees.")
SPONSORED = AwardRules(
    needs_membership=False, needs_abstract=False, stages=(CareerStage.GRADUATE,), letters=1,
    needs_statement=True,
)  # fmt: skip
_ABSTRACT: Any = Author.abstract


@dataclass(frozen=True, slots=True)
class _Presenter:
    person: UUID
    code: str


async def write_awards(ground: Ground, crowd: Crowd, base_url: str, seed: int) -> None:
    """Sets both awards up, lets people apply, and plays the first one to its answers."""
    sender = Sender(ground.meeting, base_url)
    chair = crowd.personas["chair"]
    by = Actor(chair.id, chair.name.registered)
    for cycle in _cycles(ground, seed):
        await save_cycle(cycle, by=by, now=ground.calendar.call_opens)
    await _apply(ground, sender, crowd, seed)
    await _decide(ground, sender, by)
    await _begin_graduate(ground, sender, crowd)


def _cycles(ground: Ground, seed: int) -> list[CycleInfo]:
    ids, calendar = Seeded(seed, "awards"), ground.calendar
    call = ground.calls[CallKind.REGULAR]
    young = CycleInfo(
        id=ids.id(), meeting=ground.meeting.id, key=YOUNG, title="Young Investigator Award",
        description="For the best abstracts of members within ten years of their degree.",
        opens_at=calendar.call_opens, closes_at=call.closes_at, zone=call.zone, call=call.id,
        amount=150_000, pot=450_000, rules=TEN_YEARS, has_free_registration=True,
    )  # fmt: skip
    graduate = CycleInfo(
        id=ids.id(), meeting=ground.meeting.id, key=GRADUATE, title="Graduate Student Award",
        description="Given by a sponsor to one graduate student, with a year of membership.",
        opens_at=calendar.call_opens, closes_at=calendar.now + timedelta(days=14), zone=call.zone,
        amount=350_000, places=1, rules=SPONSORED, has_membership_year=True,
        membership_type="trainee",
    )  # fmt: skip
    return [young, graduate]


async def _apply(ground: Ground, sender: Sender, crowd: Crowd, seed: int) -> None:
    """People who present what they submitted; one of them has had the degree for too long."""
    cycle = await cycle_of_key(ground.meeting.id, YOUNG)
    seeded = Seeded(seed, "award applicants")
    at = cycle.closes_at - timedelta(days=3)
    for number, each in enumerate(await _presenters(ground)):
        years = 11 if number == 1 else seeded.random.randint(1, 8)
        degree = date(at.year - years, seeded.random.randint(1, 5), 1)
        entry = Entry(degree_on=degree, leave_months=6 if number == 2 else 0, abstract=each.code)
        who = _applicant(sender, each.person)
        await save_application(who, cycle, entry, at, is_submitted=True)


async def _presenters(ground: Ground) -> list[_Presenter]:
    rows = (
        await Author.select(
            Author.person,
            _ABSTRACT.code.as_alias("code"),
            _ABSTRACT.submitter.as_alias("submitter"),
        )
        .where(
            Author.is_presenting.eq(True),
            _ABSTRACT.call == ground.calls[CallKind.REGULAR].id,
            _ABSTRACT.state == AbstractState.ACCEPTED.value,
        )
        .order_by(_ABSTRACT.code)
    )
    found: dict[UUID, _Presenter] = {}
    for row in rows:
        if row["person"] and row["person"] == row["submitter"]:
            found.setdefault(row["person"], _Presenter(row["person"], row["code"]))
    return list(found.values())[:APPLICANTS]


async def _decide(ground: Ground, sender: Sender, by: Actor) -> None:
    """The first offers are accepted but for the last: the chair may make the next one."""
    calendar = ground.calendar
    cycle = await cycle_of_key(ground.meeting.id, YOUNG)
    await evaluate(sender, cycle, by=by, now=calendar.decided)
    offered = calendar.decided + timedelta(days=1)
    first = await _offer(sender, by, offered)
    answered = offered + timedelta(days=3)
    for number, person in enumerate(first):
        who = _applicant(sender, person)
        if number + 1 < len(first):
            await accept_offer(who, cycle, answered)
        else:
            await decline_offer(who, cycle, "I hold another prize already.", answered)


async def _offer(sender: Sender, by: Actor, at: datetime) -> list[UUID]:
    cycle = await cycle_of_key(sender.meeting.id, YOUNG)
    every = await applications_of(cycle.id)
    proposal = await propose(sender.meeting, cycle, every, at)
    chosen = [line.application for line in proposal.offered]
    await apply_proposal(sender, cycle, {each.id for each in chosen}, proposal.seen, by=by, now=at)
    return [each.person for each in chosen]


async def _begin_graduate(ground: Ground, sender: Sender, crowd: Crowd) -> None:
    """The author of the demo has a draft for it."""
    cycle = await cycle_of_key(ground.meeting.id, GRADUATE)
    author = crowd.personas["author"]
    entry = Entry(
        stage=CareerStage.GRADUATE,
        statement="Signals of fever, and why they end.",
        referees=(Referee("Prof. Ines Calder", "ines.calder@demo.example"),),
    )
    who = _applicant(sender, author.id)
    await save_application(
        who, cycle, entry, ground.calendar.now - timedelta(days=1), is_submitted=False
    )


def _applicant(sender: Sender, person: UUID) -> Applicant:
    return Applicant(sender, person, Actor(person, "an author of the demo"))
