"""What limits the demo's programme: hours of rooms, a speaker's only day, a remote presenter."""

from uuid import UUID

from conference.demo.agenda import Agenda
from conference.demo.day_plan import AUDITORIUM, POSTER_HALL
from conference.demo.ground import Ground
from conference.demo.seeded import insert_rows
from schedule.rules.vocabulary import Part, SlotKind
from schedule.tables import Availability, PresenterPlace, RoomHours, Session

DAYS = range(4)
OPEN, CLOSED = 7 * 60, 22 * 60
REMOTE_ZONE = "Australia/Sydney"


async def write_limits(ground: Ground, agenda: Agenda) -> None:
    """The large rooms are ours from 07:00 to 22:00; one invited speaker can only come on the day
    of the talk, another presents from far away in the middle of their night (S09)."""
    now, local = ground.calendar.decided, ground.calendar.local
    hours = [
        RoomHours(
            created_at=now, room=ground.rooms[room],
            starts_at=local(day, OPEN), ends_at=local(day, CLOSED),
        )
        for room in (AUDITORIUM, POSTER_HALL)
        for day in DAYS
    ]  # fmt: skip
    await insert_rows(hours)
    invited = _invited(agenda)
    if len(invited) < 2:
        return
    (only_day, session), (far_away, _) = invited[0], invited[-1]
    start = session.starts_at.replace(hour=0, minute=0)
    await insert_rows(
        [
            Availability(
                created_at=now, meeting=ground.meeting.id, person=only_day,
                starts_at=start, ends_at=start.replace(hour=23),
            )
        ]
    )  # fmt: skip
    await insert_rows(
        [
            PresenterPlace(
                created_at=now, meeting=ground.meeting.id, person=far_away, is_remote=True,
                zone=REMOTE_ZONE, note="I speak from Sydney; a morning talk suits me best.",
            )
        ]
    )  # fmt: skip


def _invited(agenda: Agenda) -> list[tuple[UUID, Session]]:
    """(person, session) of the invited talks, in the order of the plan."""
    sessions = {row.id: row for row in agenda.sessions}
    talks = {row.id: row for row in agenda.slots if row.kind == SlotKind.INVITED.value}
    return [
        (part.person, sessions[part.session])
        for part in agenda.parts
        if part.slot in talks and part.part == Part.SPEAKER.value
    ]
