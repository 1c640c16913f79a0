"""Building the demo: a whole synthetic meeting from a size, a seed and a day."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from conference.demo.agenda import Agenda, session_to_move, sessions_to_cancel, write_agenda
from conference.demo.bookings import Bookings, write_bookings
from conference.demo.calendar import DemoCalendar
from conference.demo.counter import keep_counter
from conference.demo.crowd import Crowd, gather_crowd, write_crowd
from conference.demo.day_plan import day_plan
from conference.demo.ground import OFFICE, SLUG, Ground, lay_ground
from conference.demo.guests import list_guests
from conference.demo.limits import write_limits
from conference.demo.on_site import print_first_batch, write_on_site
from conference.demo.outbox import write_letters
from conference.demo.paper_rows import WrittenPaper, insert_papers
from conference.demo.papers import write_papers
from conference.demo.personas import PERSONAS, Persona
from conference.demo.prizes import write_awards
from conference.demo.reviewing import write_reviews
from conference.demo.roll import write_roll
from conference.demo.seeded import Seeded, insert_rows
from conference.demo.shape import SHAPES
from conference.orm import Actor, action, transaction
from conference.registration.rules import RegistrationState
from conference.settings import Settings
from schedule.actions.editing import cancel_session, edit_session
from schedule.actions.releasing import release_schedule
from schedule.numbering import actions as numbering
from schedule.numbering.queries import numbering_of
from schedule.tables import Star

STARRING = 0.4
STAGES = (
    "Prices and deadlines",
    "People and the member roll",
    "Abstracts",
    "Registrations",
    "Programme",
    "Releases",
)

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What was built, in numbers, and the people whom a newcomer can be."""

    meeting: str
    title: str
    people: int
    members: int
    abstracts: int
    accepted: int
    sessions: int
    talks: int
    posters: int
    registrations: int
    confirmed: int
    personas: tuple[Persona, ...] = PERSONAS

    def __str__(self) -> str:
        return (
            f"{self.title}: {self.people:,} people, {self.members:,} of them members; "
            f"{self.registrations:,} registrations, {self.confirmed:,} confirmed; "
            f"{self.abstracts:,} abstracts, {self.accepted:,} accepted; "
            f"{self.sessions} sessions with {self.talks} talks and {self.posters} posters."
        )


async def build_demo(
    *, size: str, seed: int, today: date, settings: Settings, progress: Progress
) -> DemoSummary:
    """Builds the demo in the bound, empty database; the same seed and day give the same meeting.

    `progress` is told the number of each finished stage and the name of the next. Raises KeyError
    for an unknown size.
    """
    shape, calendar = SHAPES[size], DemoCalendar(today)
    plan, crowd = day_plan(shape), gather_crowd(shape, seed)
    async with transaction():
        progress(0, STAGES[0])
        ground = await lay_ground(shape, calendar, seed)
        progress(1, STAGES[1])
        await write_crowd(ground, crowd, seed)
        roll = await write_roll(ground, crowd, seed)
        await ground.shop.offer_dues()
        progress(2, STAGES[2])
        papers = await insert_papers(ground, write_papers(shape, plan, crowd, seed), seed)
        await write_reviews(ground, crowd, papers, seed)
        progress(3, STAGES[3])
        guests = list_guests(ground, crowd, papers, roll, seed)
        bookings = await write_bookings(ground, guests, roll, settings.secret, seed)
        await keep_counter(ground, crowd, bookings, seed)
        progress(4, STAGES[4])
        agenda = await write_agenda(ground, plan, crowd, papers, seed)
        await write_limits(ground, agenda)
        await _write_stars(ground, crowd, bookings, agenda, seed)
        progress(5, STAGES[5])
        await _release(ground, crowd, agenda, settings)
        await write_awards(ground, crowd, settings.base_url, seed)
        await write_on_site(ground, crowd, agenda, settings)
        await write_letters(ground, bookings, settings)
        await _note_build(ground, size, seed)
    await print_first_batch(ground, settings)
    progress(len(STAGES), "")
    return _summary(ground, crowd, papers, bookings, agenda, len(roll))


