"""The ground of the demo: society, meeting, deadlines, rooms, prices, calls."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from abstracts import actions as abstract_actions
from abstracts import queries as abstract_queries
from abstracts.actions import NewCall, NewTopic
from abstracts.queries import CallInfo, TopicInfo
from abstracts.vocabulary import CallKind
from conference.demo.calendar import SOCIETY_ZONE, VENUE_ZONE, DemoCalendar
from conference.demo.day_plan import room_names
from conference.demo.price_grid import CURRENCY, PRICE_CLASSES, WINDOWS, amounts
from conference.demo.science import TOPICS
from conference.demo.seeded import Seeded, insert_rows
from conference.demo.shape import Shape
from conference.demo.shop import Shop
from conference.meetings import actions as meeting_actions
from conference.meetings import queries as meetings
from conference.meetings.actions import NewMeeting, NewMilestone
from conference.meetings.rules import MeetingInfo, MilestoneKey, Mode
from conference.meetings.tables import Meeting, Room, Society
from conference.orm import Actor, action
from conference.registration import price_actions, price_queries
from conference.registration.windows import Window

SLUG = "demo"
OFFICE = Actor.system("the society's office")
SOCIETY = "Demonstration Society for Cytokine Signals"
WELCOME = (
    "Four days on how cells talk to each other: plenaries, symposia, lightning talks and posters.\n"
    "The society, the meeting and everybody in it are invented; try whatever you like."
)
EXTENSION_REASON = "The submission server was unreachable for three hours on the last evening."


@dataclass(frozen=True, slots=True)
class Ground:
    """What everything else stands on."""

    shape: Shape
    calendar: DemoCalendar
    meeting: MeetingInfo
    rooms: dict[str, UUID]
    topics: dict[str, TopicInfo]
    calls: dict[CallKind, CallInfo]
    shop: Shop


async def lay_ground(shape: Shape, calendar: DemoCalendar, seed: int) -> Ground:
    """Founds the society and its meeting and announces dates, prices and calls."""
    founded = calendar.before(300, time(9, 0))
    meeting = await _found_meeting(shape, calendar, seed, founded)
    await _announce_deadlines(meeting, calendar, founded)
    await _set_prices(meeting, shape, calendar, founded)
    shop = Shop(meeting, shape, founded, seed)
    await shop.open(await price_queries.price_list(meeting.id, meeting.currency))
    await _open_calls(meeting, calendar, founded)
    return Ground(
        shape=shape,
        calendar=calendar,
        meeting=meeting,
        rooms={room.name: room.id for room in await meetings.rooms(meeting.id)},
        topics={topic.code: topic for topic in await abstract_queries.topics(meeting.id)},
        calls={call.kind: call for call in await abstract_queries.calls(meeting.id)},
        shop=shop,
    )


async def _found_meeting(
    shape: Shape, calendar: DemoCalendar, seed: int, now: datetime
) -> MeetingInfo:
    seeded = Seeded(seed, "ground")
    society = Society(
        id=seeded.id(), created_at=now, name=SOCIETY, short_name="DSCS",
        contact_email="office@demo.example",
    )  # fmt: skip
    await Society.insert(society)
    async with action("create_meeting", by=OFFICE, now=now) as act:
        await meeting_actions.create_meeting(act, _new_meeting(calendar))
    # A real meeting never carries the mark of a demo, so no action sets it.
    await Meeting.update({Meeting.is_synthetic: True, Meeting.welcome: WELCOME}).where(
        Meeting.slug == SLUG
    )
    meeting = await meetings.meeting_by_slug(SLUG)
    assert meeting is not None
    await insert_rows(_rooms(meeting.id, shape, seeded, now))
    return meeting


def _new_meeting(calendar: DemoCalendar) -> NewMeeting:
    return NewMeeting(
        slug=SLUG,
        title=f"Cytokine Signals {calendar.first_day.year}",
        zone=VENUE_ZONE,
        starts_on=calendar.first_day,
        ends_on=calendar.last_day,
        society_name=SOCIETY,
        currency=CURRENCY,
        mode=Mode.HYBRID,
        city="Glasgow",
        venue="Clydeview Conference Hall",
        address="1 Harbour Walk, Glasgow",
    )


def _rooms(meeting: UUID, shape: Shape, seeded: Seeded, now: datetime) -> list[Room]:
    largest = max(shape.registrations, 100)
    seats = {"Auditorium": largest, "Poster hall": largest * 2, "Foyer": largest}
    floors = {"Auditorium": "Ground floor", "Poster hall": "Ground floor", "Foyer": "Ground floor"}
    return [
        Room(
            id=seeded.id(), created_at=now, meeting=meeting, name=name,
            capacity=seats.get(name, largest // 3), floor=floors.get(name, "First floor"),
            position=position,
        )
        for position, name in enumerate(room_names(shape))
    ]  # fmt: skip


async def _announce_deadlines(meeting: MeetingInfo, calendar: DemoCalendar, now: datetime) -> None:
    for key, title, at, zone in _deadlines(calendar):
        new = NewMilestone(key.value, title, at, zone)
        await meeting_actions.announce_milestone(meeting=meeting.id, new=new, by=OFFICE, now=now)
    [closing] = [
        each
        for each in await meetings.milestones(meeting.id)
        if each.key == MilestoneKey.ABSTRACT_CLOSE
    ]
    await meeting_actions.extend_milestone(
        meeting=meeting.id,
        milestone=closing,
        to=calendar.call_closes,
        reason=EXTENSION_REASON,
        by=OFFICE,
        now=calendar.call_closed_first - timedelta(hours=1),
    )


def _deadlines(calendar: DemoCalendar) -> list[tuple[MilestoneKey, str, datetime, str]]:
    """Each in the zone in which it was promised (N02); the abstracts' one before its extension."""
    key, ours, venue = MilestoneKey, SOCIETY_ZONE, VENUE_ZONE
    late, programme = calendar.late_call_closes, calendar.released + timedelta(hours=1)
    registered = calendar.presenters_registered
    return [
        (key.ABSTRACT_OPEN, "Call for abstracts opens", calendar.call_opens, ours),
        (key.ABSTRACT_CLOSE, "Abstracts close", calendar.call_closed_first, ours),
        (key.DECISIONS, "Authors hear the decision", calendar.decided, ours),
        (key.EARLY_END, "Early prices end", calendar.before(60), ours),
        (key.PROGRAMME_OUT, "Programme is out", programme, venue),
        (key.LATE_BREAKING_CLOSE, "Late-breaking abstracts close", late, ours),
        (key.PRESENTER_REGISTERED, "Presenting authors registered", registered, ours),
        (key.STANDARD_END, "Standard prices end", calendar.before(1, zone=venue), venue),
    ]


