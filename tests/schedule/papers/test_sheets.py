"""Sheets that must stay readable: many rooms, long words, long names of releases."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import UUID

import pypdf
import pytest

from schedule.papers.day_sheet import rooms_by_sheet
from schedule.papers.door_signs import door_signs, door_signs_pdf
from schedule.papers.words import foot_of, state_of
from schedule.rules.released import (
    ReleasedMeeting,
    ReleasedProgramme,
    ReleasedRoom,
    ReleasedSession,
)
from schedule.rules.vocabulary import SessionKind

NINE = datetime(2027, 10, 18, 8, 0, tzinfo=UTC)
DAYS = date(2027, 10, 17), date(2027, 10, 20)
ROOM = "Donaudampfschifffahrtsgesellschaftssaal"


def programme_in(room: str, name: str = "First") -> ReleasedProgramme:
    session = ReleasedSession(
        code="AAAAAA",
        id=UUID(int=1),
        kind=SessionKind.SYMPOSIUM,
        title="Signals",
        starts_at=NINE,
        ends_at=NINE + timedelta(hours=1),
        room=room,
    )
    meeting = ReleasedMeeting("glasgow", "Signals 2027", "Europe/London", *DAYS)
    return ReleasedProgramme(meeting, 1, name, NINE, (session,), (ReleasedRoom(room),))


@pytest.mark.parametrize(
    ("rooms", "sheets"), [(1, [1]), (7, [7]), (8, [4, 4]), (15, [5, 5, 5]), (16, [5, 5, 6])]
)
def test_rooms_are_shared_out_evenly_among_day_sheets(rooms: int, sheets: list[int]) -> None:
    names = [str(number) for number in range(rooms)]
    shared = rooms_by_sheet(names)
    assert [len(each) for each in shared] == sheets
    assert [name for each in shared for name in each] == names


def test_door_sign_breaks_no_word_of_the_room() -> None:
    programme = programme_in(ROOM)
    reader = pypdf.PdfReader(BytesIO(door_signs_pdf(programme, door_signs(programme))))
    assert ROOM in reader.pages[0].extract_text()


def test_foot_leaves_the_number_of_the_page_its_place() -> None:
    name = "Symposium 5: Regulation of cytokine production and more: moved"
    emergency = programme_in("Hall A", name)
    assert len(foot_of(emergency)) < len(state_of(emergency))
    assert "Release 1 “Symposium 5" in foot_of(emergency)
    assert foot_of(programme_in("Hall A")) == state_of(programme_in("Hall A"))