async def _release(ground: Ground, crowd: Crowd, agenda: Agenda, settings: Settings) -> None:
    """The programme is released; later one session moves, another is cancelled, and it is
    released again (S06)."""
    chair = crowd.personas["chair"]
    by = Actor(chair.id, chair.name.registered)
    meeting, calendar = ground.meeting.id, ground.calendar
    await _number(meeting, by, calendar.released - timedelta(days=1))
    await release_schedule(
        meeting=meeting, name="The programme", comment="", by=by, now=calendar.released,
        settings=settings,
    )  # fmt: skip
    row, edit = session_to_move(ground, agenda)
    before = calendar.moved - timedelta(minutes=30)
    await edit_session(row.code, row.version, edit, meeting=meeting, by=by, now=before)
    for cancelled in sessions_to_cancel(agenda):
        await cancel_session(
            cancelled.code, cancelled.version, "The sponsor has withdrawn.",
            meeting=meeting, by=by, now=before,
        )  # fmt: skip
    await release_schedule(
        meeting=meeting, name="Update 1", comment="A few things have changed.", by=by,
        now=calendar.moved, settings=settings,
    )  # fmt: skip


async def _number(meeting: UUID, by: Actor, now: datetime) -> None:
    """Codes and boards by the program's own plan, frozen before the release (S05)."""
    proposed = numbering.propose(await numbering_of(meeting))
    await numbering.apply_numbers(meeting=meeting, seen=proposed.digest, by=by, now=now)
    await numbering.freeze_numbers(meeting=meeting, by=by, now=now)


async def _write_stars(
    ground: Ground, crowd: Crowd, bookings: Bookings, agenda: Agenda, seed: int
) -> None:
    """Some of those who come have starred a handful of items; the attendee has."""
    seeded, items = Seeded(seed, "stars"), agenda.starrable
    attendee = crowd.personas["attendee"].id
    starring: list[UUID] = [attendee]
    for row in bookings.registrations:
        is_coming = row.state == RegistrationState.CONFIRMED.value and row.person != attendee
        if is_coming and seeded.random.random() < STARRING:
            starring.append(row.person)
    rows = [
        Star(
            id=seeded.id(), created_at=ground.calendar.released, person=person,
            meeting=ground.meeting.id, item_code=code,
        )
        for person in starring
        for code in _starred(seeded, agenda, items, is_keen=person == attendee)
    ]  # fmt: skip
    await insert_rows(rows)


def _starred(seeded: Seeded, agenda: Agenda, items: list[str], *, is_keen: bool) -> list[str]:
    """A handful of items; the attendee's agenda has whole sessions in it as well."""
    some = seeded.random.sample(items, seeded.random.randint(3, 12))
    if not is_keen:
        return some
    return list(dict.fromkeys([*some, *seeded.random.sample(agenda.wanted_sessions, 6)]))


async def _note_build(ground: Ground, size: str, seed: int) -> None:
    """By this entry `plenary demo` knows which demo a database holds."""
    now = ground.calendar.now
    async with action("build_demo", by=OFFICE, now=now, meeting=ground.meeting.id) as act:
        act.note("meeting", SLUG, size=size, seed=seed)


def _summary(
    ground: Ground,
    crowd: Crowd,
    papers: list[WrittenPaper],
    bookings: Bookings,
    agenda: Agenda,
    members: int,
) -> DemoSummary:
    states = Counter(row.state for row in bookings.registrations)
    shape = ground.shape
    return DemoSummary(
        meeting=SLUG,
        title=ground.meeting.title,
        people=len(crowd.everybody),
        members=members,
        abstracts=len(papers),
        accepted=shape.accepted,
        sessions=len(agenda.sessions),
        talks=shape.talks,
        posters=shape.hanging_posters,
        registrations=len(bookings.registrations),
        confirmed=states[RegistrationState.CONFIRMED.value],
    )
