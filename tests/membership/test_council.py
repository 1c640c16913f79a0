"""The council: who holds an office on which day."""

from __future__ import annotations

from datetime import date

import pytest

from conference.membership.council.queries import seats_of, seats_on
from conference.orm import clock

COUNCIL = "/glasgow/office/council"


@pytest.fixture
async def office(client, cast, sign_in, now):
    await sign_in(client, cast.olive)
    with clock.at(now):
        yield client


def _seat(person, **changes):
    return {
        "email": person.email, "title": "Council", "starts_on": "2026-01-01", "ends_on": "",
        **changes,
    }  # fmt: skip


async def test_give_seat_holds_through_its_last_day(office, cast, post):
    assert "Nobody holds an office yet" in (await office.get(COUNCIL)).text
    assert (await post(office, COUNCIL, _seat(cast.alice))).status_code == 303
    assert (await post(office, COUNCIL, _seat(cast.alice))).status_code == 303
    (seat,) = await seats_of(cast.meeting.society)
    ended = await post(office, f"{COUNCIL}/{seat.id}/end", {"ends_on": "2027-10-17"})
    assert ended.status_code == 303
    held = [
        await seats_on(cast.meeting.society, date(2027, 10, day)) == {cast.alice.id: ("Council",)}
        for day in (17, 18)
    ]
    assert held == [True, False]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "nobody@nowhere.test", "Nobody has this address here"),
        ("title", " ", "Please fill this in."),
        ("ends_on", "2025-01-01", "The last day is before the first"),
        ("starts_on", "soon", "field-starts_on"),
    ],
)
async def test_give_seat_refuses_what_cannot_be_and_keeps_what_was_typed(
    office, cast, post, field, typed, said
):
    answer = await post(office, COUNCIL, _seat(cast.alice, **{field: typed}))
    assert answer.status_code == 422
    assert said in answer.text
    assert "2026-01-01" in answer.text or field == "starts_on"
    assert await seats_of(cast.meeting.society) == []
