"""The four days of the meeting, block by block, for any size."""

from dataclasses import dataclass, replace

from conference.demo.science import TOPICS
from conference.demo.shape import Shape
from conference.demo.titles import KEYNOTES, PLENARIES, symposium_title
from schedule.rules.vocabulary import SessionKind, SlotKind

AUDITORIUM = "Auditorium"
FOYER = "Foyer"
POSTER_HALL = "Poster hall"
TERRACE = "Harbour terrace"
EVENING = "Early career networking"

SUNDAY, MONDAY, TUESDAY, WEDNESDAY = range(4)
SYMPOSIUM_INTRO = 5
LIGHTNING_INTRO = 5


@dataclass(frozen=True, slots=True)
class PlannedTalk:
    """A place for a talk: what kind, and for how long."""

    kind: SlotKind
    minutes: int


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """One session of the plan. `start` is minutes after local midnight of day `day` (0: Sunday)."""

    day: int
    start: int
    minutes: int
    kind: SessionKind
    title: str
    room: str
    talks: tuple[PlannedTalk, ...] = ()
    lead_minutes: int = 0
    posters: int = 0
    chairs: int = 0
    summary: str = ""
    topic: str = ""
    sponsor: str = ""


def room_names(shape: Shape) -> tuple[str, ...]:
    """The rooms that the plan of this size uses, in the order in which they are listed."""
    widest = max(*shape.symposia, *(len(day) for day in shape.lightning))
    return (AUDITORIUM, *_side_rooms(widest - 1), POSTER_HALL, FOYER, TERRACE)


def day_plan(shape: Shape) -> tuple[PlannedBlock, ...]:
    """Every session of the meeting in order of time, then room."""
    blocks = [*_sunday(), *_plenaries(), *_keynote_and_closing(), *_breaks(), *_evenings()]
    blocks += _symposia(shape)
    blocks += _lightning(shape)
    blocks += _poster_sessions(shape)
    order = {name: place for place, name in enumerate(room_names(shape))}
    return tuple(sorted(blocks, key=lambda block: (block.day, block.start, order[block.room])))


def _side_rooms(count: int) -> tuple[str, ...]:
    names = ("Clyde room", "Kelvin room", "Lomond room", "Arran room", "Skye room", "Tay room")
    more = tuple(f"Studio {number}" for number in range(1, max(0, count - len(names)) + 1))
    return (*names, *more)[:count]