async def _set_prices(
    meeting: MeetingInfo, shape: Shape, calendar: DemoCalendar, now: datetime
) -> None:
    edges = (
        calendar.registration_opens,
        calendar.early_ends,
        calendar.on_site_begins,
        calendar.registration_closes,
    )
    names = ("Early", "Standard", "On site")
    zones = (SOCIETY_ZONE, VENUE_ZONE, VENUE_ZONE)
    windows = [
        Window(key, name, edges[place], edges[place + 1], zone)
        for place, (key, name, zone) in enumerate(zip(WINDOWS, names, zones, strict=True))
    ]
    await price_actions.save_windows(meeting, windows, by=OFFICE, now=now)
    for position, each in enumerate(PRICE_CLASSES):
        await price_actions.save_category(
            meeting, each.category, each.band, position, by=OFFICE, now=now
        )
    await price_actions.save_amounts(meeting, amounts(), by=OFFICE, now=now)
    for pool, places in (
        ("meeting", shape.registrations * 6 // 5),
        ("virtual", shape.registrations),
    ):
        await price_actions.set_places(meeting, pool, places, by=OFFICE, now=now)
    await price_actions.save_payment_advice(
        meeting,
        "Please transfer the amount to the society's account and write the order's code on it. "
        "The account does not exist: this is a demonstration.",
        by=OFFICE,
        now=now,
    )


async def _open_calls(meeting: MeetingInfo, calendar: DemoCalendar, now: datetime) -> None:
    topics = [NewTopic(topic.code, topic.title) for topic in TOPICS]
    await abstract_actions.set_topics(meeting=meeting.id, topics=topics, by=OFFICE, now=now)
    for call in (
        NewCall(
            CallKind.REGULAR, "Abstracts", calendar.call_opens, calendar.call_closes, SOCIETY_ZONE
        ),
        NewCall(
            CallKind.LATE_BREAKING, "Late-breaking abstracts", calendar.late_call_opens,
            calendar.late_call_closes, SOCIETY_ZONE,
        ),
    ):  # fmt: skip
        await abstract_actions.open_call(meeting=meeting.id, call=call, by=OFFICE, now=now)