def _at(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _block(
    day: int, start: str, minutes: int, kind: SessionKind, title: str, room: str, summary: str = ""
) -> PlannedBlock:
    return PlannedBlock(day, _at(start), minutes, kind, title, room, summary=summary)


def _sunday() -> list[PlannedBlock]:
    keynote = _block(SUNDAY, "18:00", 60, SessionKind.KEYNOTE, KEYNOTES[0], AUDITORIUM)
    return [
        _block(
            SUNDAY, "13:00", 120, SessionKind.OTHER, "Registration desk opens", FOYER,
            "Bring the code from your letter; your badge is printed while you wait.",
        ),
        _block(
            SUNDAY, "15:00", 90, SessionKind.JOINT,
            "Joint session with the partner society for molecular inflammation", AUDITORIUM,
        ),
        _block(SUNDAY, "17:00", 60, SessionKind.OPENING, "Opening and awards ceremony", AUDITORIUM),
        replace(keynote, talks=(PlannedTalk(SlotKind.INVITED, 60),)),
        _block(SUNDAY, "19:00", 120, SessionKind.SOCIAL, "Welcome reception", FOYER),
    ]  # fmt: skip


def _plenaries() -> list[PlannedBlock]:
    invited = (PlannedTalk(SlotKind.INVITED, 30),) * 3
    selected = (PlannedTalk(SlotKind.TALK, 15),) * 2
    return [
        replace(
            _block(day, "08:30", 120, SessionKind.PLENARY, f"Plenary {day}: {title}", AUDITORIUM),
            talks=(*invited[:2], selected[0], invited[2], selected[1]),
            chairs=2,
        )
        for day, title in zip((MONDAY, TUESDAY, WEDNESDAY), PLENARIES, strict=True)
    ]


def _keynote_and_closing() -> list[PlannedBlock]:
    keynote = _block(WEDNESDAY, "16:30", 60, SessionKind.KEYNOTE, KEYNOTES[1], AUDITORIUM)
    return [
        replace(keynote, talks=(PlannedTalk(SlotKind.INVITED, 60),)),
        _block(
            WEDNESDAY, "17:30", 45, SessionKind.CLOSING, "Poster prizes and closing", AUDITORIUM
        ),
    ]


def _breaks() -> list[PlannedBlock]:
    coffee = [
        _block(day, "10:30", 30, SessionKind.BREAK, "Coffee", FOYER)
        for day in (MONDAY, TUESDAY, WEDNESDAY)
    ]
    lunch = [
        _block(day, "12:40", 80, SessionKind.BREAK, "Lunch", FOYER) for day in (MONDAY, TUESDAY)
    ]
    return coffee + lunch


def _evenings() -> list[PlannedBlock]:
    industry = _block(
        MONDAY, "12:55", 50, SessionKind.INDUSTRY,
        "Industry symposium: measuring cytokines at the bedside", AUDITORIUM,
        "Lunch bags are handed out at the door. Organised and paid for by a sponsor.",
    )  # fmt: skip
    return [
        replace(industry, sponsor="Lumen Assays"),
        _block(MONDAY, "19:30", 120, SessionKind.SOCIAL, EVENING, TERRACE),
        _block(
            TUESDAY, "12:50", 60, SessionKind.BUSINESS_MEETING,
            "Council report and members’ business meeting", AUDITORIUM,
        ),
        _block(TUESDAY, "20:00", 180, SessionKind.SOCIAL, "Gala dinner", TERRACE),
    ]  # fmt: skip


def _symposia(shape: Shape) -> list[PlannedBlock]:
    starts = [(day, start) for day in (MONDAY, TUESDAY, WEDNESDAY) for start in ("11:00", "14:00")]
    rooms = (AUDITORIUM, *_side_rooms(max(shape.symposia)))
    invited, invited_minutes = shape.invited_talks
    selected, selected_minutes = shape.abstract_talks
    talks = (
        *(PlannedTalk(SlotKind.INVITED, invited_minutes),) * invited,
        *(PlannedTalk(SlotKind.TALK, selected_minutes),) * selected,
    )
    blocks: list[PlannedBlock] = []
    for (day, start), count in zip(starts, shape.symposia, strict=True):
        for room in rooms[:count]:
            title = f"Symposium {len(blocks) + 1}: {symposium_title(len(blocks))}"
            block = _block(day, start, 100, SessionKind.SYMPOSIUM, title, room)
            topic = TOPICS[len(blocks) % len(TOPICS)].code
            block = replace(block, talks=talks, chairs=2, topic=topic)
            blocks.append(replace(block, lead_minutes=SYMPOSIUM_INTRO))
    return blocks


def _lightning(shape: Shape) -> list[PlannedBlock]:
    starts = ((MONDAY, "16:10"), (TUESDAY, "16:10"), (WEDNESDAY, "15:45"))
    blocks: list[PlannedBlock] = []
    for (day, start), sizes in zip(starts, shape.lightning, strict=True):
        for room, size in zip((AUDITORIUM, *_side_rooms(len(sizes))), sizes, strict=False):
            title = f"Lightning talks {len(blocks) + 1}"
            block = _block(day, start, 40, SessionKind.LIGHTNING, title, room)
            talk = PlannedTalk(SlotKind.LIGHTNING, shape.lightning_minutes)
            blocks.append(replace(block, talks=(talk,) * size, lead_minutes=LIGHTNING_INTRO))
    return blocks


def _poster_sessions(shape: Shape) -> list[PlannedBlock]:
    places = ((MONDAY, "17:00", 120), (TUESDAY, "17:00", 120), (WEDNESDAY, "12:40", 80))
    summary = "Odd boards are presented in the first half, even boards in the second."
    return [
        replace(
            _block(
                day, start, minutes, SessionKind.POSTER, f"Poster session {number}", POSTER_HALL
            ),
            posters=count,
            summary=summary + (" Lunch is served in the hall." if day == WEDNESDAY else ""),
        )
        for number, ((day, start, minutes), count) in enumerate(
            zip(places, shape.posters, strict=True), start=1
        )
        if count
    ]
